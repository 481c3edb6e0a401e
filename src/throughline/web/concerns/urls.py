"""Addresses of concerns about risk."""

from django.urls import path

from throughline.web.concerns import views

urlpatterns = [
    path("concerns", views.concerns, name="concerns"),
    path("concerns/<str:reference>", views.concern, name="concern"),
    path("concerns/<str:reference>/decide", views.decide, name="concern_decide"),
    path("referrals/<str:reference>/concern", views.raise_one, name="referral_concern"),
]
