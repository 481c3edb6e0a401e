"""Places where services are given, as points on a map."""

from __future__ import annotations

from throughline.core.geography import Point
from throughline.supply.models import ServicePlace
from throughline.web.maps.drawing import MapPoint


class WithheldFromMaps(Exception):
    """A withheld place was about to be drawn; whoever draws is to leave such places out before."""


def point_of(place: ServicePlace, *, name: str, number: int | None, href: str = "") -> MapPoint | None:
    """
    The place as a point of a map; nothing when its point is not known.

    :raises WithheldFromMaps: the place is withheld. Even those who may read its address get no map of it.
    """
    if place.is_withheld:
        raise WithheldFromMaps(f"place {place.pk} is withheld")
    if place.latitude is None or place.longitude is None:
        return None
    return MapPoint(name, Point(place.latitude, place.longitude), number, href)
