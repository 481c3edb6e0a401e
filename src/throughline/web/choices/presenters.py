"""Choices that wait, and what officers choose alone, in words."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from throughline.core.time import london_day
from throughline.money.models import ChoiceApproval, ChoiceLimit
from throughline.money.states import ChoiceState
from throughline.vocabulary.choices import ChoiceReason
from throughline.vocabulary.risks import RiskLevel
from throughline.web import words
from throughline.web.lists import Column
from throughline.web.pieces import Fact, Happened, Link, Shown, Tag, Waiting

_COLOURS = {
    ChoiceState.WAITING: "yellow",
    ChoiceState.ALLOWED: "green",
    ChoiceState.REFUSED: "red",
    ChoiceState.WITHDRAWN: "grey",
}
_DID = {"allow": "Allowed", "refuse": "Refused", "withdraw": "Withdrawn"}


def state_of(approval: ChoiceApproval) -> Tag:
    """Where it stands."""
    state = ChoiceState(approval.state)
    return Tag(str(state.label), _COLOURS[state])


def reasons_in_words(reasons: list[str]) -> list[Shown]:
    """Why it waits."""
    return [str(ChoiceReason(one).label) for one in reasons]


COLUMNS = (
    Column[ChoiceApproval](
        "reference",
        "Choice",
        lambda one: Link(one.reference, reverse("choice", args=[one.reference])),
        download=lambda one: one.reference,
        order="reference",
    ),
    Column[ChoiceApproval]("service", "Service", lambda one: one.service.name, order="service__name"),
    Column[ChoiceApproval]("why", "Why it waits", lambda one: reasons_in_words(one.reasons)),
    Column[ChoiceApproval](
        "expected", "Expected cost", lambda one: one.expected, order="expected", nullable=True
    ),
    Column[ChoiceApproval]("asked", "Asked", lambda one: one.asked_at, order="asked_at"),
    Column[ChoiceApproval]("due", "Answer by", lambda one: one.due_on, order="due_on", nullable=True),
    Column[ChoiceApproval](
        "state", "State", state_of, order="state", download=lambda one: state_of(one).text
    ),
)


def choice_waits(approval: ChoiceApproval, on: date) -> Waiting:
    """A choice as something that waits on the budget holder."""
    cost = words.money(approval.expected) if approval.expected is not None else "no charge by use"
    return Waiting(
        Link(
            f"Allow or refuse a choice: {approval.service.name}", reverse("choice", args=[approval.reference])
        ),
        on,
        f"{cost}, for {words.plural(approval.sessions, 'session')}",
        london_day(approval.asked_at),
        approval.due_on,
    )


def facts_of(approval: ChoiceApproval) -> list[Fact]:
    """What the approver decides on; the person is nowhere in it."""
    service = approval.service
    return [
        Fact("Service", Link(service.name, reverse("public_service", args=[service.reference]))),
        Fact("Given by", service.deliverer.name),
        Fact("Why it waits", reasons_in_words(approval.reasons)),
        Fact("Expected cost", approval.expected if approval.expected is not None else "Not charged by use"),
        Fact("Planned sessions", approval.sessions),
        Fact("Why this service", approval.case),
        Fact("Referral", approval.referral_reference),
        Fact("Asked by", f"{approval.asked_by.full_name}, {words.moment(approval.asked_at)}"),
        Fact("Answer by", approval.due_on or "No day is set"),
    ]


def history_of(approval: ChoiceApproval) -> list[Happened]:
    """What became of it."""
    return [
        Happened(_DID[one.name], one.happened_at, one.by.full_name if one.by else "", one.reason)
        for one in approval.moves.select_related("by")
    ]


def limit_in_words(limit: ChoiceLimit) -> list[Shown]:
    """What waits for approval under a limit."""
    said: list[Shown] = []
    if limit.most_cost is not None:
        said.append(f"More than {words.money(limit.most_cost)} for one referral")
    if limit.risk_levels:
        levels = [str(RiskLevel(one).label).lower() for one in limit.risk_levels]
        said.append(f"Every choice for somebody whose risk of serious harm is {words.and_list(levels, 'or')}")
    if limit.beyond_budget:
        said.append("What goes beyond what is left of the budget")
    return said or ["Nothing: officers choose alone"]


LIMITS = (
    Column[ChoiceLimit](
        "whose", "Officers of", lambda one: one.organisation.name, order="organisation__name"
    ),
    Column[ChoiceLimit]("what", "What waits for approval", limit_in_words),
    Column[ChoiceLimit]("from", "From", lambda one: one.during.from_, order="during"),
    Column[ChoiceLimit]("to", "To", lambda one: one.during.last_day),
    Column[ChoiceLimit]("by", "Set by", lambda one: one.set_by.full_name),
)
