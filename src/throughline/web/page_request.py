"""The request as a page sees it."""

from datetime import date, datetime
from typing import cast

from django.http import HttpRequest

from throughline.core.access import Actor
from throughline.core.models import User
from throughline.core.time import london_day


class PageRequest(HttpRequest):
    """
    A request after the middleware: `now` (the one reading of the clock), `actor`, and who is signed in.

    For annotations only; nothing makes one.
    """

    now: datetime
    actor: Actor
    user: User


def today(request: HttpRequest) -> date:
    """The calendar day in London at which this request was made."""
    return london_day(cast(PageRequest, request).now)
