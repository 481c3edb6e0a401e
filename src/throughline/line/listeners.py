"""What the line does when something happens below it; see `throughline/subscriptions.py`."""

from __future__ import annotations

from throughline.core.access.permissions import roles
from throughline.core.actions.memberships import RoleEnding
from throughline.core.models import Membership
from throughline.core.time import london_day
from throughline.line.models import Referral
from throughline.line.refusals import ReferralsStillTheirs
from throughline.line.states import ALLOCATED, STARTED
from throughline.vocabulary.permissions import Permission


def refuse_while_referrals_are_theirs(event: RoleEnding) -> None:
    """
    Refuse to end the role by which somebody works with people while referrals are open with them.

    :raises ReferralsStillTheirs: nobody would work on them any more
    """
    ending = Membership.objects.select_related("user").get(pk=event.membership_id)
    delivering = [code for code, role in roles().items() if Permission.DELIVER in role.permissions]
    others = Membership.objects.filter(
        user=ending.user_id,
        organisation=ending.organisation_id,
        role__in=delivering,
        during__contains=london_day(event.at),
    ).exclude(pk=ending.pk)
    if ending.role not in delivering or others.exists():
        return
    open_ones = Referral.objects.filter(
        worker=ending.user_id, deliverer=ending.organisation_id, state__in=(ALLOCATED, STARTED)
    ).count()
    if open_ones:
        raise ReferralsStillTheirs(ending.user.full_name, open_ones)
