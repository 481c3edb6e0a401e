"""A referral policy, its notes and what contradicts it, in the words and links of their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse

from throughline.core.access import Actor
from throughline.core.models import Organisation
from throughline.supply.models import LocalNote, PolicyStance, ReferralPolicy, Service
from throughline.supply.queries.referral_policies import (
    Differing,
    differing,
    in_force,
    notes_differing,
    notes_visible_to,
    policy_of,
    stance_on_service,
    without_policy,
)
from throughline.vocabulary.permissions import Permission
from throughline.web import words
from throughline.web.lists import Column
from throughline.web.pieces import Fact, Link, Shown, Tag, Waiting, as_markup
from throughline.web.policies.subjects import stance_tag, subject_of

POLICIES = (
    Column[ReferralPolicy](
        "organisation",
        "Organisation",
        lambda one: Link(one.organisation.name, policy_address(one.organisation)),
        order="organisation__name",
        download=lambda one: one.organisation.name,
    ),
    Column[ReferralPolicy]("title", "Policy", lambda one: one.title, order="title"),
    Column[ReferralPolicy]("from", "In force from", lambda one: one.during.from_, order="during"),
    Column[ReferralPolicy](
        "author", "By", lambda one: one.written_by.full_name, order="written_by__full_name"
    ),
)


def policy_address(organisation: Organisation) -> str:
    """The page of an organisation's policy."""
    return reverse("referral_policy", args=[organisation.reference])


def team_of(note: LocalNote) -> str:
    """To whom a note is said."""
    return note.team.name if note.team else "Everybody in the organisation"


def in_short(one: LocalNote | PolicyStance) -> str:
    """Who says what: a team's note, or the policy."""
    said = stance_tag(one).text.lower()
    whose = "The policy" if isinstance(one, PolicyStance) else f"The note to {_to(one)}"
    return f"{whose}: {said}"


def _to(note: LocalNote) -> str:
    return note.team.name if note.team else "everybody"


@dataclass(frozen=True)
class PolicyPage:
    """The policy of one organisation on a day, as whoever looks sees it."""

    organisation: Organisation
    policy: ReferralPolicy | None
    earlier: Sequence[ReferralPolicy]
    actor: Actor
    on: date

    @property
    def keeps(self) -> bool:
        """Whether whoever looks publishes the policy."""
        return self.actor.may(Permission.KEEP_REFERRAL_POLICY, within=self.organisation.pk)

    @property
    def writes_notes(self) -> bool:
        """Whether whoever looks writes notes in the organisation."""
        return self.actor.may(Permission.WRITE_LOCAL_NOTES, within=self.organisation.pk)

    @property
    def sees_notes(self) -> bool:
        """Whether the organisation's notes are whoever looks' to read."""
        return self.keeps or self.actor.may(Permission.REFER, within=self.organisation.pk)

    @property
    def facts(self) -> list[Fact]:
        """Since when the policy holds, and by whom it is."""
        assert self.policy is not None
        last = self.policy.during.last_day
        holds = f"From {words.day(self.policy.during.from_)}" + (f" to {words.day(last)}" if last else "")
        return [
            Fact("Title", self.policy.title),
            Fact("In force", holds),
            Fact("By", self.policy.written_by.full_name),
            Fact("Published", words.day(self.policy.written_at)),
            Fact("Reference", self.policy.reference),
        ]

    @property
    def stances(self) -> list[list[dict[str, object]]]:
        """What it says of which services, as rows."""
        assert self.policy is not None
        return [
            [{"text": subject_of(one)}, {"html": as_markup(stance_tag(one))}]
            for one in self.policy.stances.all()
        ]

    @property
    def paragraphs(self) -> list[str]:
        """Its words."""
        assert self.policy is not None
        return [part for part in self.policy.text.split("\n\n") if part.strip()]

    @cached_property
    def notes(self) -> list[LocalNote]:
        """The notes in force that day."""
        if not self.sees_notes:
            return []
        found = notes_visible_to(self.actor).filter(organisation=self.organisation)
        return list(in_force(found, on=self.on))

    @property
    def note_rows(self) -> list[NoteRow]:
        """The notes, with who may end which."""
        return [NoteRow(one, self.actor) for one in self.notes]

    @property
    def contradictions(self) -> list[tuple[str, str, str]]:
        """What contradicts what, for the policy's owner: the subject and both sayings."""
        if not self.keeps:
            return []
        return [_contradiction(one) for one in differing(self.policy, self.notes)]

    @property
    def history(self) -> list[Link]:
        """The other policies, the latest first."""
        return [
            Link(
                f"{one.title}, from {words.day(one.during.from_)}",
                f"{policy_address(self.organisation)}?policy={one.reference}",
            )
            for one in self.earlier
        ]


