"""The page of one person: sentences and days, needs, risks, plan, referrals, and everything arranged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse

from throughline.core.access import Actor
from throughline.core.time import london_day
from throughline.line.models import Appointment, Referral, ReferralMove
from throughline.line.queries.ages import age_on
from throughline.line.queries.details import practical_needs_of
from throughline.line.queries.rar import RarPosition, rar_positions
from throughline.line.queries.record import with_its_records
from throughline.line.queries.referrals import (
    appointments_visible_to,
    not_yet_recorded,
    referrals_visible_to,
)
from throughline.line.queries.release import moved_with_release
from throughline.people.models import Assessment, Objective, Person, Requirement, RiskFlag, Sentence
from throughline.people.queries.limits import is_limited
from throughline.people.queries.people import factors_of, latest_assessment, live_risk_flags, sentences_of
from throughline.people.queries.transfers import lines_about
from throughline.people.rules.custody_dates import custody_dates
from throughline.vocabulary.needs import Need
from throughline.vocabulary.orders import AFTER_CUSTODY
from throughline.vocabulary.permissions import Permission
from throughline.web import words
from throughline.web.navigation import address_of
from throughline.web.officer.presenters.days import days_in_words
from throughline.web.pieces import Fact, Happened, Link, Shown, Tag
from throughline.web.referrals.appointments import AppointmentCard, appointment_cards
from throughline.web.referrals.risks import RiskCard, flag_facts
from throughline.web.referrals.wanted import practical_facts
from throughline.web.referrals.whereabouts import Whereabouts
from throughline.web.referrals.words import MOVED, state_tag

PAST_AT_MOST = 30
"""How many past appointments the page shows; the days page and the referrals hold the rest."""


@dataclass(frozen=True)
class ObjectiveCard:
    """One objective, and the work that serves it; none is said as such (D13)."""

    need: str
    words: str
    work: list[tuple[Link, Tag]]


@dataclass(frozen=True)
class SentenceCard:
    """One sentence with its requirements and its plan."""

    title: str
    facts: list[Fact]
    objectives: list[ObjectiveCard]
    own_words: str


class PersonPage:
    """Words, tags and links of one person for their officer at the moment `at`."""

    def __init__(self, person: Person, actor: Actor, at: datetime) -> None:
        self.person = person
        self.actor = actor
        self.at = at
        self.on = london_day(at)

    @property
    def facts(self) -> list[Fact]:
        """Who they are."""
        born = self.person.born_on
        return [
            Fact("Reference", self.person.reference),
            Fact("Case number", self.person.case_number),
            Fact("Born", f"{words.day(born)}, aged {age_on(born, self.on)}" if born else "Not recorded"),
            Fact("Sex", self.person.get_sex_display()),
            Fact("Risk of serious harm", self.person.get_risk_level_display(), self._changes_the_level),
            Fact("MAPPA", self.person.get_mappa_display(), self._changes_the_level),
        ]

    @cached_property
    def whereabouts(self) -> Whereabouts:
        """Where they are: in the community, or in custody until a day (S222)."""
        return Whereabouts(self.person, self.on, writes=self.actor.may(Permission.SUPERVISE))

    @property
    def to_arrange(self) -> list[Fact]:
        """What has to be arranged for them wherever they are referred (S29)."""
        return practical_facts(practical_needs_of(self.person.pk))

    @cached_property
    def state(self) -> Tag | None:
        """What is to be known before anything else: that not everybody may see this case."""
        return Tag("Limited access", "red") if is_limited(self.person) else None

    @property
    def back(self) -> Link:
        """The list this page was opened from."""
        if self.actor.may(Permission.SUPERVISE):
            return Link("My people", reverse("officer_people"))
        return Link("People", reverse("senior_people"))

    @property
    def buttons(self) -> list[Link]:
        """What can be begun from here."""
        reference = [self.person.reference]
        managing = (
            [
                Link("Who may see this case", reverse("person_access", args=reference)),
                Link("Hand this case over", reverse("person_hand_over", args=reference)),
            ]
            if self.actor.may(Permission.MANAGE_CASES)
            else []
        )
        if not self.actor.may(Permission.SUPERVISE):
            return [
                Link("Plan", reverse("officer_plan", args=reference)),
                Link("What was shared", reverse("officer_sharing", args=reference)),
                Link("What they agreed to", reverse("officer_consents", args=reference)),
                Link("Everything held, for the person", reverse("officer_export", args=reference)),
                *managing,
            ]
        return [
            Link(
                f"Find a service for {self.person.first_names}", reverse("officer_services", args=reference)
            ),
            Link("Refer to a service", reverse("referral_draft", args=reference)),
            Link("Say why a service is not used", reverse("officer_not_referred", args=reference)),
            Link("Plan", reverse("officer_plan", args=reference)),
            Link("Days and plans", reverse("officer_person_days", args=reference)),
            Link("Book supervision", reverse("officer_supervision", args=reference)),
            Link("Add an objective", reverse("officer_objective", args=reference)),
            Link("Raise a risk", reverse("officer_risk", args=reference)),
            Link("What has to be arranged", reverse("officer_practical", args=reference)),
            Link("What was shared", reverse("officer_sharing", args=reference)),
            Link("What they agreed to", reverse("officer_consents", args=reference)),
            Link("Everything held, for the person", reverse("officer_export", args=reference)),
            *managing,
        ]

    @cached_property
    def referrals(self) -> list[Referral]:
        """Every referral of the person, the latest first."""
        found = referrals_visible_to(self.actor, self.at).filter(person=self.person)
        return list(found.select_related("service", "deliverer", "worker").order_by("-drafted_at", "-pk"))

    @property
    def referral_lines(self) -> list[tuple[Link, str, Tag]]:
        """The referrals: a link, with whom, and where each stands."""
        return [
            (_link(one), words.service_by(one.service.name, one.deliverer.name), state_tag(one.state))
            for one in self.referrals
        ]

    @cached_property
    def _sentences(self) -> list[Sentence]:
        return list(sentences_of(self.person))

    @property
    def sentences(self) -> list[SentenceCard]:
        """Sentences, the latest first, each with its requirements, days and plan."""
        requirements = [one for sentence in self._sentences for one in sentence.requirements.all()]
        positions = rar_positions(requirements, at=self.at)
        work: dict[int, list[Referral]] = defaultdict(list)
        for referral in self.referrals:
            work[referral.objective_id].append(referral)
        return [self._sentence(one, positions, work) for one in self._sentences]

    def _sentence(
        self, sentence: Sentence, positions: Mapping[int, RarPosition], work: Mapping[int, list[Referral]]
    ) -> SentenceCard:
        plan = getattr(sentence, "plan", None)
        last = sentence.during.last_day
        facts = [
            Fact(
                "Passed", f"{words.day(sentence.passed_on)}{f', {sentence.court}' if sentence.court else ''}"
            ),
            Fact("Offence", sentence.offence or "Not recorded"),
            Fact("Runs", f"{words.day(sentence.during.from_)} to {words.day(last) if last else 'no date'}"),
            *custody_facts(sentence, self._time_served_at(sentence)),
            *(self._requirement(one, positions.get(one.pk)) for one in sentence.requirements.all()),
        ]
        return SentenceCard(
            title=sentence.get_kind_display(),
            facts=facts,
            objectives=[_objective(one, work.get(one.pk, [])) for one in plan.objectives.all()]
            if plan
            else [],
            own_words=plan.own_words if plan else "",
        )

    def _time_served_at(self, sentence: Sentence) -> str:
        if sentence.kind not in AFTER_CUSTODY or not self.actor.may(Permission.SUPERVISE):
            return ""
        return reverse("officer_time_served", args=[self.person.reference, sentence.pk])

    def _requirement(self, requirement: Requirement, position: RarPosition | None) -> Fact:
        value: Shown = days_in_words(position) if position else "No RAR days"
        href = reverse("officer_person_days", args=[self.person.reference])
        return Fact(
            requirement.get_kind_display(),
            Link(value, href)
            if position and isinstance(value, str) and self.actor.may(Permission.SUPERVISE)
            else value,
        )

    @cached_property
    def assessment(self) -> str:
        """What the needs below rest on."""
        found = self._assessment
        if found is None:
            return "No assessment is recorded. That is not the same as no need."
        return f"{found.get_depth_display()}, {words.day(found.made_on)}."

    @property
    def needs(self) -> list[Fact]:
        """What the latest assessment says of each need it names."""
        return [
            Fact(
                one.get_need_display(),
                one.get_level_display() + (", by the person’s own account" if one.self_reported else ""),
            )
            for one in (self._assessment.needs.all() if self._assessment else [])
        ]

    @property
    def not_assessed(self) -> str:
        """The needs the latest assessment is silent about (D11)."""
        if self._assessment is None:
            return ""
        named = {one.need for one in self._assessment.needs.all()}
        return words.and_list(str(need.label) for need in Need if need not in named)

    @property
    def protects(self) -> list[Fact]:
        """The protective factors that the latest assessment found, and whether anybody looked (S121)."""
        if self._assessment is None:
            return []
        found = factors_of(self._assessment)
        said = [*found.names, *([found.note] if found.note else [])] if found else "Not recorded"
        change = (
            reverse("officer_factors", args=[self.person.reference])
            if self.actor.may(Permission.SUPERVISE)
            else ""
        )
        return [Fact("What protects them", said, change)]

    @cached_property
    def _assessment(self) -> Assessment | None:
        return latest_assessment(self.person)

    @property
    def risks(self) -> list[RiskCard]:
        """The risk flags that are live today."""
        return [
            RiskCard(
                flag.get_kind_display(),
                Tag(f"Since {words.day(flag.during.from_)}", "red"),
                flag_facts(flag),
                self._does(flag),
            )
            for flag in live_risk_flags(self.person, self.on)
        ]

    @property
    def _changes_the_level(self) -> str:
        if not self.actor.may(Permission.SUPERVISE):
            return ""
        return reverse("officer_risk_level", args=[self.person.reference])

    def _does(self, flag: RiskFlag) -> list[Link]:
        if not self.actor.may(Permission.SUPERVISE) or flag.why_ended:
            return []
        about, called = [self.person.reference, flag.pk], flag.get_kind_display().lower()
        return [
            Link("Change", reverse("officer_risk_change", args=about), called),
            Link("End", reverse("officer_risk_end", args=about), called),
        ]

    @cached_property
    def _appointments(self) -> list[Appointment]:
        found = appointments_visible_to(self.actor, self.at).filter(person=self.person)
        return list(with_its_records(found).select_related("referral__requirement").order_by("-starts_at"))

    @property
    def coming(self) -> list[AppointmentCard]:
        """What is arranged, the soonest first."""
        return self._cards([one for one in reversed(self._appointments) if one.starts_at > self.at])

    @property
    def past(self) -> list[AppointmentCard]:
        """What was arranged, of every provider, the latest first."""
        return self._cards([one for one in self._appointments if one.starts_at <= self.at][:PAST_AT_MOST])

    def _cards(self, appointments: list[Appointment]) -> list[AppointmentCard]:
        rar = {one.pk for one in self._rar_requirements}
        moved = moved_with_release(appointments)
        return [
            card
            for one in appointments
            for card in appointment_cards(
                [one],
                at=self.at,
                under_rar=one.referral is not None and one.referral.requirement_id in rar,
                moved=moved,
            )
        ]

    @cached_property
    def _rar_requirements(self) -> list[Requirement]:
        return [
            one
            for sentence in self._sentences
            for one in sentence.requirements.all()
            if one.rar_days is not None
        ]

    @property
    def to_record(self) -> list[Link]:
        """Supervision that nobody has recorded since it began, and a release that nobody has confirmed."""
        mine = Appointment.objects.filter(
            person=self.person, worker=self.actor.user, kind=Appointment.Kind.SUPERVISION
        )
        passed = self.whereabouts.to_say
        said = [
            Link(
                f"Say whether {self.person.first_names} was released on {words.day(passed)}",
                reverse("officer_release", args=[self.person.reference]),
            )
            for passed in ([passed] if passed and self.actor.may(Permission.SUPERVISE) else [])
        ]
        return said + [
            Link(
                f"Record the supervision of {words.moment(one.starts_at)}",
                reverse("appointment_attendance", args=[one.reference]),
            )
            for one in not_yet_recorded(mine, self.at).order_by("starts_at")
        ]

    @property
    def history(self) -> list[Happened]:
        """Every move of every referral, and every transfer of the case, the latest first."""
        moves = ReferralMove.objects.filter(subject__in=self.referrals).select_related(
            "by", "subject__service"
        )
        found = [
            Happened(
                f"{MOVED.get(move.name, move.name)}: {move.subject.service.name}",
                move.happened_at,
                move.by.full_name if move.by else "",
                move.reason,
            )
            for move in moves.order_by("-happened_at", "-pk")
        ]
        return sorted([*found, *transferred(self.person)], key=lambda one: one.at, reverse=True)

    @property
    def find_a_service(self) -> str | None:
        """The directory, where this installation has one."""
        return address_of("public_services")


def _objective(objective: Objective, referrals: list[Referral]) -> ObjectiveCard:
    return ObjectiveCard(
        need=objective.get_need_display(),
        words=objective.words,
        work=[
            (Link(one.service.name, reverse("referral", args=[one.reference])), state_tag(one.state))
            for one in referrals
        ],
    )


def transferred(person: Person) -> list[Happened]:
    """When the case went to another officer with others, or back, by which transfer (S223)."""
    found = []
    for one in lines_about(person):
        assert one.moved_at is not None and one.to_officer is not None  # noqa: PT018
        both = (one.from_officer.full_name, one.to_officer.full_name)
        called = one.transfer_reference
        found.append(Happened(f"Went from {both[0]} to {both[1]}", one.moved_at, "", f"Transfer {called}"))
        if one.returned_at is not None:
            said = f"Went back from {both[1]} to {both[0]}"
            found.append(Happened(said, one.returned_at, "", f"Reversal of transfer {called}"))
    return found


def custody_facts(sentence: Sentence, change_href: str = "") -> list[Fact]:
    """Release, licence and supervision after a short time in custody, worked out from its length (S231)."""
    if sentence.kind not in AFTER_CUSTODY:
        return []
    if sentence.custody_days is None:
        return [Fact("Custody", "How long is not recorded", change_href)]
    dates = custody_dates(sentence.passed_on, sentence.custody_days, sentence.remand_days)
    after = dates.after_sentence.last_day if dates.after_sentence else None
    served = f"{words.plural(sentence.custody_days, 'day')}, half of them served"
    if sentence.remand_days:
        served = f"{served}. {words.plural(sentence.remand_days, 'day')} on remand counted as served"
    licence = dates.licence.last_day if dates.licence else "No licence: remand made up the whole sentence"
    return [
        Fact("Custody", served, change_href),
        Fact("Released on, by the sentence", dates.released_on),
        Fact("On licence until", licence),
        Fact("Supervised after sentence until", after or "The licence is twelve months long by itself"),
    ]


def _link(referral: Referral) -> Link:
    return Link(referral.reference, reverse("referral", args=[referral.reference]))
