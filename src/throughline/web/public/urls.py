"""Addresses that anybody may open."""

from django.urls import path

from throughline.web.public import modes, place_views, service_leaflets, service_versions, views

urlpatterns = [
    path("services", views.services, name="public_services"),
    path("services/compare", views.services_compared, name="public_services_compared"),
    path("services/<str:reference>", views.service, name="public_service"),
    path(
        "services/<str:reference>/leaflets/<str:language>-<str:reading>.pdf",
        service_leaflets.leaflet,
        name="service_leaflet",
    ),
    path("services/<str:reference>/versions", service_versions.versions, name="service_versions"),
    path("services/<str:reference>/versions/<int:number>", service_versions.version, name="service_version"),
    path("services/<str:reference>/differences", service_versions.differences, name="service_differences"),
    path("supply-chain/modes", modes.modes, name="public_modes"),
    path("supply-chain", views.supply_chain, name="public_chain"),
    path("supply-chain/agreements", views.agreements, name="public_agreements"),
    path("supply-chain/areas", place_views.chain_areas, name="public_chain_areas"),
    path("areas", place_views.which_area, name="public_areas"),
    path("organisations/<str:reference>", views.organisation, name="public_organisation"),
    path("words-used", views.words_used, name="public_words"),
]
