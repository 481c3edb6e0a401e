"""Lines on subcontractors in a Change Notification, while the prime writes it (D6, S232)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from throughline.core.models import Organisation
from throughline.core.periods import Period
from throughline.supply.actions.proposing import add_line
from throughline.supply.models import Agreement, ChangeLine, ChangeNotification
from throughline.supply.refusals import (
    CannotJoinTheChain,
    ChangesTooSoon,
    NotInThisChain,
    ProposedAlready,
    StillPaysOthers,
)
from throughline.supply.states import AgreementState, LineState
from throughline.vocabulary.routes import ChangeKind


@transaction.atomic
def propose_subcontractor(
    *,
    notification: ChangeNotification,
    under: Agreement,
    organisation: Organisation,
    title: str,
    areas: Sequence[int],
    from_on: date,
    why: str = "",
) -> ChangeLine:
    """
    Propose that an organisation works below the provider of an agreement from a day on.

    :raises NotInThisChain: the agreement is not of the prime's chain, or not in force on `from_on`
    :raises CannotJoinTheChain: the organisation stands in that chain already
    """
    refuse_outside_the_chain(notification, under, from_on)
    _refuse_twice_in_a_chain(under, organisation)
    return add_line(
        notification,
        ChangeKind.SUBCONTRACTOR_ADDED,
        agreement=under,
        organisation=organisation,
        name=title,
        area_ids=sorted(areas),
        from_on=from_on,
        why=why,
    )


@transaction.atomic
def propose_replacement(
    *,
    notification: ChangeNotification,
    replaces: Agreement,
    organisation: Organisation,
    title: str,
    same_prices: bool,
    from_on: date,
    why: str = "",
) -> ChangeLine:
    """
    Propose that an organisation takes over what is delivered under an agreement, which ends on that day.

    With `same_prices` the new one is paid from the day what the one before is paid the day before.

    :raises NotInThisChain: the agreement is no subcontractor's of this prime, or not in force on `from_on`
    :raises ChangesTooSoon: it begins on that day or later
    :raises StillPaysOthers: agreements below it are in force on that day
    :raises CannotJoinTheChain: the organisation stands in that chain already
    :raises ProposedAlready: it is ended or replaced by another line
    """
    above = check_it_can_end(notification, replaces, from_on)
    _refuse_a_second(notification, replaces)
    _refuse_twice_in_a_chain(above, organisation, instead_of=replaces)
    return add_line(
        notification,
        ChangeKind.SUBCONTRACTOR_ADDED,
        agreement=above,
        organisation=organisation,
        replaces=replaces,
        name=title,
        same_prices=same_prices,
        area_ids=sorted(replaces.areas.values_list("pk", flat=True)),
        from_on=from_on,
        why=why,
    )


@transaction.atomic
def propose_removal(
    *, notification: ChangeNotification, agreement: Agreement, from_on: date, why: str = ""
) -> ChangeLine:
    """
    Propose that a subcontractor's agreement ends on a day, and nobody takes over what it delivers.

    :raises NotInThisChain: and what else `propose_replacement` raises of the agreement that ends
    """
    check_it_can_end(notification, agreement, from_on)
    _refuse_a_second(notification, agreement)
    return add_line(
        notification, ChangeKind.SUBCONTRACTOR_REMOVED, agreement=agreement, from_on=from_on, why=why
    )


def check_it_can_end(notification: ChangeNotification, agreement: Agreement, on: date) -> Agreement:
    """
    Refuse to end an agreement that could not end on a day, and give the one above it.

    :raises NotInThisChain: it is no subcontractor's of this prime, or not in force on that day
    :raises ChangesTooSoon: it begins on that day or later
    :raises StillPaysOthers: agreements below it are in force on that day
    :raises ProposedAlready: another line was approved by which it ends
    """
    refuse_outside_the_chain(notification, agreement, on)
    above = agreement.above
    if above is None:
        raise NotInThisChain(f"“{agreement.title}” is the contract itself. Choose one below it")
    if agreement.during.from_ >= on:
        raise ChangesTooSoon(
            f"“{agreement.title}” begins on {_day(agreement.during.from_)}. Choose a day after that"
        )
    below = agreement.below.exclude(state__in=(AgreementState.ABANDONED, AgreementState.ENDED))
    others = below.filter(during__overlap=Period(on)).select_related("provider").order_by("provider__name")
    if names := [one.provider.name for one in others]:
        raise StillPaysOthers(
            f"{agreement.provider} still pays {', '.join(names)} under agreements of its own on {_day(on)}. "
            "End or replace those first"
        )
    ending = ChangeLine.objects.filter(replaces=agreement) | ChangeLine.objects.filter(
        agreement=agreement, kind=ChangeKind.SUBCONTRACTOR_REMOVED
    )
    former = ending.filter(state=LineState.APPROVED).select_related("notification").first()
    if former is not None and former.in_force_on is not None:
        raise ProposedAlready(
            f"“{agreement.title}” ends on {_day(former.in_force_on)} already, by "
            f"{former.notification.reference}. Choose another"
        )
    return above


def refuse_outside_the_chain(notification: ChangeNotification, agreement: Agreement, on: date) -> None:
    """
    Refuse an agreement that is not in the notification's chain on a day.

    :raises NotInThisChain: it is another prime's or another scheme's, or not in force then
    """
    ours = agreement.parties[1] == notification.prime_id and agreement.scheme_id == notification.scheme_id
    if not ours:
        raise NotInThisChain(
            f"“{agreement.title}” is not in the chain of {notification.prime}. Choose one that is"
        )
    over = agreement.state in (AgreementState.ABANDONED, AgreementState.ENDED)
    if over or on not in agreement.during:
        raise NotInThisChain(
            f"“{agreement.title}” is not in force on {_day(on)}. Choose a day on which it is"
        )


def _refuse_a_second(notification: ChangeNotification, agreement: Agreement) -> None:
    lines = notification.lines.filter(replaces=agreement) | notification.lines.filter(
        agreement=agreement, kind=ChangeKind.SUBCONTRACTOR_REMOVED
    )
    if lines.exists():
        raise ProposedAlready(
            f"This notification has a line by which “{agreement.title}” ends already: take it out first"
        )


def _refuse_twice_in_a_chain(
    above: Agreement, organisation: Organisation, *, instead_of: Agreement | None = None
) -> None:
    if organisation.pk in above.parties:
        raise CannotJoinTheChain(
            f"{organisation} stands in this chain already, above. An organisation stands only once in a chain"
        )
    if instead_of is not None and organisation.pk == instead_of.provider_id:
        raise CannotJoinTheChain(f"{organisation} is who delivers now. Choose who takes over")


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
