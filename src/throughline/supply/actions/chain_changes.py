"""
Carrying out what the Change Board decided about subcontractors (D2, D6, S232).

The dates are written when a line is approved, so that the chain reads right as at any day before and after.
What stands in one place only (who the directory names, with whom open referrals are) follows on the day:
at once when it has come, otherwise with the first act after it or when `carry_out_due` is run.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from throughline.core.access.actor import as_system
from throughline.core.events import announce
from throughline.core.models import User
from throughline.core.periods import Period
from throughline.core.states import move
from throughline.core.time import london_day
from throughline.supply.actions.prices import end_prices
from throughline.supply.actions.subcontractors import check_it_can_end, refuse_outside_the_chain
from throughline.supply.actions.versions import keep_first_versions, keep_version
from throughline.supply.events import SubcontractorChanged
from throughline.supply.models import (
    Agreement,
    AgreementArea,
    ChangeLine,
    HighRiskClearance,
    Price,
    Service,
    Tenure,
)
from throughline.supply.queries.keepers import may_own
from throughline.supply.queries.tenures import agreement_on
from throughline.supply.refusals import PriceOverlaps
from throughline.supply.states import AgreementState, LineState, ServiceState
from throughline.vocabulary.routes import IN_THE_CHAIN, ChangeKind


def make_agreement(line: ChangeLine, on: date) -> Agreement:
    """
    The agreement of a subcontractor who was approved, from the day `on`; under negotiation until signed (D7).

    :raises NotInThisChain: the one above is not in force on that day
    """
    refuse_outside_the_chain(line.notification, line.agreement, on)
    assert line.organisation is not None
    made = Agreement.objects.create(
        scheme_id=line.notification.scheme_id,
        payer_id=line.agreement.provider_id,
        provider=line.organisation,
        above=line.agreement,
        title=line.name,
        during=Period(on, line.agreement.during.to),
    )
    AgreementArea.objects.bulk_create(AgreementArea(agreement=made, area_id=pk) for pk in line.area_ids)
    made.refresh_from_db()
    return made


def put_in_the_chain(line: ChangeLine, *, by: User, at: datetime) -> None:
    """
    Write the dates of an approved line on a subcontractor, and carry it out when its day has come.

    :raises NotInThisChain: the agreement that ends is not in force on the day
    :raises StillPaysOthers: agreements below it are
    :raises ProposedAlready: it ended by another line meanwhile
    :raises PriceOverlaps: a price under it begins on the day or later
    """
    on = line.in_force_on
    assert on is not None
    ending = _that_ends(line)
    if ending is not None:
        _end(line, ending, on, by=by, at=at)
    if on <= london_day(at):
        carry_out(line, by=by, at=at)


def carry_out_due(*, on: date, at: datetime) -> list[ChangeLine]:
    """
    Carry out every approved line on a subcontractor whose day has come by `on`, the earliest first.

    Acts as the system, in the name of whoever decided. A line is carried out once, whoever else asks.
    """
    with as_system(), transaction.atomic():
        due = list(
            ChangeLine.objects.select_for_update(of=("self",))
            .filter(
                kind__in=IN_THE_CHAIN,
                state=LineState.APPROVED,
                carried_out_at__isnull=True,
                in_force_on__lte=on,
            )
            .select_related("notification", "agreement", "replaces", "organisation", "made", "decided_by")
            .order_by("in_force_on", "pk")
        )
        for line in due:
            assert line.decided_by is not None
            carry_out(line, by=line.decided_by, at=at)
    return due


def carry_out(line: ChangeLine, *, by: User, at: datetime) -> None:
    """Move what follows on the day of a line: the agreement that ends, its services, and who hears of it."""
    ending = _that_ends(line)
    if ending is not None:
        ending.refresh_from_db()
        if ending.state not in (AgreementState.ENDED, AgreementState.ABANDONED):
            move(ending, "end", by=by, at=at, why=_why(line))
    for tenure in line.tenures.select_related("service", "deliverer", "agreement").order_by("service"):
        _hand_over(tenure.service, tenure, by=by, at=at, why=_why(line))
    line.carried_out_at = at
    line.save(update_fields=["carried_out_at"])
    announce(SubcontractorChanged(line_id=line.pk, by_id=by.pk, at=at))


def _that_ends(line: ChangeLine) -> Agreement | None:
    return line.agreement if line.kind == ChangeKind.SUBCONTRACTOR_REMOVED else line.replaces


def _end(line: ChangeLine, ending: Agreement, on: date, *, by: User, at: datetime) -> None:
    Agreement.objects.select_for_update(of=("self",)).get(pk=ending.pk)
    services = [
        one
        for one in Service.objects.select_for_update(of=("self",))
        .filter(pk__in=_ever_under(ending))
        .exclude(state=ServiceState.WITHDRAWN)
        .order_by("pk")
        if _is_under(one, ending, on)
    ]
    ending.during = ending.during.ended_on(on)
    ending.save(update_fields=["during"])
    if line.kind == ChangeKind.SUBCONTRACTOR_REMOVED:
        _close(services, ending, on, by=by, at=at)
    else:
        assert line.made is not None
        for service in services:
            _change_hands(service, ending, line.made, on, line)
        _pass_prices(ending, line.made, on, same=line.same_prices)


def _ever_under(agreement: Agreement) -> list[int]:
    of_it = Tenure.objects.filter(agreement=agreement).values_list("service", flat=True)
    return [*of_it, *Service.objects.filter(agreement=agreement).values_list("pk", flat=True)]


def _is_under(service: Service, agreement: Agreement, on: date) -> bool:
    held = agreement_on(service, on)
    return held is not None and held.pk == agreement.pk and not service.during.ends_by(on)


def _close(services: list[Service], ending: Agreement, on: date, *, by: User, at: datetime) -> None:
    top = Agreement.objects.get(pk=ending.path[0])
    for service in services:
        for item in service.items.order_by("pk"):
            if Price.objects.filter(item=item, during__overlap=Period(on)).exists():
                end_prices(item=item, top=top, from_on=on, by=by, at=at)
        if service.during.from_ < on:
            service.during = service.during.ended_on(on)
            service.save(update_fields=["during"])


def _change_hands(service: Service, ending: Agreement, made: Agreement, on: date, line: ChangeLine) -> None:
    """Who delivers it until the day, and who from then on."""
    begins = max(on, service.during.from_)
    last = service.tenures.order_by("during__startswith").last()
    if last is None and service.during.from_ < on:
        Tenure.objects.create(
            service=service,
            deliverer_id=service.deliverer_id,
            agreement=ending,
            during=service.during.ended_on(on),
        )
    elif last is not None:
        last.during = last.during.ended_on(on)
        last.save(update_fields=["during"])
    Tenure.objects.create(
        service=service,
        deliverer_id=made.provider_id,
        agreement=made,
        during=Period(begins, service.during.to),
        line=line,
    )


def _pass_prices(ending: Agreement, made: Agreement, on: date, *, same: bool) -> None:
    """End what the agreement pays by use; with `same`, the new one pays it from the day."""
    held = Price.objects.filter(agreement=ending)
    later = held.filter(during__startswith__gte=on).order_by("during__startswith").first()
    if later is not None:
        raise PriceOverlaps(
            f"A price of {later.amount.display()} under “{ending.title}” begins on "
            f"{later.during.from_:%-d %B %Y}. Choose a day after that"
        )
    for former in held.filter(during__contains=on).order_by("pk"):
        former.during = former.during.ended_on(on)
        former.save(update_fields=["during"])
        if same:
            Price.objects.create(
                item_id=former.item_id,
                agreement=made,
                amount=former.amount,
                during=Period(on, made.during.to),
            )


def _hand_over(service: Service, tenure: Tenure, *, by: User, at: datetime, why: str) -> None:
    """
    Let the directory name who delivers now: they confirm the entry and are cleared anew (D4, S246).

    A service that was withdrawn meanwhile stays as it was.
    """
    locked = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    if locked.state == ServiceState.WITHDRAWN:
        return
    keep_first_versions([locked.pk], at=at)
    locked.deliverer_id, locked.agreement = tenure.deliverer_id, tenure.agreement
    locked.confirmed_on = None
    if locked.owner_id is not None and not may_own(locked, on=london_day(at)).filter(pk=locked.owner_id):
        locked.owner = None
    locked.save(update_fields=["deliverer", "agreement", "confirmed_on", "owner"])
    for clearance in HighRiskClearance.objects.filter(service=locked, during__contains=tenure.during.from_):
        if clearance.during.from_ < tenure.during.from_:
            clearance.during = clearance.during.ended_on(tenure.during.from_)
            clearance.ended_by, clearance.ended_at = by, at
            clearance.why_ended = f"{tenure.deliverer} delivers it now and has not been checked"
            clearance.save(update_fields=["during", "ended_by", "ended_at", "why_ended"])
    keep_version(locked, by=by, at=at, why=why)


def _why(line: ChangeLine) -> str:
    said = line.reason or line.why
    by = f"Change Notification {line.notification.reference}, line {line.number}"
    return f"{by}: {said}" if said else by


def refuse_what_cannot_end(line: ChangeLine, on: date) -> None:
    """
    Refuse to approve a line whose agreement cannot end on the day any more.

    :raises NotInThisChain: and what else `check_it_can_end` raises
    """
    ending = _that_ends(line)
    if ending is not None:
        check_it_can_end(line.notification, ending, on)
