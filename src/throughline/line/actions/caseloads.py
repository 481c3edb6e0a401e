"""Agreeing how many referrals a worker takes on at once, and giving more with a reason (S110)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.models import Organisation, User
from throughline.core.periods import Period
from throughline.core.time import london_day
from throughline.line.models import CaseloadLimit, OverCaseload, Referral
from throughline.line.queries.workload import workload_of
from throughline.line.refusals import AboveTheCaseload, CaseloadBeginsTooSoon
from throughline.vocabulary.permissions import Permission


@transaction.atomic
def set_caseload_limit(
    *, organisation: Organisation, worker: User | None, most: int, from_on: date, by: User, at: datetime
) -> CaseloadLimit:
    """
    Say how many open referrals are agreed for a worker, or for everybody, from a day on.

    What held before ends that day; what was given before stays.

    :raises NotAllowed: whoever acts does not decide on the organisation's referrals
    :raises CaseloadBeginsTooSoon: the day is before today in London, or not after the last one's first day
    """
    require(
        current_actor(),
        Permission.DECIDE_REFERRALS,
        within=organisation.pk,
        to="set how many referrals a worker takes on",
    )
    if from_on < london_day(at):
        raise CaseloadBeginsTooSoon("Choose today or a later day: what was given before stays as it is")
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    last = CaseloadLimit.objects.filter(organisation=organisation, worker=worker).first()
    if last is not None and last.during.from_ >= from_on:
        raise CaseloadBeginsTooSoon(
            f"Choose a day after {last.during.from_:%-d %B %Y}, when the last one begins"
        )
    if last is not None and from_on in last.during:
        last.during = Period(last.during.from_, from_on)
        last.save(update_fields=["during"])
    return CaseloadLimit.objects.create(
        organisation=organisation,
        worker=worker,
        most=most,
        during=Period(from_on, None),
        set_by=by,
        set_at=at,
    )


def take_within_caseload(
    *, referral: Referral, worker: User, why: str, by: User, at: datetime
) -> OverCaseload | None:
    """
    Record that a referral is given to a worker who has as many as agreed; nothing where there is room.

    Counts what whoever acts may see, as the form does, so that it tells of no case that is hidden from them.

    :raises AboveTheCaseload: the worker has as many as agreed, and `why` is empty
    """
    if referral.worker_id == worker.pk:
        return None
    held = workload_of(current_actor(), worker, referral, london_day(at))
    if not held.is_full:
        return None
    assert held.most is not None
    if not why.strip():
        raise AboveTheCaseload(
            f"{worker.full_name} has {_referrals(held.open_referrals)}, and {_agreed(held.most)} agreed. "
            "Say why they take on more, or choose somebody else"
        )
    return OverCaseload.objects.create(
        referral=referral,
        worker=worker,
        had=held.open_referrals,
        most=held.most,
        why=why.strip(),
        given_by=by,
        given_at=at,
    )


def _referrals(number: int) -> str:
    return "1 open referral" if number == 1 else f"{number} open referrals"


def _agreed(number: int) -> str:
    return "1 is" if number == 1 else f"{number} are"
