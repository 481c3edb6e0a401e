"""Open referrals follow their service to who takes it over, by rule (S232)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import factories as make
from tests.factories import NOW, acting, member
from tests.supply.cards import JULY
from tests.supply.subcontracting import ON_THE_DAY, Replacing, replacing
from throughline.core.access import acting_as
from throughline.core.events import announce
from throughline.core.models import Message, User
from throughline.core.money import Money
from throughline.line.actions.referrals import accept_referral, allocate_referral
from throughline.line.actions.sending import draft_referral, send_referral
from throughline.line.events import AttendanceRecorded
from throughline.line.models import Handover, Referral
from throughline.line.queries.clocks import decide_by
from throughline.line.queries.handing_over import effects_of
from throughline.line.queries.referrals import referrals_visible_to
from throughline.money.models import FixedPrice, LedgerEntry
from throughline.money.refusals import PriceNotInForce
from throughline.people.models import PersonAccess
from throughline.supply.actions.chain_changes import carry_out_due
from throughline.supply.models import ChangeLine, Price

pytestmark = [pytest.mark.django_db, pytest.mark.asks("S232")]


@pytest.fixture
def world() -> Replacing:
    return replacing()


def carried_out(world: Replacing, **replaces: bool) -> ChangeLine:
    """Replaced from July, and July has come."""
    line = world.approved(world.replaces(**replaces))  # type: ignore[arg-type]
    carry_out_due(on=JULY, at=ON_THE_DAY)
    line.refresh_from_db()
    return line


def now(referral: Referral) -> Referral:
    return Referral.objects.get(pk=referral.pk)


@pytest.mark.parametrize(
    ("before", "after"),
    [("sent", "sent"), ("queried", "sent"), ("accepted", "accepted"), ("allocated", "accepted")],
)
def test_a_referral_on_which_work_has_not_started_goes_over(
    world: Replacing, before: str, after: str
) -> None:
    referral = world.refer(before)
    line = carried_out(world)
    found = now(referral)
    assert (found.state, found.deliverer, found.agreement, found.worker) == (
        after,
        world.harbour,
        line.made,
        None,
    )
    assert (found.reference, found.sent_at, found.buyer, found.prime) == (
        referral.reference,
        NOW,
        world.card.division,
        world.card.prime,
    )
    handover = Handover.objects.get(referral=referral)
    assert (handover.state, handover.from_provider, handover.from_agreement, handover.on_day) == (
        before,
        world.card.centre,
        world.card.links[-1],
        JULY,
    )
    last = found.moves.last()
    assert last is not None
    assert last.reason.startswith("Harbour Women's Project delivers the service in the place of")


@pytest.mark.parametrize("state", ["started", "completed", "declined"])
def test_one_that_began_or_is_over_stays_where_it_is(world: Replacing, state: str) -> None:
    referral = world.refer(state)
    carried_out(world)
    assert (now(referral).deliverer, now(referral).state) == (world.card.centre, state)
    assert not Handover.objects.exists()


def test_one_under_which_something_was_recorded_stays_with_who_recorded_it(world: Replacing) -> None:
    referral = world.refer("allocated")
    missed = make.AppointmentFactory(referral=referral, worker=world.worker)
    make.AttendanceFactory(appointment=missed, happened="missed")
    carried_out(world)
    assert now(referral).deliverer == world.card.centre


def test_a_draft_is_for_the_new_provider_and_can_be_sent(world: Replacing) -> None:
    draft = world.refer("draft")
    line = carried_out(world)
    assert now(draft).deliverer == world.harbour
    with acting_as(acting(world.officer, JULY)):
        send_referral(referral=now(draft), decisions={}, by=world.officer, at=ON_THE_DAY)
    sent = now(draft)
    assert (sent.state, sent.agreement) == ("sent", line.made)


def test_nothing_is_handed_over_before_the_day(world: Replacing) -> None:
    referral = world.refer()
    world.approved(world.replaces())
    carry_out_due(on=JULY - timedelta(days=1), at=ON_THE_DAY)
    assert now(referral).deliverer == world.card.centre


def test_the_first_referral_after_the_day_finds_the_new_provider(world: Replacing) -> None:
    """Nobody ran anything at midnight."""
    drafted_before = world.refer("draft")
    world.approved(world.replaces())
    with acting_as(acting(world.officer, JULY)):
        send_referral(referral=drafted_before, decisions={}, by=world.officer, at=ON_THE_DAY)
    assert now(drafted_before).deliverer == world.harbour


def test_one_drafted_on_the_day_is_for_the_new_provider(world: Replacing) -> None:
    other = world.refer("completed")
    world.approved(world.replaces())
    with acting_as(acting(world.officer, JULY)):
        made = draft_referral(
            person=other.person,
            requirement=other.requirement,
            objective=other.objective,
            service=world.card.service,
            supervisor=world.card.division,
            planned_sessions=5,
            reason="",
            by=world.officer,
            at=ON_THE_DAY,
        )
    assert made.deliverer == world.harbour


class TestWhoSeesIt:
    def sees(self, who: User, referral: Referral) -> bool:
        actor = acting(who, JULY)
        with acting_as(actor):
            return referral in referrals_visible_to(actor, ON_THE_DAY)

    def test_the_person_is_seen_by_the_new_provider_and_no_longer_by_the_former(
        self, world: Replacing
    ) -> None:
        referral = world.refer("allocated")
        flag = make.RiskFlagFactory(person=referral.person)
        make.RiskSharingFactory(referral=referral, flag=flag, shared=True)
        assert self.sees(world.manager_before, referral)
        assert not self.sees(world.manager_after, referral)
        carried_out(world)
        assert not self.sees(world.manager_before, referral)
        assert self.sees(world.manager_after, referral)
        rights = PersonAccess.objects.filter(because="referral", because_id=referral.pk)
        assert [one.organisation for one in rights.filter(until=None)] == [world.harbour]
        assert rights.get(until=None).shared_flags == [flag.pk]
        assert rights.get(organisation=world.card.centre).until == ON_THE_DAY

    def test_a_case_kept_from_the_new_provider_stays(self, world: Replacing) -> None:
        referral = world.refer("sent")
        make.CaseLimitFactory(
            person=referral.person, kind="exclusion", users=[], organisations=[world.harbour.pk]
        )
        carried_out(world)
        assert now(referral).deliverer == world.card.centre
        told = Message.objects.get(to=world.officer, about__contains="line 1")
        assert f"to refer to somebody else: {referral.reference}" in told.text


def test_what_was_booked_with_the_former_provider_is_cancelled(world: Replacing) -> None:
    referral = world.refer("allocated")
    ahead = make.AppointmentFactory(
        referral=referral, worker=world.worker, starts_at=ON_THE_DAY + timedelta(days=3)
    )
    carried_out(world)
    ahead.refresh_from_db()
    assert ahead.state == "cancelled"
    assert ahead.moves.get().reason == "Harbour Women's Project delivers the service now"


def test_the_plan_names_the_new_provider(world: Replacing) -> None:
    referral = world.refer("accepted")
    referral.refresh_from_db()
    work = referral.in_plan.work
    assert work.organisation == world.card.centre
    carried_out(world)
    work.refresh_from_db()
    assert work.organisation == world.harbour
    assert work.plan.versions.count() == 2


def test_the_clock_of_the_new_provider_starts_on_the_day(world: Replacing) -> None:
    make.SchemeRuleFactory(scheme=world.card.scheme, name="days_to_decide", value=5)
    referral = world.refer("sent")
    carried_out(world)
    due = decide_by(now(referral))
    assert due is not None
    assert due > JULY


class TestMoney:
    def prices(self, referral: Referral) -> list[tuple[int, str, str]]:
        return [
            (one.tier, one.provider.name, str(one.amount.pounds))
            for one in FixedPrice.objects.filter(referral=referral).standing()
        ]

    def test_the_buyer_pays_what_was_fixed_and_the_new_provider_is_paid_its_price(
        self, world: Replacing
    ) -> None:
        referral = world.refer("accepted")
        line = world.approved(world.replaces(same_prices=False))
        assert line.made is not None
        make.PriceFactory(item=world.card.item, agreement=line.made, amount=Money("41.00"))
        carry_out_due(on=JULY, at=ON_THE_DAY)
        assert self.prices(referral) == [
            (1, "Northmoor CRC", "46.50"),
            (2, "Harbour Women's Project", "41.00"),
        ]
        assert FixedPrice.objects.filter(referral=referral).count() == 3

    def test_where_no_price_was_set_it_is_paid_what_was_fixed_before(self, world: Replacing) -> None:
        referral = world.refer("accepted")
        carried_out(world, same_prices=False)
        assert self.prices(referral)[1] == (2, "Harbour Women's Project", "38.00")

    def test_what_is_delivered_afterwards_is_owed_to_the_new_provider(self, world: Replacing) -> None:
        referral = world.refer("accepted")
        carried_out(world)

        held = make.AppointmentFactory(referral=now(referral), starts_at=ON_THE_DAY + timedelta(days=1))
        record = make.AttendanceFactory(appointment=held, happened="attended")
        with transaction.atomic():
            announce(AttendanceRecorded(record.pk, referral.pk, None, record.recorded_by_id, ON_THE_DAY))
        owed = LedgerEntry.objects.filter(referral=referral).order_by("tier")
        assert [(one.provider.name, str(one.amount.pounds)) for one in owed] == [
            ("Northmoor CRC", "46.50"),
            ("Harbour Women's Project", "38.00"),
        ]

    def test_no_referral_is_sent_while_the_new_provider_has_no_price(self, world: Replacing) -> None:
        draft = world.refer("draft")
        carried_out(world, same_prices=False)
        with (
            pytest.raises(PriceNotInForce, match="has no price with Harbour Women's Project"),
            acting_as(acting(world.officer, JULY)),
        ):
            send_referral(referral=now(draft), decisions={}, by=world.officer, at=ON_THE_DAY)
        assert not Price.objects.filter(agreement__provider=world.harbour).exists()


class TestWhoIsTold:
    def test_each_officer_and_both_providers_once_with_their_referrals(self, world: Replacing) -> None:
        goes, stays = world.refer("sent"), world.refer("started")
        line = world.approved(world.replaces())
        Message.objects.all().delete()
        carry_out_due(on=JULY, at=ON_THE_DAY)
        carry_out_due(on=JULY, at=ON_THE_DAY)
        said = {one.to.full_name: one.text for one in Message.objects.select_related("to")}
        assert Message.objects.count() == len(said) == 4
        officer, before, after = said["Helen Price"], said["Ruth Adeyemi"], said["Bea Long"]
        for text in (officer, before):
            assert goes.reference in text
            assert stays.reference in text
        assert goes.reference in after
        assert stays.reference not in after
        assert line.notification.reference in said["Owen Clark"]
        assert all(goes.person.name not in text for text in said.values())

    def test_an_officer_with_no_referral_there_is_told_nothing(self, world: Replacing) -> None:
        world.refer("completed")
        Message.objects.all().delete()
        carried_out(world)
        assert not Message.objects.filter(to=world.officer, about__contains="line 1").exists()


def test_how_many_go_over_and_stay_is_said_before_and_after(world: Replacing) -> None:
    for state in ("draft", "sent", "accepted", "started", "completed"):
        world.refer(state)
    line = world.replaces()
    before = effects_of(line)
    assert before is not None
    assert ([one.pk for one in before.services], before.handed_over, before.stay) == (
        [world.card.service.pk],
        2,
        1,
    )
    world.approved(line)
    carry_out_due(on=JULY, at=ON_THE_DAY)
    line.refresh_from_db()
    after = effects_of(line)
    assert after is not None
    assert (after.handed_over, after.stay) == (2, 1)


def test_the_new_provider_goes_on_as_if_it_had_been_sent_to_it(world: Replacing) -> None:
    make.BudgetFactory(scheme=world.card.scheme, buyer=world.card.division)
    referral = world.refer("queried")
    carried_out(world)
    with acting_as(acting(world.manager_after, JULY)):
        accept_referral(referral=now(referral), by=world.manager_after, at=ON_THE_DAY)
    assert now(referral).state == "accepted"


class TestTheDatabase:
    def test_it_refuses_another_provider_without_a_handover(self, world: Replacing) -> None:
        referral = world.refer()
        with pytest.raises(IntegrityError, match="keeps its provider"), transaction.atomic():
            Referral.objects.filter(pk=referral.pk).update(deliverer=world.harbour)

    def test_it_refuses_a_handover_without_an_approved_line(self, world: Replacing) -> None:
        referral, line = world.refer(), world.replaces()
        with pytest.raises(IntegrityError, match="by an approved line"), transaction.atomic():
            Handover.objects.create(
                referral=referral,
                line=line,
                state="sent",
                from_provider=world.card.centre,
                to_provider=world.harbour,
                on_day=JULY,
                at=NOW,
                by=world.officer,
            )

    def test_a_worker_of_the_new_provider_takes_it_on(self, world: Replacing) -> None:

        referral = world.refer("allocated")
        carried_out(world)
        worker = member("support_worker", world.harbour)
        with acting_as(acting(world.manager_after, JULY)):
            allocate_referral(referral=now(referral), worker=worker, by=world.manager_after, at=ON_THE_DAY)
        assert now(referral).worker == worker
