"""What a saved search asks: as an address keeps it, in words, and what fits it now."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from throughline.supply.queries.finding import references_found
from throughline.web.public.service_filters import ServiceFilters
from throughline.web.words import and_list


def kept_query(written: str, on: date) -> str:
    """Of an address's query, the questions of the directory that were answered and made sense."""
    filters = ServiceFilters(QueryDict(written), on)
    return urlencode([(name, filters.data[name]) for name in filters.fields if name in filters.chosen])


def fitting(query: str, on: date) -> list[str]:
    """The references of the services that fit a search on the day it is."""
    return references_found(ServiceFilters(QueryDict(query), on).search, on=on)


def not_understood(query: str, on: date) -> str:
    """What a search asked and the directory no longer takes, in a sentence; empty where it takes it all."""
    filters = ServiceFilters(QueryDict(query), on)
    filters.is_valid()
    wrong = [str(filters.fields[name].label) for name in filters.fields if name in filters.errors]
    if not wrong:
        return ""
    return f"What was asked under {and_list(wrong)} is no longer known, so it is left out."


def address(query: str) -> str:
    """Where the search is made anew."""
    begins = reverse("public_services")
    return f"{begins}?{query}" if query else begins


class InWords:
    """Searches in words. The choices of the questions are read once, for any number of searches."""

    def __init__(self, on: date) -> None:
        self._on = on

    def __call__(self, query: str) -> list[str]:
        """Each question that is answered, with its answer."""
        asked = QueryDict(query)
        said = [
            f"{field.label}: {self._choices[name].get(asked[name], asked[name])}"
            for name, field in self._fields.items()
            if asked.get(name)
        ]
        return said or ["Every service"]

    @cached_property
    def _fields(self) -> dict[str, Any]:
        return dict(ServiceFilters(QueryDict(), self._on).fields)

    @cached_property
    def _choices(self) -> dict[str, dict[str, str]]:
        return {
            name: {str(value): str(label) for value, label in getattr(field, "choices", [])}
            for name, field in self._fields.items()
        }
