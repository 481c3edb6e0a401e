"""Delivery under agreements that nobody has signed, or had not when it began (D7, S23)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Min

from throughline.core.access import Actor
from throughline.line.queries.chain import work_began_on
from throughline.money.models import LedgerEntry
from throughline.money.queries.ledger import entries_visible_to, standing
from throughline.supply.models import Agreement
from throughline.supply.states import AgreementState


@dataclass(frozen=True)
class Unsigned:
    """An agreement under which delivery began before it was signed: from which day, for how many days."""

    agreement: Agreement
    first_delivery_on: date
    days: int


def delivered_unsigned(agreements: Iterable[Agreement], actor: Actor, *, on: date) -> list[Unsigned]:
    """
    Which of `agreements` had delivery begin under them before they were signed, the earliest first.

    Days run from the first delivery to the day of signing, or to `on` while nobody has signed: from
    1 February to 1 August of the next year they are 546, and 547 across a leap day (S23). The first delivery
    is the first that stands in the ledger or, where nothing is charged, the first that was recorded. An
    agreement of which nobody wrote down the signing is left out, since nothing can be said of it.
    """
    known = {one.pk: one for one in agreements if one.state != AgreementState.NOT_RECORDED}
    began = work_began_on(known)
    charged = (
        standing(entries_visible_to(actor))
        .filter(agreement__in=known)
        .exclude(cause=LedgerEntry.Cause.ADVANCE)
        .values_list("agreement")
        .annotate(first=Min("happened_on"))
        .order_by()
    )
    for agreement_id, first in charged:
        began[agreement_id] = min(first, began.get(agreement_id, first))
    found = [
        Unsigned(known[pk], first, ((known[pk].signed_on or on) - first).days)
        for pk, first in began.items()
        if known[pk].signed_on is None or first < known[pk].signed_on  # type: ignore[operator]
    ]
    return sorted(found, key=lambda one: (one.first_delivery_on, one.agreement.pk))
