"""A world in which a record of every kind stands, for the questions of who may see and do what."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial

from tests import factories as make
from tests.gateway.case_files import NSI
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.core.models import Area, Membership, Site, Stream, User
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.core.time import Quarter
from throughline.line.actions import referrals
from throughline.line.actions.appointments import cancel_appointment
from throughline.line.models import Appointment, Referral, RiskConcern
from throughline.line.queries.feedback import referrals_considered
from throughline.line.rules.risk_sharing import Decision
from throughline.money.actions.choices import decide_on_choice
from throughline.money.actions.commitments import refuse_beyond_budget
from throughline.open_data.actions.intentions import publish_intentions
from throughline.open_data.actions.publications import publish
from throughline.open_data.documents import What
from throughline.open_data.queries.window import Window
from throughline.people.actions.planned_work import Work, move_work, plan_work
from throughline.people.actions.plans import add_objective, move_objective
from throughline.people.models import PersonAccess, PlannedWork, Transfer, TransferMove
from throughline.supply.actions.agreements import sign_agreement
from throughline.supply.actions.intentions import move_intention
from throughline.supply.actions.noticeboard import Offering, make_offer, move_need, move_offer
from throughline.supply.actions.services import suspend_service
from throughline.supply.models import ChangeLineMove, ChangeMove, ChangeNotification, Service
from throughline.supply.queries.content import content_of

CLOCK = datetime(2017, 7, 3, 9, 0, tzinfo=UTC)
"""When everybody looks: a Monday after the quarter in which it all happened."""

NOBODY = "nobody"
VIEWERS = (
    "officer",
    "other_officer",
    "senior",
    "court_officer",
    "worker",
    "other_worker",
    "manager",
    "prime",
    "commissioner",
    "contract_manager",
    "board",
    "inspector",
    "person",
    "without_role",
)
"""Everybody who signs in: each role in its organisation, a colleague without the case, and no role at all."""

ROLE_OF = {
    "officer": "responsible_officer",
    "other_officer": "responsible_officer",
    "senior": "senior_officer",
    "court_officer": "court_officer",
    "worker": "support_worker",
    "other_worker": "support_worker",
    "manager": "provider_manager",
    "prime": "supply_chain_manager",
    "commissioner": "commissioner",
    "contract_manager": "contract_manager",
    "board": "board_member",
    "inspector": "inspector",
    "person": "person",
}
"""Viewer to the role they hold."""


@dataclass
class Furnished:
    """
    A world, who looks from inside it, and the parts of addresses that lead to its records.

    `secrets` are texts that nobody outside this world may read on any page: names of people, and the
    numbers of their records.
    """

    world: World
    viewers: dict[str, User]
    parts: dict[str, str]
    secrets: dict[str, str] = field(default_factory=dict)


def furnish(name: str) -> Furnished:
    """A world with a record of every kind. `name` is the person's last name, which no other world has."""
    world = charlenes_world(budget="1000.00")
    world.person.last_name = name
    world.person.save()
    flag = make.RiskFlagFactory(person=world.person, detail=f"A risk of {name}")
    make.RestrictionFactory(flag=flag)
    decisions = _shared(world)
    assessment = make.AssessmentFactory(person=world.person)
    make.AssessedNeedFactory(assessment=assessment)
    make.FactorsRecordedFactory(assessment=assessment, recorded_by=world.officer)
    viewers = _viewers(world)
    limit = make.CaseLimitFactory(
        person=world.person, users=[viewers["without_role"].pk], set_by=world.senior
    )
    transfer = _transfer(world, viewers["other_officer"])
    make.ConsentFactory(person=world.person, recorded_by=world.officer)
    make.PseudonymisedExportFactory(made_by=viewers["inspector"])

    work = _planned(world)
    started = world.allocated(decisions=decisions)
    make.ReferralDetailsFactory(referral=started)
    make.AmendmentFactory(referral=started, made_by=world.officer)
    make.PracticalNeedsFactory(person=world.person, said_by=world.officer)
    attended = world.attended(started, make.NOW + timedelta(days=2))
    world.corrected(attended, "late")
    unplanned = world.attended(started, make.NOW + timedelta(days=4), rar=False)
    undecided = world.attended(started, make.NOW + timedelta(days=6), rar=False)
    unrecorded = world.booked(started, make.NOW + timedelta(days=10))
    missed = world.recorded(world.booked(started, make.NOW + timedelta(days=14)), "missed")
    decided = world.recorded(world.booked(started, make.NOW + timedelta(days=15)), "missed")
    breach = make.MissedDecisionFactory(attendance=decided, decided="breach", decided_by=world.officer)
    notice = make.BreachNoticeFactory(decision=breach, referral=started, made_by=world.officer)
    make.BreachReadingFactory(notice=notice, read_by=world.worker)
    coming = world.booked(started, CLOCK + timedelta(days=10))
    late = world.booked(started, make.NOW + timedelta(days=12))
    supervision = make.AppointmentFactory(
        supervision=True,
        person=world.person,
        organisation=world.division,
        worker=world.officer,
        starts_at=make.NOW + timedelta(days=9),
    )
    prisons = _was_inside(world, started, coming, supervision)
    draft = world.draft(service=_free(world, "Debt advice"))
    sent = world.sent(decisions, service=_free(world, "Housing advice"))
    queried = world.sent(decisions, service=_free(world, "Art group"))
    _asked(world, queried)
    accepted = world.accepted(decisions=decisions, service=_free(world, "Walking group"))
    waiting = world.accepted(decisions=decisions, service=_dear(world))
    make.OutcomeFactory(referral=waiting, recorded_by=world.worker)
    make.LaterDecisionFactory(appointment=unplanned.appointment, decided_by=world.officer)
    suspended = make.complete(
        make.ServiceFactory(
            scheme=world.scheme,
            kind=world.service.kind,
            name="Allotment",
            deliverer=world.centre,
            state="suspended",
        )
    )
    unsigned = make.AgreementFactory(
        scheme=world.scheme, payer=world.prime, above=world.chain[0], state="negotiating", signed_on=None
    )
    make.AgreementAreaFactory(agreement=world.chain[1])
    returned = make.ProviderReturnFactory(scheme=world.scheme, payer=world.prime, provider=world.centre)
    match = make.ReconciliationFactory(provider_return=returned)
    line = make.ReturnLineFactory(provider_return=returned, referral_reference=started.reference)
    make.ReconciledLineFactory(reconciliation=match, return_line=line)
    make.MessageFactory(to=world.officer)
    make.MessageChoiceFactory(user=world.officer)
    make.ServiceViewsFactory(service=world.service, organisation=world.division)
    make.ReadingFactory(by=world.officer, subject_id=world.person.pk)
    make.ConflictDecisionFactory(sharing=started.risk_decisions.get())
    make.RecheckDecisionFactory(recheck=make.RiskRecheckFactory(referral=started), decided_by=world.officer)
    make.RiskRecheckFactory(referral=started)
    make.RiskReadingFactory(sharing=started.risk_decisions.get(), read_by=world.worker)
    described = _described(world.service)
    changing = _changing(world, viewers["board"])
    for referral in (started, accepted):
        make.ReceiptMarkFactory(referral=referral, marked_by=world.manager)
    absence = make.AbsenceFactory(
        worker=world.worker,
        organisation=world.centre,
        during=Period(date(2017, 6, 20), date(2017, 7, 21)),
    )
    make.AbsenceCoverFactory(
        absence=absence, by=world.manager, during=Period(date(2017, 6, 20), date(2017, 6, 27))
    )
    make.QuietSpellFactory(referral=started)
    make.CaseDifferenceFactory(referral=started, noticed_by=world.senior)
    make.EndReasonFactory(during=Period(date(2016, 1, 1), date(2016, 2, 1)))  # no list stands now
    make.ReferralEndFactory(referral=queried, ended_by=world.manager)
    make.AgainFactory(referral=accepted, former=started, linked_by=world.officer)
    make.ContactFactory(referral=started, recorded_by=world.officer)
    make.OverCaseloadFactory(referral=started, worker=world.worker, given_by=world.manager)
    make.CaseloadLimitFactory(organisation=world.centre, set_by=world.manager)
    make.TenureFactory(service=world.service, agreement=world.chain[-1])
    make.HandoverFactory(
        referral=waiting,
        line__notification=ChangeNotification.objects.get(reference=changing["change_decided"]),
        line__agreement=world.chain[0],
        line__number=2,
    )
    _moved(world, world.booked(started, CLOCK + timedelta(days=11)))
    make.RejectedRowFactory(file__loaded_by=world.manager)
    _published(world)
    intended = _intended(world)
    board = _on_the_board(world)
    world.recorded(late, at=CLOCK - timedelta(days=1))

    budget = world.scheme.budgets.get(pot=None)
    pot = make.PotKindFactory(pot__scheme=world.scheme, pot__giver=world.ministry).pot
    make.BudgetFactory(scheme=world.scheme, buyer=world.division, pot=pot, amount=pot.amount)
    entry = started.ledger.filter(tier=2).latest("pk")
    appointments = {"attended": attended.appointment, "undecided": undecided.appointment}
    appointments |= {"missed": missed.appointment}
    appointments |= {"unrecorded": unrecorded, "coming": coming, "supervision": supervision}
    stages = {"draft": draft, "sent": sent, "queried": queried, "accepted": accepted}
    stages |= {"started": started, "waiting": waiting}
    return Furnished(
        world=world,
        viewers=viewers,
        parts={
            "person": world.person.reference,
            **{key: one.reference for key, one in (stages | appointments).items()},
            **intended,
            **_said_of_referring(world),
            "concern": _concern(world, started).reference,
            **_reviewed(world, started, accepted),
            **_searches(world),
            **_choices(world),
            "pot": pot.reference,
            **board,
            **described,
            "objective": str(world.objective.pk),
            "work": str(work.pk),
            "free_work": str(make.PlannedWorkFactory(objective=world.objective).pk),
            "service": world.service.reference,
            "suspended": suspended.reference,
            "item": str(world.item.pk),
            "lower_agreement": world.chain[1].reference,
            "top_agreement": world.chain[0].reference,
            "organisation_to_come": make.OrganisationFactory().reference,
            "unsigned": unsigned.reference,
            "organisation": world.centre.reference,
            "court": _court_of(world.service).code,
            "scheme": world.scheme.code,
            "stream": str(_exchanged(world).pk),
            **changing,
            "prime_organisation": world.prime.reference,
            "budget": budget.reference,
            "entry": str(entry.pk),
            "reconciliation": str(match.pk),
            "membership": str(Membership.objects.get(user=viewers["other_worker"]).pk),
            "absence": str(absence.pk),
            "officer_number": str(world.officer.pk),
            "worker_number": str(world.worker.pk),
            "manager_number": str(world.manager.pk),
            "limit": str(limit.pk),
            "transfer": transfer.reference,
            "officer_address": world.officer.email,
            **prisons,
            "risk": str(flag.pk),
            "other_officer_address": viewers["other_officer"].email,
            "other_worker_address": viewers["other_worker"].email,
        },
        secrets={
            "the person’s name": name,
            "the person’s reference": world.person.reference,
            "the case number": world.person.case_number,
            **{f"the {key} referral": one.reference for key, one in stages.items()},
            **{f"the {key} appointment": one.reference for key, one in appointments.items()},
            "the budget": budget.reference,
            "the return": returned.reference,
            "the officer’s name": world.officer.full_name,
            "the worker’s name": world.worker.full_name,
        },
    )


