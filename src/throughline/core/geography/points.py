"""Points on the ground, and how far apart they are."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Final

EARTH_IN_MILES: Final = 6371.0088 / 1.609344
"""The mean radius of the earth (International Union of Geodesy and Geophysics), in statute miles."""


@dataclass(frozen=True)
class Point:
    """
    A point by latitude and longitude, in degrees, north and east counted up (WGS84).

    :raises ValueError: there is no such point on a globe
    """

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise ValueError(f"There is no point {self.latitude}, {self.longitude} on a globe.")


def miles_between(here: Point, there: Point) -> float:
    """
    The distance in miles along a great circle of a round earth: as a bird flies, not as a road goes.

    It is wrong by half a percent at most, since the earth is not quite round.
    """
    up, across = (radians(there.latitude - here.latitude), radians(there.longitude - here.longitude))
    half = (
        sin(up / 2) ** 2 + cos(radians(here.latitude)) * cos(radians(there.latitude)) * sin(across / 2) ** 2
    )
    return 2 * EARTH_IN_MILES * asin(min(1.0, sqrt(half)))
