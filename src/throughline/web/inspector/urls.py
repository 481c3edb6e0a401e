"""Addresses of an inspector's pages."""

from django.urls import path

from throughline.web.inspector import views

urlpatterns = [
    path("inspector", views.home, name="inspector_home"),
    path("inspector/landscape", views.landscape, name="inspector_landscape"),
]
