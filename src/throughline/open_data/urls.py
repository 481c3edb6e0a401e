"""Addresses of open data for machines. Pages for people are in the web layer."""

from django.urls import path

from throughline.open_data import views

urlpatterns = [
    path("open/codes.json", views.codes_json, name="open_codes_json"),
    path("open/codes.csv", views.codes_csv, name="open_codes_csv"),
    path(
        "open/returns/<slug:scheme>/<str:quarter>.csv-metadata.json",
        views.return_metadata,
        name="open_return_metadata",
    ),
    path("open/returns/<slug:scheme>/<str:quarter>.csv", views.supply_chain_return, name="open_return_csv"),
    path("open/ocds/releases/<slug:scheme>/<str:quarter>.json", views.releases, name="open_ocds_releases"),
    path(
        "open/intentions/<slug:scheme>/<str:year>/<slug:body>.json",
        views.intentions_json,
        name="open_intentions_json",
    ),
    path(
        "open/intentions/<slug:scheme>/<str:year>/<slug:body>.csv",
        views.intentions_csv,
        name="open_intentions_csv",
    ),
]
