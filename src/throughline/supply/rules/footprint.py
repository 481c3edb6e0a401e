"""
How far a provider works: locally, regionally or nationally, from where it gives services (S6).

Providers call themselves what they like: of 42 that said "national", 15 worked in one to three regions
(Clinks, NCVO and TSRC, Change & challenge (trackTR), May 2016, section 2). So here nobody says it, and
three regions are not the nation. What is local and what regional no source fixes: it is settled here.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.db import models

MOST_REGIONS: Final = 3
"""Of a regional provider; one that works in more is national."""


class Footprint(models.TextChoices):
    """How far a provider works."""

    NONE = "none", "Nowhere on this day"
    LOCAL = "local", "Local"
    REGIONAL = "regional", "Regional"
    NATIONAL = "national", "National"


def footprint(regions: Collection[int], whole: Collection[int]) -> Footprint:
    """
    How far whoever works in these regions works; `whole` are those of them that it serves everywhere.

    Local within a part of one region, regional in all of one and in up to three, national beyond. A region
    is a probation region or, before 2021, a division.
    """
    if not regions:
        return Footprint.NONE
    if len(regions) > MOST_REGIONS:
        return Footprint.NATIONAL
    if len(regions) == 1 and not whole:
        return Footprint.LOCAL
    return Footprint.REGIONAL
