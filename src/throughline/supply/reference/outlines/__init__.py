"""
The outlines of the local authorities of 2014, from which those of every larger and later area are put
together.

Contains National Statistics data © Crown copyright and database right; contains OS data © Crown copyright
and database right. `derive` says how they were made.
"""

from __future__ import annotations

import gzip
import json
from functools import cache
from importlib.resources import files
from typing import Final

from throughline.core.geography.topology import Outlines

ATTRIBUTION: Final = (
    "Contains National Statistics data © Crown copyright and database right. "
    "Contains OS data © Crown copyright and database right."
)


@cache
def outlines() -> Outlines:
    """The outlines by the authorities' codes of 2014; read once."""
    packed = files(__package__).joinpath("authorities.topojson.gz").read_bytes()
    return Outlines.from_topojson(json.loads(gzip.decompress(packed)), "authorities")
