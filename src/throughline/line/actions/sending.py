"""Drafting a referral and sending it: its risks, its route, its place (D14, D15)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from django.db import transaction

from throughline.core.access.actor import as_system, current_actor
from throughline.core.access.permissions import require
from throughline.core.events import announce
from throughline.core.models import Organisation, User
from throughline.core.states import move
from throughline.core.time import london_day
from throughline.line.actions.admission import refuse_beyond_its_limits, refuse_closed
from throughline.line.actions.from_custody import note_custody, settle_prison
from throughline.line.actions.referrals import BECAUSE
from throughline.line.actions.risks import share_risks
from throughline.line.actions.sharing_log import log_referral
from throughline.line.events import ReferralSent
from throughline.line.models import Referral
from throughline.line.queries.gate import CHARGED, route_to
from throughline.line.queries.outside import outside_home
from throughline.line.queries.risks import flags_to_decide
from throughline.line.refusals import (
    AlreadyReferred,
    KeptFromTheCase,
    NoPlaceLeft,
    NoRouteToService,
    OutsideItsAreas,
)
from throughline.line.rules.conflicts import GoingOn
from throughline.line.rules.gate import Settled
from throughline.line.rules.risk_sharing import Decision
from throughline.line.states import HOLDS_A_PLACE, OVER
from throughline.people.actions.access import give_access
from throughline.people.models import Objective, Person, PersonAccess, Requirement
from throughline.people.queries.limits import shut_out
from throughline.supply.actions.chain_changes import carry_out_due
from throughline.supply.models import Service, ServiceRoute
from throughline.supply.queries.direct_buying import may_buy_directly
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.routes import FundingRoute


@transaction.atomic
def draft_referral(
    *,
    person: Person,
    requirement: Requirement,
    objective: Objective,
    service: Service,
    supervisor: Organisation,
    planned_sessions: int,
    reason: str,
    exception_reason: str = "",
    begins: str = "",
    by: User,
    at: datetime,
) -> Referral:
    """
    Begin a referral of `person` to `service`, for one requirement and one objective (S91).

    Nobody but the person's supervisors sees it until it is sent. The NSI code comes from the service (S90).
    `exception_reason` says why a service is used that is not given where the person lives (S57); it is kept
    only then. Of somebody in custody it keeps whether work `begins` in the prison or, unless that is said, on
    release (S222).

    :raises NotAllowed: the current actor does not refer for `supervisor`
    :raises ServiceTakesNoReferrals: the service is not open on the London day of `at`
    :raises AlreadyReferred: an open referral to this service stands under the same requirement
    :raises OutsideItsAreas: it is not given where the person lives, and no reason is given
    """
    require(current_actor(), Permission.REFER, within=supervisor.pk, to="refer this person")
    day = london_day(at)
    if carry_out_due(on=day, at=at):
        service.refresh_from_db(fields=["deliverer", "agreement"])
    refuse_closed(service, day)
    _refuse_a_second(person, service, requirement)
    is_outside = bool(outside_home(person, [service.pk], on=day))
    if is_outside and not exception_reason.strip():
        raise OutsideItsAreas(f"Say why, because {service.name} is not given where {person.name} lives")
    referral: Referral = Referral.objects.create(
        person=person,
        requirement=requirement,
        objective=objective,
        service=service,
        deliverer_id=service.deliverer_id,
        supervisor=supervisor,
        referred_by=by,
        planned_sessions=planned_sessions,
        reason=reason,
        exception_reason=exception_reason.strip() if is_outside else "",
        drafted_at=at,
    )
    note_custody(referral, begins, on=day)
    referral.refresh_from_db(fields=["nsi_code", "deliverer", "reference"])
    return referral


@transaction.atomic
def send_referral(
    *,
    referral: Referral,
    decisions: Mapping[int, Decision],
    by: User,
    at: datetime,
    going_on: Mapping[int, GoingOn] = MappingProxyType({}),
) -> Referral:
    """
    Send a referral to the provider with its risk information (D14), and reserve a place (D15).

    `decisions` holds, by the id of each live risk flag, what the officer decided; `going_on` why it is sent
    although a flag forbids or limits what the service involves (S96). The route, buyer and
    chain of this day are kept on the referral; the price is fixed by what follows (D22). What the prison
    settles, in which the person is, goes before what the entry says of who pays (S222). The provider
    sees the person from now on.

    :raises RiskNotDecided: a live flag is neither shared nor withheld with a reason
    :raises RiskMustBeShared: a flag this service has to be told of is withheld
    :raises ConflictNotDecided: a flag forbids what the service involves, and not both reasons are recorded
    :raises ConversationOutOfTime: the conversation about it was before the risk was raised, or is to come
    :raises ServiceTakesNoReferrals: the service was closed meanwhile, or took what it takes in a month
    :raises TrialTakesNobody: the service is on trial, and the trial is over or has all its people
    :raises NoRouteToService: this buyer has no funding route to it today
    :raises OutsideItsAreas: it is not given where the person lives any more, and the draft says not why
    :raises NoPlaceLeft: the last place was reserved meanwhile
    :raises KeptFromTheCase: a limit hides the case from everybody at the provider
    :raises MoveNotAllowed: the referral is no draft any more
    """
    day = london_day(at)
    if carry_out_due(on=day, at=at):
        referral.refresh_from_db()
    _refuse_shut_out(referral, at)
    service = _locked(referral.service_id)
    refuse_closed(service, day)
    refuse_beyond_its_limits(service, referral.person_id, day)
    _refuse_moved_away(referral, service, day)
    flags = flags_to_decide(referral, day)
    shared = share_risks(referral, service, flags, decisions, going_on, by=by, at=at)
    settled = settle_prison(referral, service, on=day)
    route = _route(service, referral.supervisor_id, day, settled)
    chain = service.agreement
    is_free = settled is not None and not settled.is_priced
    pays = route.route in CHARGED and not is_free
    payer = chain.parties[0] if is_free and chain else route.payer_id
    move(
        referral,
        "send",
        by=by,
        at=at,
        also={
            "sent_at": at,
            "route": FundingRoute.CORE if is_free else route.route,
            "agreement_id": chain.pk if chain else None,
            "prime_id": chain.parties[1] if chain else None,
            "buyer_id": referral.supervisor_id if pays else payer,
        },
    )
    _reserve_place(service)
    give_access(
        referral.person,
        to=referral.deliverer,
        scope=PersonAccess.Scope.DELIVER,
        because=BECAUSE,
        because_id=referral.pk,
        at=at,
        shared_flags=shared,
    )
    log_referral(referral, by=by, at=at)
    announce(ReferralSent(referral_id=referral.pk, by_id=by.pk, at=at))
    return referral


def _refuse_a_second(person: Person, service: Service, requirement: Requirement) -> None:
    others = Referral.objects.filter(person=person, service=service, requirement=requirement)
    if (open_one := others.exclude(state__in=OVER).first()) is not None:
        raise AlreadyReferred(
            f"{person.name} already has an open referral to {service.name}, {open_one.reference}: "
            "go on with that one, or choose another service"
        )


def _refuse_shut_out(referral: Referral, at: datetime) -> None:
    if shut_out(referral.person_id, referral.deliverer, at):
        raise KeptFromTheCase(
            f"Nobody at {referral.deliverer.name} may see this case: choose another service, or ask whoever "
            "manages your cases to let them see it"
        )


def _locked(service_id: int) -> Service:
    """The service, locked, so that of two sent at once the second sees what the first took."""
    with as_system():
        return Service.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=service_id)


def _refuse_moved_away(referral: Referral, service: Service, day: date) -> None:
    if not referral.exception_reason and outside_home(referral.person, [service.pk], on=day):
        raise OutsideItsAreas(
            f"{service.name} is not given where {referral.person.name} lives now. Withdraw this draft, and "
            "refer again with the reason for the exception"
        )


def _route(service: Service, buyer_id: int, day: date, settled: Settled | None) -> ServiceRoute:
    found = route_to(service, buyer_id=buyer_id, on=day, settled=settled)
    if found is None and settled is not None and settled.is_priced:
        raise NoRouteToService(
            f"{service.name} is bought for people in this prison, and your organisation has no route to buy "
            "it today: choose another service, or ask its owner"
        )
    if found is None:
        raise NoRouteToService(
            f"Your organisation has no funding route to {service.name} today: "
            "choose another service, or ask its owner"
        )
    is_free = settled is not None and not settled.is_priced
    if (
        found.route == FundingRoute.SPOT
        and not is_free
        and not may_buy_directly(service.scheme_id, buyer_id, on=day)
    ):
        raise NoRouteToService(
            f"{service.name} is bought directly, and {service.scheme} does not permit your organisation to "
            "buy so: choose a service of the rate card, or ask whoever oversees the scheme"
        )
    return found


def _reserve_place(service: Service) -> None:
    if service.places is None:
        return
    with as_system():
        taken = Referral.objects.filter(service=service, state__in=HOLDS_A_PLACE).count()
    if taken > service.places:
        raise NoPlaceLeft(service.name, service.places)
