"""Every address of the service. Areas, the gateway and open data are included where they exist."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from throughline.web.areas import AREAS
from throughline.web.health import live, ready
from throughline.web.home import front_door

PACKAGES = (
    "throughline.web.accounts",
    "throughline.web.demonstration",
    *(f"throughline.web.{area}" for area in AREAS),
    "throughline.gateway",
    "throughline.open_data",
)
"""Packages whose `urls` are part of the service. Their addresses are whole: nothing is put before them."""


def _included() -> list[URLResolver]:
    return [
        path("", include(f"{package}.urls"))
        for package in PACKAGES
        if find_spec(package) is not None and find_spec(f"{package}.urls") is not None
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    path("", front_door, name="home"),
    path("health/", ready, name="health"),
    path("health/live", live, name="health_live"),
    path("health/ready", ready, name="health_ready"),
    *_included(),
]

handler400 = "throughline.web.errors.bad_request"
handler403 = "throughline.web.errors.not_allowed"
handler404 = "throughline.web.errors.not_found"
handler500 = "throughline.web.errors.fault"
