"""What the ledger holds for a quarter: the value delivered under each agreement, net of reversals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from throughline.core.money import Money
from throughline.open_data.queries.window import Window

ENTERED = """
WITH entry AS MATERIALIZED (
  SELECT e.agreement_id, e.referral_id, e.tier, date_trunc('month', e.happened_on)::date AS month,
         CASE WHEN d.kind = 'cost' THEN e.amount ELSE -e.amount END AS amount
    FROM money_ledgerentry e
    JOIN money_account d ON d.id = e.debit_id
    JOIN money_account c ON c.id = e.credit_id
   WHERE e.scheme_id = %(scheme)s AND e.happened_on >= %(first_day)s AND e.happened_on < %(after_last_day)s
     AND e.recorded_at < %(known_before)s AND (d.kind = 'cost' OR c.kind = 'cost')
), charged_on AS (
  SELECT referral_id, tier FROM (SELECT DISTINCT referral_id, tier FROM entry WHERE tier > 1) AS paid
   WHERE EXISTS (SELECT 1 FROM money_ledgerentry u
                  WHERE u.referral_id = paid.referral_id AND u.tier = paid.tier - 1
                    AND u.recorded_at < %(known_before)s)
)
SELECT e.agreement_id, e.month, g.path[e.tier + 1], o.referral_id IS NOT NULL, count(*), sum(e.amount)
  FROM entry e
  LEFT JOIN charged_on o ON o.referral_id = e.referral_id AND o.tier = e.tier
  LEFT JOIN line_referral r ON r.id = e.referral_id
  LEFT JOIN supply_agreement g ON g.id = r.agreement_id
 GROUP BY 1, 2, 3, 4
"""
"""
Value delivered is what stands on the accounts of that kind, so that a reversal counts against what it
reverses. The third column is the next agreement down the chain of the referral: what was paid above is for
that one's work. The fourth says whether the payer is itself paid by use for this referral: a prime that is
paid for it under its core contract is not, and keeps nothing of a price that was never charged.
"""


@dataclass
class Sum:
    """An amount and how many entries of the ledger it is the sum of, reversals among them."""

    amount: Money = field(default_factory=Money.zero)
    entries: int = 0

    def add(self, amount: Money, entries: int) -> None:
        """Count in some more entries."""
        self.amount += amount
        self.entries += entries


@dataclass(frozen=True)
class Funding:
    """
    A quarter's value delivered.

    `passed_down` by agreement; `by_month` by agreement and first day of the month; `for_work_under` what the
    agreement above was worth for work done under this one; `charged_on` the part of an agreement's own sum
    that is for such work; `without_agreement` what names no agreement.
    """

    passed_down: Mapping[int, Sum]
    by_month: Mapping[tuple[int, date], Sum]
    for_work_under: Mapping[int, Sum]
    charged_on: Mapping[int, Sum]
    without_agreement: Sum


def funding_in(window: Window) -> Funding:
    """What the ledger holds for the window, in one query (D23, D24)."""
    passed_down: dict[int, Sum] = defaultdict(Sum)
    by_month: dict[tuple[int, date], Sum] = defaultdict(Sum)
    for_work_under: dict[int, Sum] = defaultdict(Sum)
    charged_on: dict[int, Sum] = defaultdict(Sum)
    without_agreement = Sum()
    with connection.cursor() as cursor:
        cursor.execute(
            ENTERED,
            {
                "scheme": window.scheme.pk,
                "first_day": window.first_day,
                "after_last_day": window.after_last_day,
                "known_before": window.known_before,
            },
        )
        for agreement, month, below, is_charged_on, entries, amount in cursor.fetchall():
            money = Money(amount)
            if agreement is None:
                without_agreement.add(money, entries)
                continue
            passed_down[agreement].add(money, entries)
            by_month[agreement, month].add(money, entries)
            if is_charged_on:
                charged_on[agreement].add(money, entries)
            if below is not None:
                for_work_under[below].add(money, entries)
    return Funding(
        dict(passed_down), dict(by_month), dict(for_work_under), dict(charged_on), without_agreement
    )