def _transfer(world: World, to: User) -> Transfer:
    """A transfer that is not confirmed, of one case, with a move as it will have."""
    made: Transfer = make.TransferFactory(
        from_organisation=world.division, officers=[to.pk], asked_by=world.senior
    )
    made.refresh_from_db()
    held = world.person.supervisions.get()
    make.TransferLineFactory(
        transfer=made,
        person=world.person,
        from_officer=world.officer,
        to_officer=to,
        held=held,
        transfer_reference=made.reference,
        reference=world.person.reference,
    )
    TransferMove.objects.create(
        subject=made, name="confirm", from_state="draft", to_state="draft", happened_at=make.NOW
    )
    return made


def _was_inside(
    world: World, started: Referral, coming: Appointment, supervision: Appointment
) -> dict[str, str]:
    """A time in custody whose expected end has passed, and a licence to say the time served of."""
    custody = make.CustodyFactory(person=world.person, recorded_by=world.officer)
    make.HeldInFactory(custody=custody)
    release = make.ReleaseDateFactory(custody=custody)
    make.FromCustodyFactory(referral=started, custody=custody)
    for appointment in (coming, supervision):
        make.MovedWithReleaseFactory(release=release, appointment=appointment)
    licence = make.SentenceFactory(person=world.person, kind="licence", custody_days=56)
    other = make.PrisonDesignationFactory(kind="other").prison
    return {"licence": str(licence.pk), "other_prison": other.code}


