"""The reasons for which a referral can be ended on a day, and how often each was given (S99)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from throughline.core.access.actor import Actor, as_system
from throughline.core.periods import Period
from throughline.core.time import start_of_london_day
from throughline.line.models import Again, EndReason, Referral
from throughline.line.states import DECLINED, ENDED_EARLY, WITHDRAWN
from throughline.people.queries.limits import hidden_from
from throughline.vocabulary.ending import STANDARD, EndGroup, Reason
from throughline.vocabulary.permissions import Permission

_ORDER = {group: place for place, group in enumerate(EndGroup.values)}
ENDED_BEFORE_TIME = (WITHDRAWN, ENDED_EARLY)


@dataclass(frozen=True)
class Ended:
    """
    How many referrals ended before their work was done, for one reason, one side and one outcome.

    `again` is how many of them were followed by another referral. Without a reason of the list the words
    are empty: they ended by what was decided about a risk, or before reasons were kept.
    """

    group: str
    words: str
    side: str
    state: str
    times: int
    again: int


def reasons_in_force(on: date) -> Sequence[Reason]:
    """The reasons of the list that stands on the day `on`, by group; the standard ones where none does."""
    found = [
        Reason(one.code, one.group, one.words, one.asks_more)
        for one in EndReason.objects.filter(during__contains=on)
    ]
    return sorted(found, key=lambda one: (_ORDER[one.group], one.words)) if found else STANDARD


def ended_before_time(actor: Actor, during: Period) -> list[Ended]:
    """
    Referrals withdrawn, handed back or ended early in a period, counted by reason for whoever asks.

    Who manages cases counts those of their organisation, a provider those sent to it, and whoever oversees a
    scheme all in it. What a limit hides is not counted (S111).
    """
    whose = (
        Q(supervisor__in=actor.holds(Permission.MANAGE_CASES))
        | Q(deliverer__in=actor.holds(Permission.DECIDE_REFERRALS), sent_at__isnull=False)
        | Q(service__scheme__steward__in=actor.holds(Permission.OVERSEE_SCHEME), sent_at__isnull=False)
    )
    assert during.to is not None
    since, until = start_of_london_day(during.from_), start_of_london_day(during.to)
    followed = Exists(Again.objects.filter(former=OuterRef("pk")))
    with as_system():  # counted over referrals that whoever oversees may not see
        rows = (
            Referral.objects.filter(
                whose,
                ~hidden_from(actor),
                state__in=ENDED_BEFORE_TIME,
                ended_at__gte=since,
                ended_at__lt=until,
            )
            .annotate(followed=followed)
            .values_list("end__group", "end__words", "end__side", "state")
            .annotate(times=Count("pk"), times_followed=Count("pk", filter=Q(followed=True)))
            .order_by()
        )
        found = [Ended(group or "", words or "", side or "", *rest) for group, words, side, *rest in rows]
    return sorted(found, key=lambda one: (_ORDER.get(one.group, len(_ORDER)), one.words, one.side, one.state))


def may_be_referred_again(referral: Referral) -> bool:
    """Whether a referral ended without its work done, and none has followed it yet."""
    over = referral.state in (DECLINED, *ENDED_BEFORE_TIME)
    return over and not Again.objects.filter(former=referral).exists()


@dataclass(frozen=True)
class Chain:
    """Where a referral stands among those that followed one another: before, after, the how-manieth."""

    former: str
    later: str
    place: int


def chain_of(referral: Referral) -> Chain:
    """The references of the referrals before and after this one, and the how-manieth it is."""
    with as_system():  # numbers of the same person's referrals, whoever delivered them
        links = Again.objects.filter(referral__person=referral.person_id).values_list(
            "former", "former__reference", "referral", "referral__reference"
        )
        before = {later: (former, called) for former, called, later, _ in links}
        after = {former: called for former, _, _, called in links}
    place, at = 1, referral.pk
    while at in before:
        place, at = place + 1, before[at][0]
    former = before[referral.pk][1] if referral.pk in before else ""
    return Chain(former, after.get(referral.pk, ""), place)
