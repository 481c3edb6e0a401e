"""The page of a referral, made of what its viewer may see."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from django.urls import reverse

from throughline.core.access import Actor
from throughline.core.states import available_moves
from throughline.core.time import london_day
from throughline.line.actions.concerns import UNDER_WAY
from throughline.line.models import Referral, ReferralEnd, ReferralMove
from throughline.line.queries.breach import breach_notices_of
from throughline.line.queries.clocks import decide_by
from throughline.line.queries.concerns import concerns_of
from throughline.line.queries.contacts import contacts_of
from throughline.line.queries.days_lost import days_lost_of
from throughline.line.queries.details import practical_needs_of
from throughline.line.queries.ending import ENDED_BEFORE_TIME, Chain, chain_of, may_be_referred_again
from throughline.line.queries.rar import RarPosition, rar_position
from throughline.line.queries.record import ReferralRecord, Relation
from throughline.line.queries.release import from_custody, moved_with_release
from throughline.line.queries.silence import quiet_now
from throughline.line.states import ACCEPTED, ALLOCATED, DRAFT, OVER, QUERIED, SENT, STARTED
from throughline.people.models import Objective, PracticalNeeds
from throughline.vocabulary.orders import RequirementKind
from throughline.vocabulary.permissions import Permission
from throughline.web.concerns.presenters import standing_of, to_concern
from throughline.web.navigation import address_of
from throughline.web.pieces import Fact, Happened, Link, Shown, Tag, Waiting
from throughline.web.referrals.appointments import AppointmentCard, appointment_cards
from throughline.web.referrals.beginning import beginning_facts
from throughline.web.referrals.following import follows_in_history
from throughline.web.referrals.receiving import (
    called,
    facts_to_tell,
    officers_cover,
    over_caseload_facts,
    received_facts,
    worker_called,
    workers_cover,
)
from throughline.web.referrals.rechecks import risk_facts, risk_waits
from throughline.web.referrals.risks import RiskCard, risk_cards
from throughline.web.referrals.wanted import amendments, practical_facts, wanted_facts
from throughline.web.referrals.whereabouts import begins_in_words, where_they_are
from throughline.web.referrals.words import BUTTONS, MOVED, NOT_NAMED, state_tag
from throughline.web.silence.presenters import quiet_tags
from throughline.web.words import day, moment


class ReferralPage:
    """Words, tags and links of one referral for one viewer at the moment `at`."""

    def __init__(self, record: ReferralRecord, actor: Actor, at: datetime) -> None:
        self.record = record
        self.referral = record.referral
        self.actor = actor
        self.at = at

    @property
    def title(self) -> str:
        """What the page is about."""
        return f"Referral {self.referral.reference}"

    @property
    def back(self) -> Link:
        """Where the viewer came from: their list, or their own plan."""
        own = address_of("person_home")
        is_theirs = self.record.relations == {Relation.PERSON}
        return (
            Link("My plan", own) if is_theirs and own else Link("Referrals", address_of("referrals") or "/")
        )

    @property
    def for_whom(self) -> str:
        """The person, for those who know them, and the service."""
        service = self.referral.service.name
        return f"{self.record.person.name} to {service}" if self.record.person else service

    @property
    def name_of_person(self) -> str:
        """The person's name, or that it is not for this viewer."""
        return self.record.person.name if self.record.person else NOT_NAMED

    @property
    def state(self) -> Tag:
        """Its state."""
        return state_tag(self.referral.state)

    @cached_property
    def buttons(self) -> list[Link]:
        """The moves that are open to the viewer, each leading to its form; no move, no button."""
        found = []
        for move in available_moves(self.referral, self.actor):
            route = "referral_" + move.name.replace(" ", "_")
            address = address_of(route, reference=self.referral.reference)
            if address and move.name in BUTTONS:
                found.append(Link(BUTTONS[move.name], address))
        if self.record.delivers and self.referral.state in (ALLOCATED, STARTED):
            address = address_of("referral_book", reference=self.referral.reference)
            found = [Link("Book an appointment", address), *found] if address else found
        if self.record.delivers and self.referral.state in UNDER_WAY and self.actor.may(Permission.DELIVER):
            address = address_of("referral_concern", reference=self.referral.reference)
            found += [Link("Raise a concern about risk", address)] if address else []
        if Relation.OFFICER in self.record.relations and self.referral.state not in OVER:
            address = address_of("referral_wanted", reference=self.referral.reference)
            found += [Link("Say what you want of it", address)] if address else []
        found += self._again_button
        found += self._contact_buttons
        if self.referral.sent_at is not None and self.referral.deliverer_id in self.actor.holds(
            Permission.DECIDE_REFERRALS
        ):
            address = address_of("referral_receipt", reference=self.referral.reference)
            found += [Link("Say how it came", address)] if address else []
        return found

    @property
    def _again_button(self) -> list[Link]:
        person = self.record.person
        is_officer = Relation.OFFICER in self.record.relations and self.actor.may(Permission.REFER)
        if person is None or not is_officer or self.chain.later or not may_be_referred_again(self.referral):
            return []
        address = address_of("referral_draft", reference=person.reference)
        return [Link("Refer again", f"{address}?again={self.referral.reference}")] if address else []

    @cached_property
    def chain(self) -> Chain:
        """The referrals that this one follows, and that follows it."""
        return chain_of(self.referral)

    @cached_property
    def _end(self) -> ReferralEnd | None:
        return ReferralEnd.objects.filter(referral=self.referral).first()

    @property
    def again(self) -> list[Fact]:
        """Why it ended before its time, and what came before and after it."""
        if not self.shows_risks:
            return []
        facts = []
        if self.referral.state in ENDED_BEFORE_TIME and self._end is not None:
            end = self._end
            facts.append(Fact("Why it ended", [end.words, *([end.said] if end.said else [])]))
            facts.append(Fact("Ended by", [end.get_side_display(), "Work had begun" if end.had_begun else
                                           "Before work began"]))  # fmt: skip
        # What came after is the officer's to know: a provider whose work is over reads nothing of it.
        later = self.chain.later if Relation.OFFICER in self.record.relations else ""
        for label, reference in (("Follows", self.chain.former), ("Referred again", later)):
            if reference:
                facts.append(Fact(label, self._to(reference)))
        if self.chain.place > 1:
            facts.append(Fact("Referrals in a row", f"This is number {self.chain.place}"))
        return facts

    def _to(self, reference: str) -> Shown:
        says = f"Referral {reference}"
        # A provider sees its own alone, so it reads that there is another and is not led to it.
        is_officer = Relation.OFFICER in self.record.relations
        return Link(says, reverse("referral", args=[reference])) if is_officer else says

    @property
    def _contact_buttons(self) -> list[Link]:
        is_officer = Relation.OFFICER in self.record.relations and self.actor.may(Permission.SUPERVISE)
        works = self.record.delivers and self.actor.may(Permission.DELIVER)
        address = address_of("referral_contact", reference=self.referral.reference)
        if address is None or self.referral.state not in UNDER_WAY or not (is_officer or works):
            return []
        return [Link("Record a contact", address)]

    @property
    def concerns(self) -> list[tuple[Link, datetime, Tag]]:
        """The concerns raised under this referral, for those for whom risk information is."""
        return [
            (to_concern(one), one.raised_at, standing_of(one, self.at))
            for one in (concerns_of(self.referral) if self.shows_risks else ())
        ]

    @property
    def breach(self) -> list[Fact]:
        """Each breach action of which the provider was told, and who read so first."""
        if not (self.record.delivers or Relation.OFFICER in self.record.relations):
            return []
        return [
            Fact(
                f"Begun {day(one.made_at)}",
                [
                    f"By {one.made_by.full_name}: ask them before the next appointment",
                    *(f"Read by {it.read_by.full_name}, {moment(it.read_at)}" for it in one.readings.all()),
                ],
            )
            for one in breach_notices_of(self.referral)
        ]

    @cached_property
    def waiting(self) -> list[Waiting]:
        """What waits on this viewer: what risks ask, and at most one thing by where the referral stands."""
        risks = list(risk_waits(self.record, self.actor, self.at))
        text, what = self._what_waits()
        if not text:
            return risks
        since = self.record.moves[-1].happened_at if self.record.moves else self.referral.drafted_at
        due = decide_by(self.referral) if self.referral.state == SENT else None
        href = self.buttons[0].href if self.buttons else "#history"
        return [*risks, Waiting(Link(text, href), london_day(self.at), what, london_day(since), due)]

    def _what_waits(self) -> tuple[str, str]:
        state, officer = self.referral.state, Relation.OFFICER in self.record.relations
        manager, worker = (one in self.record.relations for one in (Relation.PROVIDER, Relation.WORKER))
        if officer and state == DRAFT:
            return "Decide on each risk, then send it", "Nobody but you and your colleagues sees a draft."
        if officer and state == QUERIED:
            return "Answer the provider’s question", self.record.moves[-1].reason
        if manager and state in (SENT, QUERIED):
            return ("Accept or decline it", "") if state == SENT else ("", "")
        if manager and state == ACCEPTED:
            return "Give it to a worker", ""
        if worker and state == ALLOCATED and not self.record.appointments:
            return "Book the first appointment", ""
        return "", ""

    @property
    def facts(self) -> list[Fact]:
        """What was referred, why, by which route, on which code."""
        referral, requirement = self.referral, self.record.requirement
        facts = [Fact("Service", self._service())]
        if self.record.objective is not None:
            facts.append(Fact("Objective", self._objective(self.record.objective)))
        if requirement is not None:
            facts.append(Fact("Requirement", f"{requirement}, under the {requirement.sentence}"))
        if referral.reason and self.record.person is not None:
            facts.append(Fact("Why", referral.reason))
        if referral.exception_reason and self.record.person is not None:
            facts.append(Fact("Why from outside the area", referral.exception_reason))
        if self.record.person is not None:
            facts += self._custody
        facts += [
            Fact("Planned sessions", referral.planned_sessions),
            Fact("NSI code", referral.nsi_code),
            Fact("Route", referral.get_route_display() if referral.route else "Settled when it is sent"),
        ]
        if referral.sent_at is not None:
            facts += [
                Fact("Sent", referral.sent_at),
                Fact("Paid for by", referral.buyer.name if referral.buyer else ""),
            ]
        if self.counts_days is not None:
            facts.append(Fact("RAR days", self.counts_days))
        return facts

    @property
    def _custody(self) -> list[Fact]:
        """When work for somebody in custody begins, and where they are (S222)."""
        found = from_custody(self.referral)
        begins = [Fact("Begins", begins_in_words(found))] if found else []
        if found is not None and found.terms:
            begins.append(Fact("Through the gate", found.get_terms_display()))
        return [*begins, *where_they_are(self.referral.person, london_day(self.at))]

    def _objective(self, objective: Objective) -> list[Shown]:
        said: list[Shown] = [f"{objective.get_need_display()}: {objective.words}"]
        person = self.record.person
        if self.shows_risks and person is not None:
            said.append(Link("The whole plan", reverse("shared_plan", args=[person.reference])))
        return said

    def _service(self) -> Shown:
        address = address_of("public_service", reference=self.referral.service.reference)
        return Link(self.referral.service.name, address) if address else self.referral.service.name

    @cached_property
    def counts_days(self) -> str | None:
        """How far the order is, whoever delivered its days; nothing when it is no RAR."""
        requirement = self.record.requirement
        if requirement is None:
            return None
        position = rar_position(requirement, at=self.at)
        return rar_days_in_words(position) if position else None

    @property
    def who_is_who(self) -> list[Fact]:
        """Named people and their telephone, both ways, with who stands in for them (S98)."""
        referral, supervision = self.referral, self.record.supervision
        contacts = contacts_of(referral, self.at)
        facts = [
            Fact("Person", self._person()),
            Fact("Responsible officer", called(contacts.officer)),
            *([Fact("When the officer is away", officers_cover(contacts))] if self.record.person else []),
            Fact("Supervised by", (supervision.organisation if supervision else referral.supervisor).name),
            Fact("Provider", referral.deliverer.name),
            Fact("Worker", worker_called(contacts)),
            *([Fact("When the worker is away", workers_cover(contacts))] if self.record.person else []),
        ]
        if referral.prime is not None and referral.prime_id != referral.deliverer_id:
            facts.append(Fact("Prime", referral.prime.name))
        return facts

    @cached_property
    def told(self) -> list[Fact]:
        """What the service has to be told with a referral, and why, for both sides (S98)."""
        return facts_to_tell(self.referral.service) if self.shows_risks else []

    @property
    def _knows_what_is_wanted(self) -> bool:
        return self.shows_risks and self.record.person is not None

    @cached_property
    def _practical_needs(self) -> PracticalNeeds | None:
        return practical_needs_of(self.referral.person_id)

    @property
    def wanted(self) -> list[Fact]:
        """What the officer wants of it, for both sides (S104)."""
        return wanted_facts(self.referral, self._practical_needs) if self._knows_what_is_wanted else []

    @property
    def to_arrange(self) -> list[Fact]:
        """What has to be arranged for the person (S29)."""
        return practical_facts(self._practical_needs) if self._knows_what_is_wanted else []

    @property
    def beginning(self) -> list[Fact]:
        """Whether the three were introduced, and how long after sentence work began (S101)."""
        return beginning_facts(self.record, self.at) if self.shows_risks and self.referral.sent_at else []

    @cached_property
    def quiet(self) -> list[Fact]:
        """What is quiet now, and how many days that cost so far (D16)."""
        if not self.shows_risks or self.referral.sent_at is None:
            return []
        on = london_day(self.at)
        now = quiet_now(Referral.objects.filter(pk=self.referral.pk), on=on)
        lost = days_lost_of(self.referral, on)
        facts = [Fact("Now", quiet_tags(now))] if now else []
        return [*facts, Fact("Days lost so far", lost)] if now or lost else []

    @property
    def received(self) -> list[Fact]:
        """How the provider says it came, and what it said before (S103)."""
        return received_facts(self.referral) if self.shows_risks else []

    @property
    def taken_on(self) -> list[Fact]:
        """Why it was given to somebody who had as many as agreed (S110)."""
        return over_caseload_facts(self.referral) if self.shows_risks else []

    def _person(self) -> Shown:
        person = self.record.person
        address = address_of("officer_person", reference=person.reference) if person else None
        if person is not None and address and Relation.OFFICER in self.record.relations:
            return Link(person.name, address)
        return self.name_of_person

    @property
    def shows_risks(self) -> bool:
        """Whether the viewer is somebody for whom risk information is."""
        return Relation.OFFICER in self.record.relations or self.record.delivers

    @property
    def risk_facts(self) -> list[Fact]:
        """How grave harm is held to be, and what follows for this referral (S108)."""
        return risk_facts(self.record)

    @property
    def risks(self) -> list[RiskCard]:
        """The decisions on each risk, as the viewer may see them."""
        return risk_cards(self.record.risks, tells_readings=Relation.OFFICER in self.record.relations)

    @property
    def no_risks(self) -> str:
        """What stands where there are none."""
        if self.referral.state == DRAFT:
            return "Nothing is decided yet: you decide on each risk before you send the referral."
        return (
            "No risk was shared with this referral."
            if self.record.delivers
            else "No risk was live when it was sent."
        )

    @property
    def shows_appointments(self) -> bool:
        """Whether the viewer sees appointments: a prime does not."""
        return self.record.relations != {Relation.PRIME}

    @cached_property
    def appointments(self) -> list[AppointmentCard]:
        """What was arranged and what happened."""
        requirement = self.record.requirement
        return appointment_cards(
            self.record.appointments,
            at=self.at,
            moved=moved_with_release(self.record.appointments),
            under_rar=requirement is not None and requirement.kind == RequirementKind.RAR,
            to_the_person=Relation.PERSON in self.record.relations,
        )

    @property
    def outcomes(self) -> list[Fact]:
        """What was achieved, with what shows it; the evidence is for those who know the person."""
        knows = self.record.person is not None
        return [
            Fact(one.get_need_display(), [one.get_achieved_display(), *([one.evidence] if knows else [])])
            for one in self.record.outcomes
        ]

    @property
    def history(self) -> list[Happened]:
        """Every move, the latest first, and its beginning. Reasons are for those who know the person."""
        referral = self.referral
        begun = Happened("Drafted", referral.drafted_at, referral.referred_by.full_name)
        moved = [*(self._happened(move) for move in reversed(self.record.moves)), begun]
        changed = amendments(referral) if self._knows_what_is_wanted else []
        if self.shows_risks:
            changed = [*changed, *follows_in_history(referral)]
        return sorted([*changed, *moved], key=lambda one: one.at, reverse=True)

    def _happened(self, move: ReferralMove) -> Happened:
        reads_reasons = self.record.person is not None and Relation.PERSON not in self.record.relations
        return Happened(
            MOVED.get(move.name, move.name.capitalize()),
            move.happened_at,
            move.by.full_name if move.by else "",
            move.reason if reads_reasons else "",
        )


def rar_days_in_words(position: RarPosition) -> str:
    """How far an order is, as in `1 of 15 RAR days`, with retrospective days apart (S126)."""
    count = position.count
    words = f"{count.completed} of {count.ordered} RAR days"
    return f"{words}, of which {count.retrospective} retrospective" if count.retrospective else words
