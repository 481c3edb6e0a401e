"""A place that is named in a search, and found while what was typed is checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from throughline.core.queries.places import Place, PlaceNotFound, find_place
from throughline.supply.queries.finding import Where, where
from throughline.vocabulary.areas import AREA_KINDS, SITE_KINDS
from throughline.web.forms import FilterForm


class PlacedFilters(FilterForm):
    """Filters with a question called `place`; those with one called `miles` search so far around it."""

    def __init__(self, data: QueryDict | Mapping[str, Any], on: date) -> None:
        super().__init__(data)
        self._on = on
        self._place: Place | None = None

    def clean_place(self) -> str:
        """
        What was typed, once the place it means is found.

        :raises ValidationError: it means none, or several
        """
        typed = str(self.cleaned_data.get("place") or "")
        if typed:
            try:
                self._place = find_place(typed, on=self._on, kinds=AREA_KINDS | SITE_KINDS)
            except PlaceNotFound as refusal:
                raise ValidationError(str(refusal)) from refusal
        return typed

    @property
    def where(self) -> Where | None:
        """The place that was named."""
        miles = self.chosen.get("miles")
        return None if self._place is None else where(self._place, on=self._on, miles=miles)
