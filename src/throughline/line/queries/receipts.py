"""How referrals come to providers, counted by who referred them (S103)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from throughline.core.access.actor import Actor, as_system
from throughline.core.periods import Period
from throughline.core.time import start_of_london_day
from throughline.line.models import ReceiptMark, Referral
from throughline.people.queries.custody import in_cohort
from throughline.people.queries.limits import hidden_from
from throughline.vocabulary.custody import Cohort
from throughline.vocabulary.permissions import Permission


@dataclass(frozen=True)
class Received:
    """
    The referrals that an organisation, or one of its officers, sent in a period, and what was said of them.

    `officer` is empty for an organisation as a whole. Late and for the wrong service can be said of one.
    """

    organisation: str
    organisation_reference: str
    officer: str
    officer_id: int | None
    sent: int
    marked: int
    right: int
    late: int
    wrong_service: int

    @property
    def not_marked(self) -> int:
        """How many nothing was said of."""
        return self.sent - self.marked

    @property
    def share(self) -> int | None:
        """Of each hundred marked, how many came in time and right; nothing where none is."""
        return round(100 * self.right / self.marked) if self.marked else None


def received_by_referrer(actor: Actor, during: Period, cohort: str = "") -> list[Received]:
    """
    How referrals sent in a period came, for whoever asks.

    Who manages cases reads it of their own organisation, officer by officer; a provider of those sent to it,
    and whoever oversees a scheme of all in it, by organisation. What a limit hides is not counted (S111).
    Only referrals under sentences of a `cohort` are, where one is named (S231).
    """
    asked = in_cohort(cohort, "requirement__sentence")
    ours = asked & Q(supervisor__in=actor.holds(Permission.MANAGE_CASES))
    theirs = asked & (
        Q(deliverer__in=actor.holds(Permission.DECIDE_REFERRALS))
        | Q(service__scheme__steward__in=actor.holds(Permission.OVERSEE_SCHEME))
    )
    by_organisation = ("supervisor__name", "supervisor__reference")
    found = [
        *_counted(actor, ours, during, (*by_organisation, "referred_by__full_name", "referred_by")),
        *_counted(actor, theirs, during, by_organisation),
    ]
    return sorted(found, key=lambda one: (one.organisation, one.officer, one.officer_id or 0))


def marks_visible_to(actor: Actor) -> QuerySet[ReceiptMark]:
    """The marks that hold on referrals of the actor's organisation, to it, or in a scheme they oversee."""
    cases = Q(supervisor__in=actor.holds(Permission.MANAGE_CASES)) | Q(
        deliverer__in=actor.holds(Permission.DECIDE_REFERRALS)
    )
    seen = Q(referral__in=Referral.objects.filter(~hidden_from(actor)))
    overseen = Q(service__scheme__steward__in=actor.holds(Permission.OVERSEE_SCHEME))
    found = ReceiptMark.objects.filter((cases & seen) | overseen, ~_superseded())
    return found.select_related("service", "deliverer", "supervisor", "referred_by")


def of_short_custody(during: Period) -> list[int]:
    """The referrals sent in a period of people after short custody, by their ids (S231)."""
    since, until = _moments(during)
    with as_system():  # whoever oversees reads what was said of referrals, and not the referrals
        found = Referral.objects.filter(
            in_cohort(Cohort.SHORT_CUSTODY, "requirement__sentence"), sent_at__gte=since, sent_at__lt=until
        )
        return list(found.values_list("pk", flat=True))


def _counted(actor: Actor, whose: Q, during: Period, by: Sequence[str]) -> list[Received]:
    since, until = _moments(during)
    holding = Q(receipt_marks__isnull=False, receipt_marks__superseded_by=None)
    right = holding & Q(receipt_marks__in_time=True, receipt_marks__right_service=True)
    with as_system():  # counted over referrals that whoever oversees may not see
        rows = list(
            Referral.objects.filter(whose, ~hidden_from(actor), sent_at__gte=since, sent_at__lt=until)
            .values_list(*by)
            .annotate(
                sent=Count("pk", distinct=True),
                marked=Count("pk", filter=holding, distinct=True),
                right=Count("pk", filter=right, distinct=True),
                late=Count("pk", filter=holding & Q(receipt_marks__in_time=False), distinct=True),
                wrong=Count("pk", filter=holding & Q(receipt_marks__right_service=False), distinct=True),
            )
            .order_by()
        )
    if len(by) == 2:
        return [Received(name, reference, "", None, *numbers) for name, reference, *numbers in rows]
    return [Received(*row) for row in rows]


def _superseded() -> Exists:
    return Exists(ReceiptMark.objects.filter(supersedes=OuterRef("pk")))


def _moments(during: Period) -> tuple[datetime, datetime]:
    assert during.to is not None
    return start_of_london_day(during.from_), start_of_london_day(during.to)
