"""Publishing a referral policy, and writing and ending a note beside it (S69, S70)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from throughline.core.access import as_system, current_actor, require
from throughline.core.models import Organisation, User
from throughline.core.periods import Period
from throughline.core.refusals import Refusal
from throughline.core.time import london_day
from throughline.supply.models import LocalNote, NoteEnd, PolicyStance, ReferralPolicy, ServiceKind, Team
from throughline.vocabulary.permissions import Permission


class PolicyInThePast(Refusal):
    """A policy would begin before today, or where the one before it has not run a day yet."""

    field = "from_on"


class PolicySaysTwice(Refusal):
    """A policy would have two stances on one subject."""

    field = "stances"


class NoteHasEnded(Refusal):
    """The note was ended before; the sentence says when and by whom."""


@dataclass(frozen=True)
class About:
    """What a stance is on: a kind of service, a route, or every service when both are empty."""

    kind: ServiceKind | None = None
    route: str = ""


@dataclass(frozen=True)
class Says:
    """One stance of a policy."""

    about: About
    stance: str


@transaction.atomic
def publish_policy(
    *,
    organisation: Organisation,
    title: str,
    text: str,
    stances: Sequence[Says],
    from_on: date,
    by: User,
    at: datetime,
) -> ReferralPolicy:
    """
    Publish the referral policy of an organisation from a day on; the one in force ends the day before.

    :raises NotAllowed: whoever acts does not keep the policy of the organisation
    :raises PolicyInThePast: the day is over, or a policy published before begins on it or later
    :raises PolicySaysTwice: two of `stances` are on one subject
    """
    require(
        current_actor(), Permission.KEEP_REFERRAL_POLICY, within=organisation.pk, to="publish this policy"
    )
    if from_on < london_day(at):
        raise PolicyInThePast("Day from which it holds must be today or in the future")
    if len({one.about for one in stances}) < len(stances):
        raise PolicySaysTwice("Say one thing only of each kind of service and of each route")
    with connection.cursor() as cursor:  # of two published at once the second sees the first
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"referral policy {organisation.pk}"])
    standing = list(ReferralPolicy.objects.filter(organisation=organisation).order_by("during"))
    if standing and standing[-1].during.from_ >= from_on:
        last = standing[-1].during.from_
        raise PolicyInThePast(f"Day from which it holds must be after {last:%-d %B %Y}, when the last began")
    if standing and from_on in standing[-1].during:
        ReferralPolicy.objects.filter(pk=standing[-1].pk).update(during=standing[-1].during.ended_on(from_on))
    made = ReferralPolicy.objects.create(
        organisation=organisation,
        title=title,
        text=text,
        during=Period(from_on, None),
        written_by=by,
        written_at=at,
    )
    PolicyStance.objects.bulk_create(
        PolicyStance(policy=made, kind=one.about.kind, route=one.about.route, stance=one.stance)
        for one in stances
    )
    return made


@transaction.atomic
def write_note(
    *,
    organisation: Organisation,
    team: str,
    about: About,
    stance: str,
    text: str,
    by: User,
    at: datetime,
) -> LocalNote:
    """
    Write a note to one team, or to the whole organisation when `team` is empty, from today on.

    A team is known by its name, whatever letters are capital. The policy's owner reads every note.

    :raises NotAllowed: whoever acts writes no notes in the organisation
    """
    require(current_actor(), Permission.WRITE_LOCAL_NOTES, within=organisation.pk, to="write this note")
    return LocalNote.objects.create(
        organisation=organisation,
        team=_team(organisation, team) if team else None,
        kind=about.kind,
        route=about.route,
        stance=stance,
        text=text,
        from_on=london_day(at),
        written_by=by,
        written_at=at,
    )


@transaction.atomic
def end_note(*, note: LocalNote, why: str, by: User, at: datetime) -> LocalNote:
    """
    End a note from now on, with the reason: by whoever wrote it, or by the policy's owner.

    :raises NotAllowed: whoever acts neither wrote it nor keeps the policy
    :raises NoteHasEnded: it was ended before
    """
    actor = current_actor()
    wrote_it = note.written_by_id == by.pk and actor.may(
        Permission.WRITE_LOCAL_NOTES, within=note.organisation_id
    )
    if not wrote_it:
        require(actor, Permission.KEEP_REFERRAL_POLICY, within=note.organisation_id, to="end this note")
    ended = NoteEnd.objects.select_related("ended_by").filter(note=note).first()
    if ended is not None:
        who, when = ended.ended_by.full_name, london_day(ended.ended_at)
        raise NoteHasEnded(f"{who} ended this note on {when:%-d %B %Y}")
    NoteEnd.objects.create(note=note, why=why, ended_by=by, ended_at=at)
    return note


def _team(organisation: Organisation, name: str) -> Team:
    found = Team.objects.filter(organisation=organisation, name__iexact=name).first()
    if found is not None:
        return found
    with as_system():
        return Team.objects.create(organisation=organisation, name=name)
