"""The day a page is asked for: in the address, today unless it says otherwise (D2)."""

from datetime import date

from django.http import Http404, HttpRequest

from throughline.web.page_request import today


def as_at_date(request: HttpRequest) -> date:
    """
    The day in `?as_at=2019-05-03`; today in London when the address names none.

    :raises Http404: what the address names is not a day
    """
    written = request.GET.get("as_at", "")
    if not written:
        return today(request)
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Http404("the address does not name a day") from None
