"""Where things are: points, distances, postcodes and outlines. Pure: no database, no clock."""

from throughline.core.geography.points import Point, miles_between
from throughline.core.geography.postcodes import NotAPostcode, Postcode, find_postcode, read_postcode

__all__ = ["NotAPostcode", "Point", "Postcode", "find_postcode", "miles_between", "read_postcode"]
