"""What the page of one transfer says: what will happen, or what happened, and what was left out (S223)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property

from django.urls import reverse

from throughline.core.access.actor import Actor
from throughline.core.models import User
from throughline.core.time import london_day
from throughline.line.queries.transfers import (
    Told,
    appointments_along,
    referrals_along,
    told_at_providers,
)
from throughline.people.actions.carrying_transfers import AT_ONCE
from throughline.people.models import Transfer, TransferLine
from throughline.people.queries.transfers import lines_of
from throughline.people.states import TransferState
from throughline.vocabulary.permissions import Permission
from throughline.web import words
from throughline.web.pieces import Fact, Figure, Happened, Link, Tag

COLOURS = {
    TransferState.DRAFT: "grey",
    TransferState.PLANNED: "blue",
    TransferState.DONE: "green",
    TransferState.REVERSED: "orange",
    TransferState.DROPPED: "grey",
}
HAPPENED = {
    "confirm": "Confirmed",
    "carry out": "Carried out",
    "reverse": "Reversed",
    "drop": "Dropped",
}


def state_tag(transfer: Transfer) -> Tag:
    """Where a transfer stands."""
    return Tag(str(transfer.get_state_display()), COLOURS[TransferState(transfer.state)])


def outcome(line: TransferLine) -> str:
    """What becomes, or became, of one case."""
    if line.left_out:
        return f"Left out: {line.left_out}"
    if line.returned_at is not None:
        return f"Went back on {words.day(london_day(line.returned_at))}"
    if line.stayed:
        return f"Stayed: {line.stayed}"
    return "Went" if line.moved_at is not None else "Goes"


class TransferPage:
    """One transfer as those who manage its cases read it."""

    def __init__(self, transfer: Transfer, actor: Actor, at: datetime) -> None:
        self.transfer = transfer
        self.actor = actor
        self.at = at
        self.lines = lines_of(transfer, actor)
        self.going = self.lines.filter(left_out="")
        self.number = self.going.count()

    @property
    def state(self) -> Tag:
        """Where it stands."""
        return state_tag(self.transfer)

    @property
    def is_draft(self) -> bool:
        """Whether it can be confirmed by whoever asks."""
        return self.transfer.state == TransferState.DRAFT and self._is_of_theirs

    @property
    def is_waiting(self) -> bool:
        """Whether its day has come and a job is carrying it out."""
        return self.transfer.state == TransferState.PLANNED and self.transfer.on_day <= london_day(self.at)

    @property
    def buttons(self) -> Sequence[Link]:
        """What else can be done with it."""
        called = self.transfer.reference
        if self.transfer.state in (TransferState.DRAFT, TransferState.PLANNED) and self._is_of_theirs:
            return [Link("Drop this transfer", reverse("senior_transfer_drop", args=[called]))]
        if self.transfer.state == TransferState.DONE:
            return [Link("Reverse this transfer", reverse("senior_transfer_reverse", args=[called]))]
        return []

    @property
    def _is_of_theirs(self) -> bool:
        return self.actor.may(Permission.MANAGE_CASES, within=self.transfer.from_organisation_id)

    @property
    def says(self) -> str:
        """In a sentence, what will happen."""
        is_today = self.transfer.on_day <= london_day(self.at)
        day = "today, as soon as you confirm" if is_today else f"on {words.day(self.transfer.on_day)}"
        return (
            f"{words.plural(self.number, 'person', 'people')} will go to the officers below {day}. "
            "Whoever is responsible now sees them no longer, and whoever works with them is told."
        )

    @property
    def is_long(self) -> bool:
        """Whether it is carried out by a job."""
        return self.number > AT_ONCE

    @property
    def facts(self) -> list[Fact]:
        """What was asked for."""
        one = self.transfer
        officers = [user.full_name for user in self._officers]
        return [
            Fact("Which cases", one.chosen_by),
            Fact("From", one.from_organisation.name),
            Fact("To", [f"{name}, {one.to_organisation.name}" for name in officers]),
            Fact("Takes effect", one.on_day),
            Fact("Why", one.why),
        ]

    @property
    def figures(self) -> list[Figure]:
        """How many people, referrals and appointments, who is told, and what is left out; each opens."""
        called = self.transfer.reference
        whole = reverse("senior_transfer_cases", args=[called])
        left = self.lines.exclude(left_out="").count()
        found = [
            _counted(self.number, *self._going_or_gone, whole + "?which=going"),
            Figure(left, "left out, with why", whole + "?which=left"),
        ]
        if self.transfer.state in (TransferState.DRAFT, TransferState.PLANNED):
            along = referrals_along(self.going).count()
            booked = appointments_along(self.going, self.at).count()
            referrals = reverse("senior_transfer_referrals", args=[called])
            meetings = reverse("senior_transfer_appointments", args=[called])
            told = reverse("senior_transfer_told", args=[called])
            found += [
                _counted(along, "open referral goes along", "open referrals go along", referrals),
                _counted(booked, "appointment stays as booked", "appointments stay as booked", meetings),
                _counted(len(self.told), "person told", "people told", told),
            ]
        if self.transfer.state == TransferState.REVERSED:
            stayed = self.lines.exclude(stayed="").count()
            found.append(Figure(stayed, "did not go back, with why", whole + "?which=stayed"))
        return found

    @property
    def _going_or_gone(self) -> tuple[str, str]:
        is_over = self.transfer.state in (TransferState.DONE, TransferState.REVERSED)
        return ("person went", "people went") if is_over else ("person goes", "people go")

    @cached_property
    def _officers(self) -> list[User]:
        return list(User.objects.filter(pk__in=self.transfer.officers).order_by("full_name", "pk"))

    @cached_property
    def told(self) -> list[Told]:
        """Who is told: the officers who take cases over, and whoever works with the people at providers."""
        taking = set(self.going.values_list("to_officer", flat=True))
        officers = [Told(one.full_name, "Takes cases over") for one in self._officers if one.pk in taking]
        working = told_at_providers(self.going, self.at)
        return officers + [Told(one.full_name, "Works with them at a provider") for one in working]

    @property
    def history(self) -> list[Happened]:
        """Who planned it and every move, the latest first."""
        one = self.transfer
        moves = one.moves.select_related("by").order_by("-happened_at", "-pk")
        return [
            *(
                Happened(
                    HAPPENED[move.name], move.happened_at, move.by.full_name if move.by else "", move.reason
                )
                for move in moves
            ),
            Happened("Planned", one.asked_at, one.asked_by.full_name, ""),
        ]


def _counted(number: int, one: str, many: str, href: str = "") -> Figure:
    return Figure(number, one if number == 1 else many, href)
