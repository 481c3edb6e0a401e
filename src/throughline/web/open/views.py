"""Pages of open data: the list of what is published, and one return."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from throughline.core.time import Quarter
from throughline.open_data.codes import LISTS
from throughline.open_data.models import Publication
from throughline.open_data.queries.publications import editions_of, everything_published
from throughline.open_data.queries.published_return import published_return
from throughline.vocabulary.needs import Need
from throughline.web.guards import public_page
from throughline.web.lists import listing
from throughline.web.open.presenters import LINE_COLUMNS, ReturnPage, published_rows


@public_page
def open_data(request: HttpRequest) -> HttpResponse:
    """What is published, by quarter, and under which terms."""
    return render(request, "open/index.html", {"published": published_rows(everything_published())})


@public_page
def codes(request: HttpRequest) -> HttpResponse:
    """The codes in which entries of the directory are written: eligibility, needs, people, kinds of work."""
    return render(request, "open/codes.html", {"lists": LISTS, "needs": dict(Need.choices)})


@public_page
def supply_chain_return(request: HttpRequest, scheme: str, quarter: Quarter) -> HttpResponse:
    """One scheme's return for one quarter, as it was published; `?edition=1` shows an earlier one."""
    asked = request.GET.get("edition", "")
    if asked and not (asked.isascii() and asked.isdecimal() and len(asked) < 5):
        raise Http404("the address does not name an edition")
    found = published_return(scheme, quarter, int(asked) if asked else None)
    if found is None:
        raise Http404("there is no such edition")
    table = listing(
        request,
        found.lines,
        LINE_COLUMNS,
        sort="",
        name="supply-chain-return",
        title="Agreements of the supply chain",
        empty="Agreements with money or work in the quarter appear here.",
        noun=("agreement", "agreements"),
        downloads=False,
    )
    page = ReturnPage(found, editions_of(Publication.Kind.RETURN, scheme, quarter))
    return render(request, "open/return.html", {"page": page, "table": table})
