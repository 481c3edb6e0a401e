"""Addresses of the exports without names."""

from django.urls import path

from throughline.web.pseudonymised import views

urlpatterns = [
    path("pseudonymised", views.exports, name="pseudonymised"),
    path("pseudonymised/new", views.new, name="pseudonymised_new"),
]