def _choices(world: World) -> dict[str, str]:
    """A draft that needs approval, and another whose approval waits after it was refused once."""
    make.ChoiceLimitFactory(
        organisation=world.division, most_cost=None, risk_levels=["very_high"], set_by=world.commissioner
    )
    drafts = [world.draft(service=_free(world, name)) for name in ("Drama", "Pottery")]
    world.person.risk_level = "very_high"
    world.person.save(update_fields=["risk_level"])
    refused = make.ChoiceApprovalFactory(referral=drafts[0], asked_by=world.officer)
    with acting_as(make.acting(world.commissioner)):
        decide_on_choice(approval=refused, allows=False, why="Too dear", by=world.commissioner, at=make.NOW)
    waits = make.ChoiceApprovalFactory(referral=drafts[0], asked_by=world.officer)
    return {"choice": waits.reference, "dear": drafts[1].reference}


def _concern(world: World, referral: Referral) -> RiskConcern:
    """A concern that waits for the officer, after one that was decided on and copied."""
    before = make.RiskConcernFactory(referral=referral, raised_by=world.worker)
    make.ConcernDecisionFactory(concern=before, decided_by=world.officer)
    make.ConcernCopyFactory(concern=before, referral=referral, made_by=world.officer)
    make.ConcernReadingFactory(concern=before, read_by=world.officer)
    waits: RiskConcern = make.RiskConcernFactory(referral=referral, raised_by=world.worker)
    return waits


