"""What surrounds every page: who is signed in, where they can go, what there is to tell them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest

from throughline.core.access import Actor
from throughline.core.models import Organisation
from throughline.web.navigation import Place, address_of, other_areas, places_at_the_foot, places_for

if TYPE_CHECKING:
    from throughline.core.models import User


@dataclass(frozen=True)
class Notice:
    """Something to tell the person at the top of the next page. `done` is shown in green."""

    text: str
    done: bool


@dataclass(frozen=True)
class Shell:
    """The surroundings of a page. The plain one needs neither a person nor a database."""

    nonce: str = ""
    path: str = "/"
    demonstration: bool = False
    person: str = ""
    organisations: str = ""
    places: list[Place] = field(default_factory=list)
    other_areas: list[Place] = field(default_factory=list)
    team: str | None = None
    noticeboard: str | None = None
    foot: list[Place] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    demonstration_people: str | None = None
    offers_sign_in: bool = False

    @property
    def navigation(self) -> list[dict[str, object]]:
        """The places as the service navigation takes them."""
        return [
            {"text": place.text, "href": place.href, "current": place.current, "active": place.active}
            for place in self.places
        ]


def page_shell(request: HttpRequest) -> dict[str, object]:
    """Give every page its surroundings, as `shell`."""
    return {"shell": shell_of(request)}


def plain_shell(request: HttpRequest) -> Shell:
    """The surroundings of a page that must work when nothing else does."""
    return Shell(
        nonce=str(getattr(request, "csp_nonce", "")), path=request.path, demonstration=settings.DEMONSTRATION
    )


def shell_of(request: HttpRequest) -> Shell:
    """The surroundings of a page for whoever asked for it."""
    actor: Actor = getattr(request, "actor", Actor())
    user: User | None = actor.user
    places = places_for(request, actor)
    return Shell(
        # The nonce is made when it is first used as text; before that it is empty.
        nonce=str(getattr(request, "csp_nonce", "")),
        path=request.path,
        demonstration=settings.DEMONSTRATION,
        person=user.full_name if user else "",
        organisations=_organisations(actor) if user else "",
        places=places,
        other_areas=other_areas(request, actor),
        team=_team(actor, places),
        noticeboard=address_of("noticeboard") if actor.may("see_noticeboard") else None,
        foot=places_at_the_foot(request),
        notices=[
            Notice(str(message), done=message.level == messages.SUCCESS)
            for message in messages.get_messages(request)
        ],
        demonstration_people=address_of("demonstration_people") if settings.DEMONSTRATION else None,
        offers_sign_in=user is None and request.path != address_of("account_login"),
    )


def _organisations(actor: Actor) -> str:
    """The first organisation by name, and how many more, so that the line stays one line."""
    ids = frozenset().union(*actor.held.values()) if actor.held else frozenset()
    names = (
        list(Organisation.objects.filter(pk__in=ids).order_by("name").values_list("name", flat=True))
        if ids
        else []
    )
    if len(names) > 1:
        return f"{names[0]} and {len(names) - 1} more"
    return "".join(names)


def _team(actor: Actor, places: list[Place]) -> str | None:
    """Where to manage accounts, for whoever may and has no such place in their navigation."""
    address = address_of("team") if actor.may("manage_accounts") else None
    return None if address in {place.href for place in places} else address
