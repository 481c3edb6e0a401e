"""Addresses of commissioning intentions. What everybody reads of them is with open data."""

from django.urls import path

from throughline.supply.states import INTENTION_MOVES
from throughline.web.intentions import publishing, views
from throughline.web.open import urls as years_in_addresses

__all__ = ["urlpatterns", "years_in_addresses"]

urlpatterns = [
    path("intentions", views.intentions, name="commissioner_intentions"),
    path("intentions/new/<slug:scheme>/<str:body>", views.new, name="intention_new"),
    path(
        "intentions/publish/<slug:scheme>/<financial_year:year>/<str:body>",
        publishing.publish,
        name="intentions_publish",
    ),
    path("intentions/<str:reference>", views.intention, name="intention"),
    path("intentions/<str:reference>/change", views.change, name="intention_change"),
    path("intentions/<str:reference>/remove", views.remove, name="intention_remove"),
    *(
        path(
            f"intentions/<str:reference>/{one.name}",
            views.move_on,
            {"verb": one.name},
            name=f"intention_{one.name}",
        )
        for one in INTENTION_MOVES
    ),
]
