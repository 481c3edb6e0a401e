"""Looking up the rules of a scheme, by area and date."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F

from throughline.supply.models import SchemeRule


def rule_in_force(scheme_id: int, name: str, *, on: date, area_id: int | None = None) -> Any:
    """The value of the rule `name` on the day `on`: the area's own, else the scheme's, else nothing."""
    found = SchemeRule.objects.filter(scheme_id=scheme_id, name=name, during__contains=on)
    here = found.filter(area_id=area_id) | found.filter(area=None) if area_id else found.filter(area=None)
    return here.order_by(F("area").asc(nulls_last=True)).values_list("value", flat=True).first()
