"""Addresses of the rate cards."""

from django.urls import path

from throughline.web.rate_cards import views

urlpatterns = [
    path("rate-cards", views.every, name="rate_cards"),
    path("rate-cards/<slug:scheme>/<str:prime>", views.card, name="rate_card"),
    path("rate-cards/<slug:scheme>/<str:prime>/differences", views.compare, name="rate_card_differences"),
]
