"""Paying a provider ahead of delivery (D25)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection, transaction

from throughline.core.access import as_system, current_actor, require
from throughline.core.models import Organisation, User
from throughline.core.money import Money
from throughline.money.actions.ledger import account_between
from throughline.money.models import Account, LedgerEntry
from throughline.money.refusals import AdvanceAlreadyPaid, AdvanceOfNothing
from throughline.supply.models import Scheme
from throughline.vocabulary.permissions import Permission


@transaction.atomic
def pay_advance(
    *,
    scheme: Scheme,
    payer: Organisation,
    provider: Organisation,
    amount: Money,
    paid_on: date,
    payment_reference: str,
    by: User,
    at: datetime,
) -> LedgerEntry:
    """
    Enter a payment made ahead of delivery: the advance grows, the payer's bank falls (S165).

    `payment_reference` is the payer's own; the same one between the same two is entered once.

    :raises NotAllowed: whoever acts neither holds the payer's budget nor reconciles for the scheme's steward
    :raises AdvanceOfNothing: the amount is not above £0.00
    :raises AdvanceAlreadyPaid: this payment was entered before
    """
    actor = current_actor()
    if not actor.may(Permission.OVERSEE_SCHEME, within=scheme.steward_id):
        require(actor, Permission.HOLD_BUDGET, within=payer.pk, to="enter an advance paid")
    if amount <= Money.zero():
        raise AdvanceOfNothing("The advance must be more than £0.00")
    with as_system():
        advance = account_between((scheme.pk, payer.pk, provider.pk), Account.Kind.ADVANCE)
        Account.objects.select_for_update().get(pk=advance.pk)
        if LedgerEntry.objects.filter(debit=advance, note=payment_reference).exists():
            raise AdvanceAlreadyPaid(
                f"{payment_reference} from {payer} to {provider} is already in the ledger. "
                f"Enter another payment"
            )
        return LedgerEntry.objects.create(
            debit=advance,
            credit=account_between((scheme.pk, payer.pk, provider.pk), Account.Kind.BANK),
            amount=amount,
            cause=LedgerEntry.Cause.ADVANCE,
            cause_id=_next_number(),
            happened_on=paid_on,
            recorded_at=at,
            recorded_by=by,
            scheme=scheme,
            payer=payer,
            provider=provider,
            note=payment_reference,
        )


def _next_number() -> int:
    # A payment is no record of its own: its number comes from the entries' sequence, so nothing else has it.
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('money_ledgerentry', 'id'))")
        number: int = cursor.fetchone()[0]
    return number
