"""Addresses of the plan as everybody who works with the person reads it."""

from django.urls import path

from throughline.web.plans import views

urlpatterns = [path("people/<str:reference>/shared-plan", views.shared, name="shared_plan")]
