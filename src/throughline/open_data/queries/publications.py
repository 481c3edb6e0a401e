"""What was published, by scheme and quarter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from throughline.core.time import FinancialYear, Quarter
from throughline.open_data.models import Publication


@dataclass(frozen=True)
class Published:
    """A quarter of a scheme for which something is published; `editions` counts those of one kind."""

    scheme: str
    scheme_name: str
    quarter: Quarter
    kinds: frozenset[str]


def edition_of(
    kind: str, scheme: str, period: Quarter | FinancialYear, edition: int | None = None, *, of: str = ""
) -> Publication | None:
    """
    One edition, the latest unless `edition` names another; nothing when it was not published.

    `of` is the reference of the body whose own publication it is.
    """
    found = _editions(kind, scheme, period, of)
    if edition is not None:
        found = found.filter(edition=edition)
    return found.select_related("scheme", "organisation").first()


def editions_of(
    kind: str, scheme: str, period: Quarter | FinancialYear, *, of: str = ""
) -> list[Publication]:
    """Every edition without its content, the latest first."""
    return list(_editions(kind, scheme, period, of).defer("content"))


def _editions(kind: str, scheme: str, period: Quarter | FinancialYear, of: str) -> QuerySet[Publication]:
    body = {"organisation__reference": of} if of else {"organisation": None}
    return Publication.objects.filter(kind=kind, scheme__code=scheme, period=str(period), **body).order_by(
        "-edition"
    )


def everything_published() -> list[Published]:
    """What there is for each quarter, from the latest and by scheme."""
    rows: Iterable[tuple[str, str, str, str]] = (
        Publication.objects.filter(organisation=None)
        .order_by("-period", "scheme__code")
        .values_list("period", "scheme__code", "scheme__name", "kind")
        .distinct()
    )
    kinds: dict[tuple[str, str, str], set[str]] = {}
    for period, code, name, kind in rows:
        kinds.setdefault((period, code, name), set()).add(kind)
    return [
        Published(code, name, Quarter.parse(period), frozenset(found))
        for (period, code, name), found in kinds.items()
    ]
