"""Addresses of a commissioner's pages. Budgets are with money, services with the public directory."""

from django.urls import path

from throughline.web.commissioner import views

urlpatterns = [path("commissioner", views.home, name="commissioner_home")]
