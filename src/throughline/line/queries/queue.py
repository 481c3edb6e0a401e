"""The queue for a service as its provider takes it, and by what rule (S75)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, QuerySet, Subquery

from throughline.core.access.actor import Actor
from throughline.line.models import QueueOverride, Referral
from throughline.line.queries.referrals import referrals_delivered_by
from throughline.line.rules.queue import InQueue, ahead_of, in_order
from throughline.line.states import ACCEPTED, QUERIED, SENT
from throughline.supply.models import Service
from throughline.supply.queries.rules import rule_in_force
from throughline.vocabulary.queues import QueueCriterion, Turn
from throughline.vocabulary.risks import RiskLevel

WAITS = (SENT, QUERIED, ACCEPTED)
"""States in which a referral stands in the queue: sent, and given to nobody yet."""

HIGH = frozenset({RiskLevel.HIGH, RiskLevel.VERY_HIGH})
STANDING = (Turn.FIRST, Turn.LAST, Turn.BACK)


@dataclass(frozen=True)
class QueueRule:
    """The rule by which those who wait in a scheme are ordered; `is_set` says that the scheme has one."""

    criteria: tuple[QueueCriterion, ...]
    is_set: bool


@dataclass(frozen=True)
class Place:
    """One referral in the queue: its place, counted from 1, which criteria speak for it, and any override."""

    number: int
    referral: Referral
    met: tuple[QueueCriterion, ...]
    placed: Turn | None


def queue_rule(scheme_id: int, *, on: date) -> QueueRule:
    """The rule of a scheme in force on a day; by date alone where it has none."""
    value = rule_in_force(scheme_id, "queue_priority", on=on)
    return QueueRule(tuple(QueueCriterion(one) for one in value or ()), value is not None)


def services_with_a_queue(actor: Actor) -> list[tuple[Service, int]]:
    """The services for which somebody waits at the organisations whose cases `actor` sees, and how many."""
    waiting = (
        referrals_delivered_by(actor)
        .filter(state__in=WAITS)
        .values("service")
        .annotate(number=Count("pk"))
        .order_by()
    )
    numbers = {one["service"]: one["number"] for one in waiting}
    services = Service.objects.filter(pk__in=numbers).select_related("deliverer").order_by("name", "pk")
    return [(one, numbers[one.pk]) for one in services]


def queue_of(service: Service, actor: Actor, *, on: date) -> list[Place]:
    """The queue for a service in order, for whoever sees its provider's every case (two queries)."""
    referrals = {
        one.pk: one
        for one in with_turns(referrals_delivered_by(actor).filter(service=service, state__in=WAITS))
    }
    rule = queue_rule(service.scheme_id, on=on)
    ordered = in_order([waiting_as(one) for one in referrals.values()], rule.criteria, on=on)
    return [
        Place(
            number,
            referrals[one.referral],
            tuple(each for each in rule.criteria if one.meets(each, on)),
            one.placed,
        )
        for number, one in enumerate(ordered, start=1)
    ]


def before_in_turn(referral: Referral, actor: Actor, *, on: date) -> list[Referral]:
    """
    The accepted referrals whose turn comes before this one's, for whoever sees its provider's every case.

    None where the scheme has no rule, or the referral does not wait for a worker.
    """
    rule = queue_rule(referral.service.scheme_id, on=on)
    if not rule.is_set or referral.state != ACCEPTED:
        return []
    accepted = referrals_delivered_by(actor).filter(service=referral.service_id, state=ACCEPTED)
    waiting = {one.pk: one for one in with_turns(accepted)}
    before = ahead_of(referral.pk, [waiting_as(one) for one in waiting.values()], rule.criteria, on=on)
    return [waiting[one.referral] for one in before]


def with_turns(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    """Referrals with what the rule asks of them, and the override that stands (`turn`)."""
    standing = QueueOverride.objects.filter(referral=OuterRef("pk"), turn__in=STANDING)
    latest = standing.order_by("-made_at", "-pk").values("turn")[:1]
    return referrals.select_related("person", "requirement__sentence", "supervisor").annotate(
        turn=Subquery(latest)
    )


def waiting_as(one: Referral) -> InQueue:
    """A referral of `with_turns` as the rule takes it."""
    assert one.sent_at is not None
    turn = one.turn  # type: ignore[attr-defined]
    level = one.person.risk_level
    return InQueue(
        referral=one.pk,
        sent_at=one.sent_at,
        high_risk=None if level == RiskLevel.UNKNOWN else level in HIGH,
        last_day=one.requirement.sentence.during.last_day,
        placed=Turn(turn) if turn in (Turn.FIRST, Turn.LAST) else None,
    )


def who_waits(service_id: int, states: Iterable[str] = WAITS) -> Sequence[Referral]:
    """Everybody who waits for a service, whoever asks: for what follows from a turn, as the system."""
    return list(with_turns(Referral.objects.filter(service=service_id, state__in=list(states))))
