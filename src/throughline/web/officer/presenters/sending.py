"""What leaves with a referral, and who will read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from django.urls import reverse

from throughline.core.access import Actor
from throughline.line.models import Referral
from throughline.line.queries.details import practical_needs_of
from throughline.line.queries.gate import Gate
from throughline.line.queries.referring import CostAhead, cost_ahead
from throughline.line.rules.conflicts import Conflict
from throughline.line.rules.gate import Settled
from throughline.money.queries.choices import Choice, choice_of, is_approved, standing_approval
from throughline.money.states import ChoiceState
from throughline.people.models import PracticalNeeds, RiskFlag
from throughline.supply.queries.price_visibility import sees_rate_card
from throughline.vocabulary.involved import in_a_sentence
from throughline.vocabulary.routes import BY_WHAT_IS_PLANNED, PriceUnit
from throughline.web import words
from throughline.web.choices.presenters import reasons_in_words, state_of
from throughline.web.pieces import Fact, Link
from throughline.web.referrals.receiving import facts_to_tell
from throughline.web.referrals.risks import conflict_in_words
from throughline.web.referrals.wanted import practical_facts, wanted_facts
from throughline.web.referrals.whereabouts import gate_facts


class SendingPage:
    """The last look at a draft before it is sent."""

    def __init__(
        self,
        referral: Referral,
        flags: Sequence[RiskFlag],
        conflicts: Sequence[Conflict],
        actor: Actor,
        on: date,
    ) -> None:
        self.referral = referral
        self.flags = flags
        self.conflicts = conflicts
        self.actor = actor
        self.on = on

    @property
    def title(self) -> str:
        """What is being done."""
        return "Decide on risks and send"

    @property
    def back(self) -> Link:
        """To the draft."""
        return Link(
            f"Referral {self.referral.reference}", reverse("referral", args=[self.referral.reference])
        )

    @property
    def provider(self) -> str:
        """Whoever delivers."""
        return self.referral.deliverer.name

    @property
    def warnings(self) -> list[str]:
        """What each risk forbids of what the service does (S96)."""
        return [conflict_in_words(one, self.referral.service.name) for one in self.conflicts]

    @cached_property
    def _choice(self) -> Choice:
        return choice_of(self.referral, on=self.on)

    @cached_property
    def needs_approval(self) -> bool:
        """Whether the budget holder has to allow the choice before it is sent (S240)."""
        return bool(self._choice.reasons) and not is_approved(self.referral, self._choice)

    @property
    def approval(self) -> list[Fact]:
        """Why the choice needs approval, and where the question stands."""
        facts = [Fact("Needs approval", reasons_in_words(list(self._choice.reasons)))]
        if (asked := standing_approval(self.referral)) is not None:
            facts.append(
                Fact("Asked", [state_of(asked), f"Answer by {words.day(asked.due_on)}"])
                if asked.due_on and asked.state == ChoiceState.WAITING
                else Fact("Asked", state_of(asked))
            )
            facts += [Fact("Why", one.reason) for one in asked.moves.all() if one.reason]
        return facts

    @property
    def can_ask(self) -> bool:
        """Whether approval can be asked for: it is needed, and no question stands."""
        asked = standing_approval(self.referral)
        return self.needs_approval and (asked is None or asked.state == ChoiceState.REFUSED)

    @property
    def facts(self) -> list[Fact]:
        """What will be sent, with the price that is promised for those who may see prices."""
        referral = self.referral
        facts = [
            Fact("Person", referral.person.name),
            Fact("Objective", f"{referral.objective.get_need_display()}: {referral.objective.words}"),
            Fact("Requirement", f"{referral.requirement}, under the {referral.requirement.sentence}"),
            Fact("Why", referral.reason),
            *(
                [Fact("Why from outside the area", referral.exception_reason)]
                if referral.exception_reason
                else []
            ),
            Fact("Planned sessions", referral.planned_sessions),
            *wanted_facts(referral, self._practical_needs),
            *practical_facts(self._practical_needs),
            *([Fact("What it may involve", self._involved())] if self._is_limited else []),
            Fact("NSI code, from the service", referral.nsi_code),
            Fact("Who will read it", self._readers()),
        ]
        facts += gate_facts(self._gate, referral.service)
        if sees_rate_card(referral.service, self.actor, today=self.on):
            facts.append(Fact("What your organisation promises to pay", self._cost()))
        return facts

    @cached_property
    def _gate(self) -> Gate:
        return Gate(self.referral.person_id, self.referral.supervisor_id, on=self.on)

    @property
    def _settled(self) -> Settled | None:
        return self._gate.settles(self.referral.service)

    @cached_property
    def _practical_needs(self) -> PracticalNeeds | None:
        return practical_needs_of(self.referral.person_id)

    @property
    def _is_limited(self) -> bool:
        return any(flag.limits for flag in self.flags)

    def _involved(self) -> str:
        said = in_a_sentence(self.referral.service.everything_involved)
        return said.capitalize() if said else f"{self.provider} has not said. Ask before you send"

    @cached_property
    def told(self) -> list[Fact]:
        """What the service has to be told, and why (S98)."""
        return facts_to_tell(self.referral.service)

    def _readers(self) -> list[str]:
        return [
            f"Managers at {self.provider}, from the moment you send it until its work ends",
            "The worker it is given to, from that moment",
            *(
                ["Its prime sees that there is a referral, and never whose"]
                if self.referral.service.agreement
                else []
            ),
        ]

    def _cost(self) -> str:
        cost = cost_ahead(
            self.referral.service,
            buyer_id=self.referral.supervisor_id,
            living_in=self.referral.person.home_area_id,
            sessions=self.referral.planned_sessions,
            on=self.on,
            settled=self._settled,
        )
        return cost_in_words(cost) if cost else "Nothing: this service is not charged for by use"


def cost_in_words(cost: CostAhead) -> str:
    """A promise of money, as in `£46.50 each session attended, £697.50 for 15 sessions`."""
    unit = f"{words.money(cost.price)} {PriceUnit(cost.unit).label}"
    if cost.unit not in BY_WHAT_IS_PLANNED:
        return unit
    return f"{unit}, {words.money(cost.total)} for {words.plural(cost.sessions, 'session')}"
