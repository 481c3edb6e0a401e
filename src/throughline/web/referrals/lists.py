"""The list of referrals: its columns and filters."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.urls import reverse

from throughline.line.models import Referral
from throughline.line.queries.record import referrals_listed_for
from throughline.line.states import OVER, ReferralState
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

KNOWS_PEOPLE = {Permission.SEE_OWN_CASES, Permission.SEE_ALL_CASES}


class ReferralFilters(FilterForm):
    """What the list of referrals can be narrowed by."""

    state = ChoiceField(
        label="State", choices=[("open", "Open"), *ReferralState.choices], menu=True, nothing="Any state"
    )
    service = TextField(label="Service")
    person = TextField(label="Person’s last name")

    def __init__(self, request: PageRequest) -> None:
        super().__init__(request.GET)
        if not request.actor.permissions_anywhere & KNOWS_PEOPLE:
            del self.fields["person"]


def referral_list(request: PageRequest, filters: ReferralFilters) -> Table[Referral]:
    """The referrals of whoever looks, narrowed, with the name of each person they may know of."""
    return listing(
        request,
        _named(_narrowed(referrals_listed_for(request.actor, request.now), filters)),
        COLUMNS,
        sort="-sent",
        name="referrals",
        empty=EMPTY[_viewer(request)],
    )


def _narrowed(referrals: QuerySet[Referral], filters: ReferralFilters) -> QuerySet[Referral]:
    chosen = filters.chosen
    if state := chosen.get("state"):
        referrals = referrals.exclude(state__in=OVER) if state == "open" else referrals.filter(state=state)
    if service := chosen.get("service"):
        referrals = referrals.filter(service__name__icontains=service)
    if person := chosen.get("person"):
        referrals = referrals.filter(person__last_name__istartswith=person)
    return referrals


def _named(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    # Not a join: the row of a person who is no longer in sight would take the referral with it.
    person = Person.objects.filter(pk=OuterRef("person_id"))
    name = Concat("first_names", Value(" "), "last_name")
    return referrals.annotate(person_name=Subquery(person.annotate(whole_name=name).values("whole_name")))


def _viewer(request: PageRequest) -> str:
    actor = request.actor
    if actor.may(Permission.REFER) or actor.may(Permission.MANAGE_CASES):
        return "officer"
    if actor.may(Permission.SEE_ALL_CASES):
        return "provider"
    return "worker" if actor.may(Permission.DELIVER) else "prime"


def _reference(one: Referral) -> Link:
    return Link(one.reference, reverse("referral", args=[one.reference]))


def _person(one: Referral) -> str:
    name: str | None = one.person_name  # type: ignore[attr-defined]
    return name or NOT_NAMED


COLUMNS = (
    Column[Referral]("reference", "Referral", _reference),
    Column[Referral]("person", "Person", _person),
    Column[Referral]("service", "Service", lambda one: one.service.name, order="service__name"),
    Column[Referral]("provider", "Provider", lambda one: one.deliverer.name, order="deliverer__name"),
    Column[Referral]("state", "State", lambda one: state_tag(one.state), order="state"),
    Column[Referral]("sent", "Sent", lambda one: one.sent_at, order="sent_at", nullable=True),
    Column[Referral]("worker", "Worker", lambda one: one.worker.full_name if one.worker else None),
)
