"""Which of the services that were found are chosen to be compared side by side (S56)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.http import HttpRequest
from markupsafe import Markup

from throughline.supply.queries.directory import for_its_page
from throughline.supply.queries.finding import Found
from throughline.web.lists import Column

MOST: Final = 3
"""As many services as stand side by side on one page, and can still be read."""

CHOSEN: Final = "chosen"
"""In the address of a search: what was chosen before, on another page or for another comparison."""

_BOX = Markup(
    '<div class="govuk-checkboxes govuk-checkboxes--small tl-choose" data-module="govuk-checkboxes">'
    '<div class="govuk-checkboxes__item">'
    '<input class="govuk-checkboxes__input" type="checkbox" form="compare" name="service"'
    ' id="compare-%(reference)s" value="%(reference)s"%(ticked)s>'
    '<label class="govuk-label govuk-checkboxes__label" for="compare-%(reference)s">%(before)s'
    '<span class="%(seen)s">%(name)s</span></label></div></div>'
)


class Choosing:
    """The boxes beside the results of a search; ticked ones are compared at `address`."""

    def __init__(self, request: HttpRequest, address: str) -> None:
        self.address = address
        self._query = request.GET
        self._before = list(dict.fromkeys(request.GET.getlist(CHOSEN)))[:MOST]

    @property
    def column(self) -> Column[Found]:
        """The box of each result."""
        return Column[Found](
            "compare", "Compare", lambda one: self._box(one.service.reference, one.service.name)
        )

    def elsewhere(self, listed: Collection[Found]) -> list[Markup]:
        """The boxes of what was chosen before and is not among those listed on this page."""
        here = {one.service.reference for one in listed}
        others = [one for one in self._before if one not in here]
        if not others:
            return []
        names = dict(for_its_page().filter(reference__in=others).values_list("reference", "name"))
        return [self._box(one, names[one], is_named=True) for one in others if one in names]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What else goes along to the page that compares: the search to come back to, and its day."""
        search = self._query.copy()
        for name in (CHOSEN, "format"):
            search.pop(name, None)
        kept = [("search", search.urlencode()), ("as_at", self._query.get("as_at", ""))]
        return [(name, value) for name, value in kept if value]

    def _box(self, reference: str, name: str, *, is_named: bool = False) -> Markup:
        return _BOX % {
            "reference": reference,
            "name": name,
            "ticked": Markup(" checked") if reference in self._before else "",
            "before": "" if is_named else Markup('<span class="govuk-visually-hidden">Compare </span>'),
            "seen": "" if is_named else "govuk-visually-hidden",
        }
