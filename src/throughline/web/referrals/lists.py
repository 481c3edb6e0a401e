"""The list of referrals: its columns and filters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.urls import reverse

from throughline.core.access import Actor
from throughline.core.sort_keys import sort_key
from throughline.line.models import ListedName, ListedReferral
from throughline.line.queries.listed import lines_for
from throughline.line.states import HOLDS_A_PLACE, WITHDRAWN, ReferralState
from throughline.people.models import Person
from throughline.vocabulary.permissions import Permission
from throughline.web.forms import ChoiceField, FilterForm, TextField
from throughline.web.lists import Column, listing
from throughline.web.lists.table import Table
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Link
from throughline.web.referrals.words import NOT_NAMED, state_tag

EMPTY = {
    "officer": "Referrals you write appear here. Begin one from a person’s page, or from a service.",
    "provider": "Referrals sent to you appear here from the moment an officer sends them.",
    "worker": "Referrals appear here when your manager gives them to you.",
    "prime": "Referrals to the services in your chain appear here from the moment an officer sends them.",
}

IN_OTHER_WAYS = {
    Permission.SUPERVISE,
    Permission.MANAGE_CASES,
    Permission.OWN_PLAN,
    Permission.SEE_CHAIN_REFERRALS,
}
PER_PAGE = 25
EVERY = "every"
"""Asks for the withdrawn as well, which are left out unless somebody asks."""

KNOWS_PEOPLE = {Permission.SEE_OWN_CASES, Permission.SEE_ALL_CASES}


class ReferralFilters(FilterForm):
    """What the list of referrals can be narrowed by."""

    state = ChoiceField(
        label="State",
        choices=[("open", "Open"), *ReferralState.choices, (EVERY, "Every state")],
        menu=True,
        nothing="All but withdrawn",
    )
    service = TextField(label="Service")
    person = TextField(label="Person’s last name")

    def __init__(self, request: PageRequest) -> None:
        super().__init__(request.GET)
        if not _knows_people(request):
            del self.fields["person"]


def referral_list(request: PageRequest, filters: ReferralFilters) -> Table[ListedReferral]:
    """The referrals of whoever looks, narrowed, with the name of each person they may know of."""
    lines = _narrowed(lines_for(request.actor, request.now), filters)
    return listing(
        request,
        _named(lines),
        _columns(request, filters.chosen),
        sort="-sent",
        name="referrals",
        empty=EMPTY[_viewer(request)],
        count=lines.count,
        per_page=PER_PAGE,
    )


def _knows_people(request: PageRequest) -> bool:
    return bool(request.actor.permissions_anywhere & KNOWS_PEOPLE)


def _columns(request: PageRequest, chosen: Mapping[str, str]) -> Sequence[Column[ListedReferral]]:
    """The columns; whoever may know no names is not offered to sort by them."""
    if not _knows_people(request):
        return [replace(one, order=()) if one is PERSON else one for one in COLUMNS]
    return [_sorted_quickly(one, request.actor, chosen) if one is PERSON else one for one in COLUMNS]


def _sorted_quickly(
    person: Column[ListedReferral], actor: Actor, chosen: Mapping[str, str]
) -> Column[ListedReferral]:
    """
    The column of people, saying when a name is there to sort by for whoever sees cases as their provider.

    They know whom a referral is about while it is with the provider, and it is so exactly while it is open.
    Whoever may know names in other ways as well is left with the names they find.
    """
    providers = actor.holds(Permission.SEE_ALL_CASES)
    if not providers or actor.permissions_anywhere & IN_OTHER_WAYS:
        return person
    state = chosen.get("state", "")
    empty = Q(pk__in=()) if state == "open" or state in HOLDS_A_PLACE else Q(is_over=True)
    return replace(person, filled=_names_with(providers, chosen), empty=empty)


def _names_with(providers: Iterable[int], chosen: Mapping[str, str]) -> QuerySet[ListedName]:
    """The names on the lines of open referrals with these providers, narrowed as the lines are."""
    names = ListedName.objects.filter(deliverer__in=sorted(providers), is_with_provider=True)
    if (state := chosen.get("state", "")) and state not in ("open", EVERY):
        names = names.filter(state=state)
    if service := chosen.get("service"):
        names = names.filter(listed__service_key__contains=sort_key(service))
    return names.filter(key__startswith=sort_key(chosen["person"])) if chosen.get("person") else names


def _narrowed(lines: QuerySet[ListedReferral], filters: ReferralFilters) -> QuerySet[ListedReferral]:
    chosen = filters.chosen
    state = chosen.get("state", "")
    if state == "open":
        lines = lines.filter(is_over=False)
    elif not state:
        lines = lines.exclude(state=WITHDRAWN)
    elif state != EVERY:
        lines = lines.filter(state=state)
    if service := chosen.get("service"):
        lines = lines.filter(service_key__contains=sort_key(service))
    if person := chosen.get("person"):
        lines = lines.filter(named__key__startswith=sort_key(person))
    return lines


def _named(lines: QuerySet[ListedReferral]) -> QuerySet[ListedReferral]:
    # Not a join: the row of a person who is no longer in sight would take the referral with it.
    person = Person.objects.filter(pk=OuterRef("person_id"))
    name = Concat("first_names", Value(" "), "last_name")
    return lines.select_related("named").annotate(
        person_name=Subquery(person.annotate(whole_name=name).values("whole_name"))
    )


def _viewer(request: PageRequest) -> str:
    actor = request.actor
    if actor.may(Permission.REFER) or actor.may(Permission.MANAGE_CASES):
        return "officer"
    if actor.may(Permission.SEE_ALL_CASES):
        return "provider"
    return "worker" if actor.may(Permission.DELIVER) else "prime"


def _reference(one: ListedReferral) -> Link:
    return Link(one.reference, reverse("referral", args=[one.reference]))


def _person(one: ListedReferral) -> str:
    name: str | None = one.person_name  # type: ignore[attr-defined]
    return name or NOT_NAMED


PERSON = Column[ListedReferral]("person", "Person", _person, order="named__key", nullable=True)
COLUMNS = (
    Column[ListedReferral]("reference", "Referral", _reference, order="reference"),
    PERSON,
    Column[ListedReferral]("service", "Service", lambda one: one.service_name, order="service_key"),
    Column[ListedReferral]("provider", "Provider", lambda one: one.provider_name, order="provider_key"),
    Column[ListedReferral]("state", "State", lambda one: state_tag(one.state), order="state"),
    Column[ListedReferral]("sent", "Sent", lambda one: one.sent_at, order="came_at"),
    Column[ListedReferral]("worker", "Worker", lambda one: one.worker_name, order="worker_key"),
)
