"""Moving an agreement on: signing it (D7)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from throughline.core.access import current_actor, require
from throughline.core.models import User
from throughline.core.refusals import Refusal
from throughline.core.states import move
from throughline.core.time import london_day
from throughline.supply.models import Agreement
from throughline.vocabulary.permissions import Permission


class SignedLaterThanToday(Refusal):
    """The day of signing has not come yet."""

    field = "signed_on"


@transaction.atomic
def sign_agreement(*, agreement: Agreement, signed_on: date, by: User, at: datetime) -> Agreement:
    """
    Say that an agreement was signed, on the day it was, on behalf of the party that pays under it.

    Work delivered before that day stays on show as delivered unsigned (D7).

    :raises NotAllowed: whoever acts does not propose prices for the payer
    :raises MoveNotAllowed: it is signed already, ended or abandoned
    :raises SignedLaterThanToday: the day is after the London day of `at`
    """
    require(
        current_actor(),
        Permission.PROPOSE_PRICES,
        within=agreement.payer_id,
        to="mark this agreement as signed",
    )
    if signed_on > london_day(at):
        raise SignedLaterThanToday("The day it was signed must be today or in the past")
    move(agreement, "sign", by=by, at=at, also={"signed_on": signed_on})
    return agreement
