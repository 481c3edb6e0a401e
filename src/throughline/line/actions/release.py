"""Moving what hangs on a day of release, and keeping what moved, what did not and why (S222)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from throughline.core.events import announce
from throughline.core.models import User
from throughline.core.time import LONDON
from throughline.line.events import MovedByRelease
from throughline.line.models import Amendment, Appointment, MovedWithRelease, ReferralDetails
from throughline.line.queries.release import WhatFollows, day_before, what_follows
from throughline.people.actions.plans import changing_plan
from throughline.people.models import Plan, PlannedWork, ReleaseDate
from throughline.vocabulary.custody import TO_PUT_RIGHT


@transaction.atomic
def follow_day_of_release(*, release: ReleaseDate, by: User, at: datetime) -> Sequence[MovedWithRelease]:
    """
    Move everything that hangs on a day of release by as many days as it moved, and keep what stayed and why.

    Acts as the system, after whoever supervises the person was allowed to move the day. Whoever works with
    the person is told by what follows.
    """
    found = what_follows(release.custody, before=day_before(release), release=release.expected_on, at=at)
    moving = [one for one in found if one.follows.moves]
    for one in moving:
        if isinstance(one.thing, Appointment):
            _move_appointment(one.thing, one.follows.to)
        elif isinstance(one.thing, ReferralDetails):
            _move_end(one.thing, one.follows.to, release, by=by, at=at)
    _move_work([one for one in moving if isinstance(one.thing, PlannedWork)], release, by=by, at=at)
    kept = MovedWithRelease.objects.bulk_create(_kept(one, release) for one in found)
    told = sorted({pk for one in found if (pk := _concerns(one)) is not None})
    if told:
        announce(MovedByRelease(release_id=release.pk, referral_ids=tuple(told), by_id=by.pk, at=at))
    return kept


def why_in_words(release: ReleaseDate) -> str:
    """Why something moved, for its own record: to which day the release moved, and the reason given."""
    day = f"{release.expected_on:%-d %B %Y}" if release.expected_on else "a day not known"
    said = "Released on" if release.is_released else "Release moved to"
    return f"{said} {day}: {release.reason}" if release.reason else f"{said} {day}"


def _move_appointment(one: Appointment, to: date) -> None:
    lasts = one.ends_at - one.starts_at
    begins = one.starts_at.astimezone(LONDON)
    one.starts_at = datetime.combine(to, begins.time(), LONDON)
    one.ends_at = one.starts_at + lasts
    one.save(update_fields=["starts_at", "ends_at"])


def _move_end(details: ReferralDetails, to: date, release: ReleaseDate, *, by: User, at: datetime) -> None:
    was = details.finish_by
    details.finish_by = to
    details.save(update_fields=["finish_by"])
    Amendment.objects.create(
        referral=details.referral,
        topic=Amendment.Topic.FINISH,
        was=f"{was:%-d %B %Y}",
        now=f"{to:%-d %B %Y}",
        why=why_in_words(release),
        made_by=by,
        made_at=at,
    )


def _move_work(moving: Iterable[WhatFollows], release: ReleaseDate, *, by: User, at: datetime) -> None:
    by_plan: dict[Plan, list[tuple[PlannedWork, date]]] = defaultdict(list)
    for one in moving:
        assert isinstance(one.thing, PlannedWork)
        by_plan[one.thing.plan].append((one.thing, one.follows.to))
    for plan, of_it in by_plan.items():
        with changing_plan(plan, by=by, at=at, to="move this plan", why=why_in_words(release)):
            for work, to in of_it:
                work.due_on = to
                work.save(update_fields=["due_on"])


def _kept(one: WhatFollows, release: ReleaseDate) -> MovedWithRelease:
    thing = one.thing
    return MovedWithRelease(
        release=release,
        appointment=thing if isinstance(thing, Appointment) else None,
        work=thing if isinstance(thing, PlannedWork) else None,
        referral=thing.referral if isinstance(thing, ReferralDetails) else None,
        days_after=one.follows.thing.days_after,
        was_on=one.follows.thing.day,
        now_on=one.follows.to,
        why_left=one.follows.why_left or "",
    )


def _concerns(one: WhatFollows) -> int | None:
    """The referral whose provider has to know, where it moved or is to be arranged anew."""
    if not one.follows.moves and one.follows.why_left not in TO_PUT_RIGHT:
        return None
    return None if isinstance(one.thing, PlannedWork) else one.thing.referral_id