def _reviewed(world: World, missed: Referral, answered: Referral) -> dict[str, str]:
    """A review under way with a mark for each provider, of whom one was asked and another has answered."""
    of_the_plan = {"plan": world.objective.plan, "organisation": world.division}
    review = make.PlanReviewFactory(**of_the_plan, begun_by=world.officer)
    for one in referrals_considered(review):
        make.FeedbackMarkFactory(review=review, referral=one, marked_by=world.officer)
    make.FeedbackAskedFactory(review=review, referral=missed, asked_by=world.officer)
    given = make.FeedbackAskedFactory(review=review, referral=answered, asked_by=world.officer)
    make.FeedbackGivenFactory(asked=given, given_by=world.manager)
    stands = world.objective.plan.versions.latest("number")
    make.PlanAnswerFactory(version=stands, recorded_by=world.officer)
    make.OfficerSupervisionFactory(
        officer=world.officer, organisation=world.division, recorded_by=world.senior
    )
    training = make.TrainingFactory(user=world.officer, organisation=world.division, offered_by=world.senior)
    return {"plan_version": str(stands.number), "training": str(training.pk)}


def _planned(world: World) -> PlannedWork:
    """A plan with work that no referral carries out, of which something was begun, dropped and put back."""
    at, by = make.NOW, world.officer
    with acting_as(make.acting(by)):
        dropped = plan_work(
            plan=world.objective.plan,
            work=Work("Walk in the park", "person", objective=world.objective),
            by=by,
            at=at,
        )
        move_work(planned=dropped, name="drop", why="It is too far", by=by, at=at)
        other = add_objective(
            sentence=world.requirement.sentence, need="finance", words="Pay the rent", by=by, at=at
        )
        move_objective(objective=other, name="drop", why="It is paid", by=by, at=at)
        work = Work("Talk about home", "officer", objective=world.objective)
        return plan_work(plan=world.objective.plan, work=work, by=by, at=at)


def _viewers(world: World) -> dict[str, User]:
    person = make.member("person", world.division)
    world.person.user = person
    world.person.save()
    make.PersonAccessFactory(person=world.person, user=person, scope=PersonAccess.Scope.SELF, because="self")
    for user in (world.officer, world.worker):
        user.full_name = f"{user.full_name} with {world.person.last_name}"
        user.save()
    return {
        "officer": world.officer,
        "other_officer": make.member("responsible_officer", world.division),
        "senior": world.senior,
        "court_officer": make.member("court_officer", world.division),
        "worker": world.worker,
        "other_worker": make.member("support_worker", world.centre),
        "manager": world.manager,
        "prime": world.supply_chain_manager,
        "commissioner": world.commissioner,
        "contract_manager": world.contract_manager,
        "board": make.member("board_member", world.ministry),
        "inspector": make.member("inspector", make.OrganisationFactory()),
        "person": person,
        "without_role": make.UserFactory(),
    }


