"""A queue, its rule and departures from it, in the words and links of their pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from throughline.core.access import Actor
from throughline.core.time import london_day
from throughline.line.models import QueueOverride, Referral
from throughline.line.queries.queue import Place, QueueRule
from throughline.line.queries.queue_report import TakenFrom, buyers_are_named
from throughline.line.states import ReferralState
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.queues import QueueCriterion, Turn
from throughline.web import words
from throughline.web.lists import Column
from throughline.web.pieces import Fact, Link, Shown, Tag

TURN_COLOURS = {Turn.FIRST: "orange", Turn.LAST: "grey", Turn.OUT_OF_TURN: "orange", Turn.BACK: ""}


def rule_in_words(rule: QueueRule) -> str:
    """Who goes before whom, in a sentence."""
    if not rule.criteria:
        return "By the date on which they were sent, the earliest first."
    parts = [str(one.label)[:1].lower() + str(one.label)[1:] for one in rule.criteria]
    return f"First {', then '.join(parts)}; then by the date on which they were sent, whoever buys."


def why_there(one: Place) -> list[Shown]:
    """Why a referral has its place."""
    said: list[Shown] = []
    if one.placed:
        said.append(Tag(str(one.placed.label), TURN_COLOURS[one.placed]))
    said += [str(QueueCriterion(each).label) for each in one.met]
    return said or ["By date"]


def place_columns(on: date) -> tuple[Column[Place], ...]:
    """The columns of a queue."""
    return (
        Column("number", "Place", lambda one: one.number, numeric=True),
        Column(
            "person",
            "Who",
            lambda one: Link(one.referral.person.name, reverse("referral", args=[one.referral.reference])),
            download=lambda one: one.referral.reference,
        ),
        Column("why", "Why there", why_there),
        Column("sent", "Sent", lambda one: words.day(_sent(one.referral))),
        Column("waited", "Waiting", lambda one: words.plural((on - _sent(one.referral)).days, "day")),
        Column("state", "State", lambda one: ReferralState(one.referral.state).label),
        Column(
            "turn",
            "Turn",
            lambda one: Link(
                "Change the turn",
                reverse("referral_turn", args=[one.referral.reference]),
                f"of {one.referral.person.name}",
            ),
            download=lambda one: one.placed.label if one.placed else "",
        ),
    )


def queue_facts(referral: Referral, before: Sequence[Referral]) -> list[Fact]:
    """Who goes before a referral that is to be given to a worker."""
    if not before:
        return []
    shown: list[Shown] = [
        Link(one.person.name, reverse("referral", args=[one.reference])) for one in before[:5]
    ]
    if len(before) > 5:
        shown.append(f"and {len(before) - 5} more")
    shown.append(Link("The whole queue", reverse("queue_of_service", args=[referral.service.reference])))
    return [Fact("Before this person in the queue", shown)]


def departure_columns(actor: Actor) -> tuple[Column[QueueOverride], ...]:
    """The columns of departures from the order, with the names of other buyers where they may be read."""
    ours = actor.holds(Permission.SEE_QUEUES)

    def moved_for(one: QueueOverride) -> str:
        is_named = buyers_are_named(actor, one) or one.moved_for_id in ours
        return one.moved_for.name if is_named else "Another buyer"

    def passed(one: QueueOverride) -> list[Shown]:
        own = sum(buyer in ours for buyer in one.passed_over)
        return [one.passed, f"{own} of yours"] if own else [one.passed]

    return (
        Column("made", "When", lambda one: one.made_at, order="made_at"),
        Column("service", "Service", lambda one: one.service.name, order="service__name"),
        Column("referral", "Referral", lambda one: one.referral_reference),
        Column(
            "turn", "What was done", lambda one: Tag(str(Turn(one.turn).label), TURN_COLOURS[Turn(one.turn)])
        ),
        Column("for", "For whose referral", moved_for),
        Column("passed", "Passed over", passed, order="passed", download=lambda one: one.passed),
        Column("why", "Why", lambda one: one.why),
        Column("by", "By", lambda one: [one.made_by.full_name, one.deliverer.name]),
    )


REPORT = (
    Column[TakenFrom](
        "service",
        "Service",
        lambda one: [
            Link(one.service, reverse("public_service", args=[one.service_reference])),
            one.deliverer,
        ],
        order=("service", "buyer"),
        download=lambda one: one.service,
    ),
    Column[TakenFrom]("buyer", "Buyer", lambda one: one.buyer, order="buyer"),
    Column[TakenFrom]("waiting", "Waiting now", lambda one: one.waiting, order="waiting", numeric=True),
    Column[TakenFrom]("taken", "Taken", lambda one: one.taken, order="taken", numeric=True),
    Column[TakenFrom](
        "days",
        "After days",
        lambda one: one.average_days,
        order="average_days",
        nullable=True,
        numeric=True,
    ),
    Column[TakenFrom](
        "ahead",
        "Put ahead",
        lambda one: _departures(one.ahead, "put ahead"),
        order="ahead",
        numeric=True,
        download=lambda one: one.ahead,
    ),
    Column[TakenFrom](
        "passed_over",
        "Passed over",
        lambda one: _departures(one.passed_over, "passed over"),
        order="passed_over",
        numeric=True,
        download=lambda one: one.passed_over,
    ),
)


def _departures(number: int, more: str) -> Shown:
    """A number of departures, leading to them."""
    return Link(f"{number:,}", reverse("queue_departures"), more) if number else 0


def _sent(referral: Referral) -> date:
    assert referral.sent_at is not None
    return london_day(referral.sent_at)
