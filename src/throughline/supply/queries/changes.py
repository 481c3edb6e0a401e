"""The door to Change Notifications, their lines and the Change Board: always from who is asking (D6, S59)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet

from throughline.core.access import Actor
from throughline.core.access.permissions import roles
from throughline.core.models import User
from throughline.core.money import Money
from throughline.supply.models import (
    Agreement,
    AreaRole,
    BoardMeeting,
    ChangeLine,
    ChangeMove,
    ChangeNotification,
    Scheme,
)
from throughline.supply.queries.rate_card import prices_visible_to
from throughline.supply.states import ChangeState, LineState, MeetingState
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.routes import ChangeKind


def _overseen(actor: Actor) -> frozenset[int]:
    """The stewards in whose name `actor` reviews, decides or oversees."""
    return (
        actor.holds(Permission.REVIEW_CHANGES)
        | actor.holds(Permission.DECIDE_CHANGES)
        | actor.holds(Permission.OVERSEE_SCHEME)
    )


def our_schemes(actor: Actor) -> QuerySet[Scheme]:
    """The schemes in which `actor` sees prices for a prime or a division, or that they oversee."""
    theirs = AreaRole.objects.filter(organisation__in=actor.holds(Permission.SEE_PRICES))
    return Scheme.objects.filter(
        Q(pk__in=theirs.order_by().values("scheme")) | Q(steward__in=_overseen(actor))
    ).order_by("name", "pk")


def changes_visible_to(actor: Actor) -> QuerySet[ChangeNotification]:
    """A prime's own, drafts included; those submitted in schemes whose prices `actor` sees or oversees."""
    if actor.is_system:
        return ChangeNotification.objects.all()
    return ChangeNotification.objects.filter(
        Q(prime__in=actor.holds(Permission.PROPOSE_PRICES))
        | (Q(scheme__in=our_schemes(actor).order_by().values("pk")) & ~Q(state=ChangeState.DRAFT))
    )


def lines_visible_to(actor: Actor) -> QuerySet[ChangeLine]:
    """The prime's own, those of whoever reviews and decides, and once all is decided the whole scheme's."""
    if actor.is_system:
        return ChangeLine.objects.all()
    ours = Q(notification__prime__in=actor.holds(Permission.PROPOSE_PRICES))
    overseen = Q(notification__scheme__steward__in=_overseen(actor)) & ~Q(
        notification__state=ChangeState.DRAFT
    )
    decided = Q(
        notification__state=ChangeState.DECIDED,
        notification__scheme__in=our_schemes(actor).order_by().values("pk"),
    )
    return ChangeLine.objects.filter(ours | overseen | decided)


def for_its_page(changes: QuerySet[ChangeNotification]) -> QuerySet[ChangeNotification]:
    """With what the page of a notification shows beside its lines, in a fixed number of queries."""
    return changes.select_related("scheme__steward", "prime", "drafted_by").prefetch_related(
        Prefetch("moves", ChangeMove.objects.select_related("by").order_by("happened_at", "pk"))
    )


def lines_of(notification: ChangeNotification, actor: Actor) -> list[ChangeLine]:
    """The lines of one notification as far as `actor` sees them, in order, with what each names."""
    found = lines_visible_to(actor).filter(notification=notification)
    return list(
        found.select_related(
            "service", "item", "agreement__provider", "agreement__payer", "organisation",
            "replaces__provider", "made", "decided_by", "meeting",
        ).order_by("number")
    )  # fmt: skip


def for_a_list(changes: QuerySet[ChangeNotification]) -> QuerySet[ChangeNotification]:
    """With the prime and how many lines each has."""
    return changes.select_related("prime", "scheme").annotate(lines_there=Count("lines"))


def to_review(actor: Actor) -> QuerySet[ChangeNotification]:
    """What waits for a suitability review by `actor`, the oldest first."""
    return _waiting(ChangeState.SUBMITTED, scheme__steward__in=actor.holds(Permission.REVIEW_CHANGES))


def before_the_board(actor: Actor) -> QuerySet[ChangeNotification]:
    """What waits for the Change Board on which `actor` sits, the oldest first."""
    return _waiting(ChangeState.BOARD, scheme__steward__in=actor.holds(Permission.DECIDE_CHANGES))


def returned_to(actor: Actor) -> QuerySet[ChangeNotification]:
    """What was returned with questions to a prime for which `actor` proposes, the oldest first."""
    return _waiting(ChangeState.RETURNED, prime__in=actor.holds(Permission.PROPOSE_PRICES))


def drafts_of(actor: Actor) -> QuerySet[ChangeNotification]:
    """The drafts of the primes for which `actor` proposes."""
    return ChangeNotification.objects.filter(
        prime__in=actor.holds(Permission.PROPOSE_PRICES), state=ChangeState.DRAFT
    ).order_by("drafted_at", "pk")