def _exchanged(world: World) -> Stream:
    """Files that the senior officer exchanges with a case system: one waits, and one is to be handed over."""
    stream: Stream = make.StreamFactory(
        organisation=world.division, mapping=NSI, kept_by=world.senior, title="NSIs of Ridgeway"
    )
    waits = make.ReceivedFileFactory(stream=stream, number=3, received_by=world.senior)
    make.WaitingContentFactory(file=waits)
    make.RowKeptFactory(stream=stream)
    make.SentFileFactory(stream=stream, made_by=world.senior)
    return stream


def _court_of(service: Service) -> Site:
    """A court where the service is given, of which a place is withheld."""
    district = make.OutcodeAreaFactory(area=service.areas.latest("pk")).outcode
    court: Site = make.SiteFactory(kind="court", name="Northmoor Magistrates' Court", outcode=district)
    return court


def _free(world: World, name: str) -> Service:
    """A service of the centre that charges nobody."""
    service: Service = make.ServiceFactory(
        scheme=world.scheme, kind=world.service.kind, name=name, deliverer=world.centre
    )
    make.ServiceRouteFactory(service=service, route="charitable")
    make.ServiceAreaFactory(service=service)
    make.ServiceNeedFactory(service=service)
    return service


def _dear(world: World, name: str = "Intensive support") -> Service:
    """A service of the chain whose price goes beyond what is left of the budget."""
    service: Service = make.ServiceFactory(
        scheme=world.scheme,
        kind=world.service.kind,
        name=name,
        deliverer=world.centre,
        agreement=world.chain[-1],
    )
    make.ServiceRouteFactory(service=service, route="rate_card", buyer=world.division)
    item = make.RateCardItemFactory(service=service)
    for agreement in world.chain:
        make.PriceFactory(item=item, agreement=agreement)
    return service


def _asked(world: World, referral: Referral) -> None:
    with acting_as(make.acting(world.manager)):
        referrals.ask_about_referral(
            referral=referral, question="Where does she live?", by=world.manager, at=make.NOW
        )


def _moved(world: World, appointment: Appointment) -> None:
    """A move in the life of each thing that has one."""
    why = "It cannot go on"
    with acting_as(make.acting(world.worker)):
        cancel_appointment(appointment=appointment, why=why, by=world.worker, at=make.NOW)
    choir = _dear(world, "Choir")
    with acting_as(make.acting(world.manager)):
        suspend_service(service=choir, by=world.manager, at=make.NOW, why=why)
    waiting = world.accepted(decisions=_shared(world), service=_dear(world, "Residential stay"))
    with acting_as(make.acting(world.commissioner)):
        refuse_beyond_budget(commitment=waiting.commitment, by=world.commissioner, at=make.NOW, why=why)
    unsigned = make.AgreementFactory(
        scheme=world.scheme, payer=world.prime, above=world.chain[0], state="negotiating", signed_on=None
    )
    with acting_as(make.acting(world.supply_chain_manager)):
        sign_agreement(agreement=unsigned, signed_on=make.START, by=world.supply_chain_manager, at=make.NOW)


def _intended(world: World) -> dict[str, str]:
    """What the division and the prime mean to buy: some of it published, some changed or added since."""
    rule = {"month": 1, "day": 31, "bodies": ["division", "prime"]}
    make.SchemeRuleFactory(scheme=world.scheme, name="intentions_due", value=rule)
    area = make.AreaFactory()
    for role, body in (("division", world.division), ("prime", world.prime)):
        make.AreaRoleFactory(scheme=world.scheme, area=area, organisation=body, role=role)
    stands = {"scheme": world.scheme, "area": area, "body": world.division}
    intention = make.IntentionFactory(**stands)
    dropped = make.IntentionFactory(**stands)
    make.IntentionFactory(scheme=world.scheme, area=area, body=world.prime)
    with acting_as(make.acting(world.commissioner)):
        move_intention(intention=dropped, name="drop", by=world.commissioner, at=make.NOW, why="No money")
        publish_intentions(
            scheme=world.scheme,
            body=world.division,
            year=intention.financial_year,
            by=world.commissioner,
            at=CLOCK - timedelta(days=1),
        )
    unread = make.IntentionFactory(**stands)
    return {
        "division": world.division.reference,
        "area": str(area.pk),
        "intention": intention.reference,
        "dropped": dropped.reference,
        "unread": unread.reference,
    }