@dataclass(frozen=True)
class NoteRow:
    """One note as a list shows it."""

    note: LocalNote
    actor: Actor

    @property
    def heading(self) -> str:
        """To whom, about what."""
        return f"{team_of(self.note)}: {subject_of(self.note)}"

    @property
    def tag(self) -> Tag:
        """Its stance."""
        return stance_tag(self.note)

    @property
    def by(self) -> str:
        """Who wrote it, and when."""
        return f"{self.note.written_by.full_name}, {words.day(self.note.from_on)}"

    @property
    def end(self) -> Link | None:
        """Where whoever looks ends it, when they may."""
        wrote_it = self.actor.user is not None and self.note.written_by_id == self.actor.user.pk
        keeps = self.actor.may(Permission.KEEP_REFERRAL_POLICY, within=self.note.organisation_id)
        if not (wrote_it or keeps):
            return None
        return Link("End this note", reverse("local_note_end", args=[self.note.reference]), self.heading)


def policy_waiting(actor: Actor, *, on: date) -> list[Waiting]:
    """What the owner of a policy has to settle: none in force, or notes that contradict it or each other."""
    waiting = [
        Waiting(
            Link(
                f"Publish the referral policy of {one.name}",
                reverse("referral_policy_new", args=[one.reference]),
            ),
            on,
            "No referral policy is in force",
        )
        for one in without_policy(actor, on=on)
    ]
    by_organisation: dict[Organisation, list[Differing]] = {}
    for one in notes_differing(actor, on=on):
        by_organisation.setdefault(one.note.organisation, []).append(one)
    return waiting + [
        Waiting(
            Link(
                f"Settle {words.plural(len(found), 'contradiction')} of local notes in {organisation.name}",
                f"{policy_address(organisation)}#contradictions",
            ),
            on,
            _contradiction(found[0])[0],
            max(one.note.from_on for one in found[:1]),
        )
        for organisation, found in by_organisation.items()
    ]


def policy_facts(
    organisation: Organisation, actor: Actor, *, on: date, service: Service | None = None, route: str = ""
) -> list[Fact]:
    """The policy and the notes of an organisation, shown where a referral of its people begins (S69)."""
    policy = policy_of(organisation.pk, on=on)
    if policy is None:
        return [Fact("Referral policy", f"{organisation.name} has none in force")]
    said: list[Shown] = [
        Link(policy.title, policy_address(organisation)),
        f"In force from {words.day(policy.during.from_)}, by {policy.written_by.full_name}",
    ]
    if service is not None and (stance := stance_on_service(policy, service, route)):
        said.append(f"Of this service it says: {stance_tag(stance).text.lower()}")
    facts = [Fact("Referral policy", said)]
    notes = list(in_force(notes_visible_to(actor).filter(organisation=organisation), on=on)[:5])
    if notes:
        facts.append(
            Fact(
                "Local notes",
                [f"{_to(one)}, {subject_of(one)}: {stance_tag(one).text.lower()}" for one in notes],
            )
        )
    return facts


def _contradiction(one: Differing) -> tuple[str, str, str]:
    return subject_of(one.note), in_short(one.note), in_short(one.against)
