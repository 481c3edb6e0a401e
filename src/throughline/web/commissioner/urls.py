"""Addresses of a commissioner's pages. Budgets are with money, services with the public directory."""

from django.urls import path

from throughline.web.commissioner import unpaid, views

urlpatterns = [
    path("commissioner", views.home, name="commissioner_home"),
    path("unpaid-demand", unpaid.unpaid, name="unpaid_demand"),
]