def _searches(world: World) -> dict[str, str]:
    """A search that an officer keeps, and one she shares with her organisation."""
    kept = make.SavedSearchFactory(owner=world.officer)
    shared = make.SharedSearchFactory(shared_by=world.officer, organisation=world.division)
    for one in (kept, shared):
        one.refresh_from_db()
    return {
        "search": kept.reference,
        "shared_search": shared.reference,
        "division_number": str(world.division.pk),
    }


def _on_the_board(world: World) -> dict[str, str]:
    """A need that waits and one that was answered; an offer to a need, and one that somebody withdrew."""
    asked = {
        "scheme": world.scheme,
        "area": Area.objects.filter(roles__organisation=world.division).latest("pk"),
        "asker": world.division,
        "stated_by": world.officer,
    }
    need, unmet, offered = (make.StatedNeedFactory(**asked) for _ in range(3))
    with acting_as(make.acting(world.contract_manager)):
        move_need(need=unmet, name="answer", by=world.contract_manager, at=make.NOW, why="Nobody has room")
    offers = []
    for offerer, by, to in (
        (world.centre, world.manager, world.division),
        (world.centre, world.manager, world.prime),
        (world.prime, world.supply_chain_manager, world.division),
    ):
        with acting_as(make.acting(by)):
            offers.append(
                make_offer(
                    scheme=world.scheme,
                    offerer=offerer,
                    to=to,
                    offering=OFFERING,
                    by=by,
                    at=make.NOW,
                    need=offered if to == world.division else None,
                )
            )
    with acting_as(make.acting(world.manager)):
        move_offer(offer=offers[1], name="withdraw", by=world.manager, at=make.NOW, why="The house is sold")
    return {
        "need": need.reference,
        "unmet": unmet.reference,
        "offer": offers[0].reference,
        "area_code": need.area.code,
        "division_number": str(world.division.pk),
    }


def _said_of_referring(world: World) -> dict[str, str]:
    """A policy and a note beside it; a service that is not used, and one of which nothing is said yet."""
    make.QueueOverrideFactory(
        referral=world.accepted(decisions=_shared(world), service=_free(world, "Cookery")),
        made_by=world.manager,
    )
    policy = make.ReferralPolicyFactory(organisation=world.division, written_by=world.commissioner)
    make.PolicyStanceFactory(policy=policy)
    note = make.LocalNoteFactory(organisation=world.division, written_by=world.officer)
    make.NoteEndFactory(
        note=make.LocalNoteFactory(organisation=world.division, written_by=world.officer),
        ended_by=world.officer,
    )
    record = make.NotReferredFactory(
        person=world.person,
        service=_free(world, "Choir practice"),
        organisation=world.division,
        recorded_by=world.officer,
    )
    nothing = make.UnmetNeedFactory(
        person=world.person, organisation=world.division, recorded_by=world.officer
    )
    return {
        "note": note.reference,
        "not_referred": str(record.pk),
        "nothing_fits": str(nothing.pk),
        "unused": _free(world, "Gardening").reference,
    }


OFFERING = Offering(
    "A house for six", "With a worker in it", None, 6, date(2017, 9, 1), Money("4321.09"), "start"
)
"""What is offered, wherever that does not matter."""

WITHHELD = {"name": "Juniper House", "address": "14 Hollow Lane", "postcode": "NM4 7QX"}
"""What a withheld place is called and where it lies: for nobody but those who give its service."""


