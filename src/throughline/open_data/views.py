"""What is published, for machines: the latest edition, or the one that is asked for."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from throughline.core.time import NotAFinancialYear, NotAQuarter
from throughline.open_data.codes import codes_as_csv, codes_as_json
from throughline.open_data.conditional import not_published, open_to_all, published
from throughline.open_data.models import Publication
from throughline.open_data.queries.publications import edition_of
from throughline.open_data.rules import years
from throughline.open_data.rules.quarters import from_address

View = Callable[[HttpRequest, str, str], HttpResponse]


def _edition(kind: Publication.Kind, ending: str) -> View:
    @require_safe
    def view(request: HttpRequest, scheme: str, quarter: str) -> HttpResponse:
        asked = request.GET.get("edition", "")
        try:
            edition = edition_of(kind, scheme, from_address(quarter), _number(asked))
        except NotAQuarter as refusal:
            return not_published(str(refusal))
        except ValueError:
            return not_published("Write an edition as a number, like 1.")
        if edition is None:
            which = f"edition {asked} of " if asked else ""
            return not_published(f"There is no {which}{kind.label} for this scheme and quarter.")
        return published(request, edition, f"{kind.value.replace('_', '-')}-{scheme}-{quarter}{ending}")

    return view


def _intentions(kind: Publication.Kind, ending: str) -> Callable[[HttpRequest, str, str, str], HttpResponse]:
    @require_safe
    def view(request: HttpRequest, scheme: str, year: str, body: str) -> HttpResponse:
        asked = request.GET.get("edition", "")
        try:
            edition = edition_of(kind, scheme, years.from_address(year), _number(asked), of=body)
        except NotAFinancialYear as refusal:
            return not_published(str(refusal))
        except ValueError:
            return not_published("Write an edition as a number, like 1.")
        if edition is None:
            which = f"edition {asked} of " if asked else ""
            return not_published(f"There is no {which}{kind.label} of this body for this scheme and year.")
        return published(request, edition, f"intentions-{scheme}-{body}-{year}{ending}")

    return view


@require_safe
def codes_json(request: HttpRequest) -> HttpResponse:
    """The lists of codes of the directory, as taxonomies (S65, S243)."""
    return _codes(codes_as_json(), "application/json", "codes.json")


@require_safe
def codes_csv(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    return _codes(codes_as_csv(), "text/csv; charset=utf-8", "codes.csv")


def _codes(content: str, content_type: str, file_name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'inline; filename="{file_name}"'
    answer["Cache-Control"] = "public, max-age=3600"
    return open_to_all(answer)


def _number(asked: str) -> int | None:
    if asked and not (asked.isascii() and asked.isdecimal() and len(asked) < 5):
        raise ValueError(asked)
    return int(asked) if asked else None


supply_chain_return = _edition(Publication.Kind.RETURN, ".csv")
return_metadata = _edition(Publication.Kind.RETURN_METADATA, ".json")
releases = _edition(Publication.Kind.OCDS, ".json")
intentions_json = _intentions(Publication.Kind.INTENTIONS, ".json")
intentions_csv = _intentions(Publication.Kind.INTENTIONS_CSV, ".csv")
