"""How old somebody is."""

from __future__ import annotations

from datetime import date


def age_on(born_on: date, on: date) -> int:
    """Age in whole years on a day; whoever was born on 29 February is a year older on 1 March."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
