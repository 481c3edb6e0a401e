"""Where each kind of user can go: at most six places, of which only those that exist are shown."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from throughline.core.access import Actor
from throughline.core.access.permissions import Role, roles

PLACES: dict[str, tuple[tuple[str, str], ...]] = {
    "officer": (
        ("Home", "officer_home"),
        ("My people", "officer_people"),
        ("Find a service", "public_services"),
        ("Referrals", "referrals"),
        ("Days and plans", "officer_days"),
    ),
    "senior": (
        ("Home", "senior_home"),
        ("People", "senior_people"),
        ("Limited access", "senior_limited"),
        ("Referrals", "referrals"),
        ("Team", "team"),
    ),
    "court": (
        ("Home", "court_home"),
        ("Brochures", "court_brochures"),
        ("Services", "public_services"),
    ),
    "worker": (
        ("Today", "worker_home"),
        ("New referrals", "worker_referrals"),
        ("My people", "worker_people"),
        ("Registers", "worker_registers"),
    ),
    "provider": (
        ("Home", "provider_home"),
        ("Referrals", "referrals"),
        ("Services", "kept_services"),
        ("Agreements", "provider_agreements"),
        ("Money", "provider_money"),
        ("Team", "team"),
    ),
    "prime": (
        ("Home", "prime_home"),
        ("Chain", "prime_chain"),
        ("Services and rate card", "prime_services"),
        ("Agreements", "prime_agreements"),
        ("Money", "prime_money"),
        ("Quality", "prime_quality"),
    ),
    "commissioner": (
        ("Home", "commissioner_home"),
        ("Needs", "commissioner_needs"),
        ("Services and prices", "public_services"),
        ("Budget", "commissioner_budget"),
        ("Intentions", "commissioner_intentions"),
    ),
    "contract": (
        ("Home", "contract_home"),
        ("Changes", "contract_changes"),
        ("Landscape", "contract_landscape"),
        ("Reconciliation", "contract_reconciliation"),
        ("Service levels", "contract_service_levels"),
    ),
    "board": (
        ("Home", "board_home"),
        ("Changes", "changes"),
    ),
    "inspector": (
        ("Home", "inspector_home"),
        ("Samples", "inspector_samples"),
        ("Cases", "inspector_cases"),
        ("Landscape", "inspector_landscape"),
    ),
    "person": (
        ("My plan", "person_home"),
        ("My appointments", "person_appointments"),
        ("My days", "person_days"),
        ("How it is going", "person_survey"),
    ),
    "public": (
        ("Services", "public_services"),
        ("Supply chain", "public_chain"),
        ("Open data", "public_open_data"),
        ("Words used", "public_words"),
    ),
}
"""Area of the site to its places, each a text and the name of a route; the first is the area's home."""

AT_THE_FOOT = (
    ("Open data", "public_open_data"),
    ("Accessibility", "public_accessibility"),
    ("Words used", "public_words"),
    ("Privacy", "public_privacy"),
)


@dataclass(frozen=True)
class Place:
    """One link of the navigation. `current` is this page itself, `active` a page below the place."""

    text: str
    href: str
    current: bool = False
    active: bool = False


def places_for(request: HttpRequest, actor: Actor) -> list[Place]:
    """The places of the area this page belongs to, if the actor works there; else of their first role."""
    return _existing(PLACES[area_of(request, actor)], request.path)


def places_at_the_foot(request: HttpRequest) -> list[Place]:
    """The links at the foot of every page."""
    return _existing(AT_THE_FOOT, request.path)


def other_areas(request: HttpRequest, actor: Actor) -> list[Place]:
    """Homes of the actor's further roles, for somebody who holds several."""
    here = area_of(request, actor)
    further = [(role.name, PLACES[role.home][0][1]) for role in _roles_of(actor) if role.home != here]
    return _existing(tuple(dict.fromkeys(further)), request.path)


def area_of(request: HttpRequest, actor: Actor) -> str:
    """The area whose navigation this page shows."""
    homes = [role.home for role in _roles_of(actor)]
    match = request.resolver_match
    if match is not None:
        area = match.func.__module__.removeprefix("throughline.web.").partition(".")[0]
        if area in homes:
            return area
    return homes[0] if homes else "public"


def home_of(actor: Actor) -> str | None:
    """The address of the home of the actor's first role whose home exists; None when none does."""
    for role in _roles_of(actor):
        if address := address_of(PLACES[role.home][0][1]):
            return address
    return None


def address_of(name: str, **parts: str) -> str | None:
    """The address of the route called `name` with its `parts`, or None where there is no such page here."""
    try:
        return reverse(name, kwargs=parts)
    except NoReverseMatch:
        return None


def _roles_of(actor: Actor) -> list[Role]:
    held = set(actor.role_names)
    return [role for role in roles().values() if role.code in held]


def _existing(wanted: tuple[tuple[str, str], ...], path: str) -> list[Place]:
    found = []
    for text, name in wanted:
        if href := address_of(name):
            below = href.rstrip("/") + "/"
            is_home = name.endswith("_home")
            found.append(
                Place(text, href, current=path == href, active=not is_home and path.startswith(below))
            )
    return found