def _described(service: Service) -> dict[str, str]:
    """All that an entry can say, with a place that is withheld and a contact that is not for the public."""
    for part in (
        make.ServicePopulationFactory,
        make.ServiceWordingFactory,
        make.EligibilityRuleFactory,
        make.PilotFactory,
    ):
        part(service=service)
    make.ServiceContactFactory(service=service, is_public=True)
    route = make.ServiceRouteFactory(
        service=service, route="co_commissioned", buyer=make.OrganisationFactory()
    )
    make.RouteContributionFactory(route=route)
    make.ServiceHoursFactory(place__service=service, place__is_withheld=True, **_at(WITHHELD))
    rows = {
        "activity": make.ServiceActivityFactory(service=service),
        "service_area": make.ServiceAreaFactory(service=service),
        "information": make.ServiceInformationFactory(service=service),
        "evidence": make.ServiceEvidenceFactory(service=service),
        "contact": make.ServiceContactFactory(service=service),
        "place": make.ServiceHoursFactory(place__service=service).place,
        "route": route,
        "clearance": make.HighRiskClearanceFactory(service=service),
    }
    make.ServiceVersionFactory(service=service, content=content_of(service))
    return {name: str(row.pk) for name, row in rows.items()}


def _at(place: dict[str, str]) -> dict[str, str]:
    return {f"place__{name}": said for name, said in place.items()}


def _changing(world: World, board: User) -> dict[str, str]:
    """A change at each step, a meeting that is over and one under way, a review; the parts of addresses."""
    for organisation, role in ((world.prime, "prime"), (world.division, "division")):
        make.AreaRoleFactory(scheme=world.scheme, organisation=organisation, role=role)
    # Approvals are asked for from the day everybody looks; what was priced before stays as it was set.
    make.SchemeRuleFactory(
        scheme=world.scheme,
        name="price_approvals",
        value=["suitability_review", "change_board"],
        during=Period(CLOCK.date()),
    )
    make.SchemeRuleFactory(scheme=world.scheme, name="rate_card_review_months", value=3)
    unpriced = make.RateCardItemFactory(service=world.service, name="Group")
    change_in = partial(
        make.ChangeNotificationFactory,
        scheme=world.scheme,
        prime=world.prime,
        drafted_by=world.supply_chain_manager,
    )
    line_of = partial(
        make.ChangeLineFactory,
        number=1,
        kind="new_price",
        item=unpriced,
        agreement=world.chain[0],
        from_on=date(2017, 8, 1),
    )
    closed = make.BoardMeetingFactory(
        scheme=world.scheme, chair=board, state="closed", closed_at=make.NOW, closed_by=board
    )
    decided = change_in(state="decided", submitted_at=make.NOW)
    line = line_of(
        notification=decided,
        state="rejected",
        reason="Above the market",
        decided_at=make.NOW,
        decided_by=board,
        meeting=closed,
    )
    of_the_board = {"happened_at": make.NOW, "by": board}
    ChangeLineMove.objects.create(
        subject=line, name="reject", from_state="proposed", to_state="rejected", **of_the_board
    )
    ChangeMove.objects.create(
        subject=decided, name="close", from_state="board", to_state="decided", **of_the_board
    )
    make.RateCardReviewFactory(scheme=world.scheme, prime=world.prime, by=world.contract_manager)
    waiting = {}
    for states in (["submitted"], ["submitted", "returned"], ["submitted", "board"]):
        one = change_in()
        line_of(notification=one)
        for state in states:
            ChangeNotification.objects.filter(pk=one.pk).update(state=state, submitted_at=make.NOW)
        waiting[states[-1]] = one.reference
    draft = change_in()
    line_of(notification=draft)
    return {
        "change": draft.reference,
        "change_decided": decided.reference,
        "change_submitted": waiting["submitted"],
        "change_returned": waiting["returned"],
        "change_board": waiting["board"],
        "meeting": make.BoardMeetingFactory(scheme=world.scheme, chair=board).reference,
        "minutes": closed.reference,
        "board_number": str(board.pk),
    }


def _shared(world: World) -> dict[int, Decision]:
    """The decision to share every risk of the person."""
    return {flag.pk: Decision(shared=True, reason="") for flag in world.person.risk_flags.all()}


def _published(world: World) -> None:
    window = Window(world.scheme, Quarter.containing(date(2017, 6, 1)), date(2017, 7, 1))
    for what in What:
        publish(what=what, window=window, by=world.contract_manager, at=CLOCK - timedelta(days=1, hours=1))