def _waiting(state: str, **whose: object) -> QuerySet[ChangeNotification]:
    found = ChangeNotification.objects.filter(state=state, **whose)
    return found.select_related("prime", "scheme").order_by("waiting_since", "pk")


@dataclass(frozen=True)
class TierKeeps:
    """What one link pays and what its provider keeps of it, before the change and after."""

    agreement: Agreement
    paid: Money | None
    would_pay: Money | None
    keeps: Money | None
    would_keep: Money | None


def what_each_keeps(line: ChangeLine, actor: Actor) -> Sequence[TierKeeps]:
    """
    What each tier is paid for a line's item the day before it, and would be from its day, as far as seen.

    Two queries. Of a new item, and of one that is withdrawn, one side of the comparison is empty.
    """
    service = line.service
    if service is None or service.agreement is None:
        return []
    links = list(
        Agreement.objects.filter(pk__in=service.agreement.path)
        .select_related("payer", "provider")
        .order_by("tier")
    )
    before, after = _prices_around(line, actor)
    return [
        TierKeeps(
            link,
            before.get(link.pk),
            after.get(link.pk),
            _kept(before, link, below),
            _kept(after, link, below),
        )
        for link, below in zip(links, [*links[1:], None], strict=True)
    ]


def _prices_around(line: ChangeLine, actor: Actor) -> tuple[dict[int, Money], dict[int, Money]]:
    """By link: what it pays for the item the day before the line's day, and what it would from then on."""
    day = line.in_force_on or line.from_on
    before: dict[int, Money] = {}
    after: dict[int, Money] = {}
    if line.item_id is not None:
        eve = day - timedelta(days=1)
        either = Q(during__contains=day) | Q(during__contains=eve)
        for price in prices_visible_to(actor).filter(either, item=line.item_id):
            for held, on in ((before, eve), (after, day)):
                if on in price.during:
                    held[price.agreement_id] = price.amount
    if line.kind == ChangeKind.ITEM_WITHDRAWN:
        return before, {}
    if line.amount is not None:
        after[line.agreement_id] = line.amount
    return before, after


def _kept(prices: dict[int, Money], link: Agreement, below: Agreement | None) -> Money | None:
    received = prices.get(link.pk)
    if received is None:
        return None
    if below is None:
        return received
    paid = prices.get(below.pk)
    return None if paid is None else received - paid


def meetings_visible_to(actor: Actor) -> QuerySet[BoardMeeting]:
    """Meetings of schemes that `actor` oversees, and the agreed minutes of those whose prices they see."""
    overseen = Q(scheme__steward__in=_overseen(actor))
    ours = Q(scheme__in=our_schemes(actor).order_by().values("pk"), state=MeetingState.CLOSED)
    return BoardMeeting.objects.filter(overseen | ours).select_related("scheme", "chair", "closed_by")


def schemes_decided_by(actor: Actor, *, on: date) -> QuerySet[Scheme]:
    """The schemes of that day on whose Change Board `actor` sits."""
    return Scheme.objects.filter(
        steward__in=actor.holds(Permission.DECIDE_CHANGES), during__contains=on
    ).order_by("name", "pk")


def board_members(actor: Actor, *, on: date) -> QuerySet[User]:
    """Who sits on the Boards on which `actor` sits, on a day, by name."""
    codes = [code for code, role in roles().items() if Permission.DECIDE_CHANGES in role.permissions]
    return (
        User.objects.filter(
            is_active=True,
            memberships__role__in=codes,
            memberships__organisation__in=actor.holds(Permission.DECIDE_CHANGES),
            memberships__during__contains=on,
        )
        .distinct()
        .order_by("full_name", "pk")
    )


def meetings_open(actor: Actor, *, on: date) -> QuerySet[BoardMeeting]:
    """The meetings of the Boards on which `actor` sits that have begun and whose minutes are not agreed."""
    return BoardMeeting.objects.filter(
        scheme__steward__in=actor.holds(Permission.DECIDE_CHANGES), state=MeetingState.OPEN, held_on__lte=on
    ).order_by("-held_on", "-pk")


def decisions_of(meeting: BoardMeeting, actor: Actor) -> list[ChangeLine]:
    """What was decided in a meeting, as far as `actor` sees it, by notification and line."""
    return list(
        lines_visible_to(actor)
        .filter(meeting=meeting)
        .exclude(state=LineState.PROPOSED)
        .select_related(
            "notification__prime", "service", "item", "agreement__provider", "organisation",
            "replaces__provider", "decided_by",
        )
        .order_by("notification__prime__name", "notification", "number")
    )  # fmt: skip
