"""Services outside the paid chain are referable, and in no account or figure of it (S18, S20, S21, S67)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import factories as make
from tests.open_data import chains
from tests.world import World, charlenes_world
from throughline.core.access import acting_as
from throughline.core.money import Money
from throughline.line.models import Referral
from throughline.line.queries.rar import rar_position
from throughline.line.queries.referring import cost_ahead
from throughline.money.models import Commitment, FixedPrice, LedgerEntry
from throughline.open_data.supply_chain_return import return_for
from throughline.supply.models import Service
from throughline.supply.queries.chain import chain_of, organisations_in_chain
from throughline.supply.queries.directory import Wanted, directory
from throughline.supply.queries.landscape import landscape

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return charlenes_world()


def cf03(world: World) -> Service:
    """A service paid by the European Social Fund, in the hands of a provider without an agreement."""
    service: Service = make.ServiceFactory(
        scheme=world.scheme,
        name="Through the gate (CF03)",
        deliverer=world.centre,
        agreement=None,
        service_type="resettlement",
    )
    esf = make.OrganisationFactory(name="HMPPS Co-financing Organisation")
    make.ServiceRouteFactory(service=service, route="co_commissioned", payer=esf)
    make.ServiceNeedFactory(service=service)
    return service


class TestCf03:
    @pytest.mark.asks("S18")
    def test_it_is_found_and_referred_to_and_owes_nobody_anything(self, world: World) -> None:
        service = cf03(world)
        assert service in directory(Wanted(need="wellbeing"), on=make.NOW.date())
        referral = world.accepted(service=service)
        referral.refresh_from_db()
        assert (referral.state, referral.route, referral.agreement, referral.prime) == (
            "accepted",
            "co_commissioned",
            None,
            None,
        )
        for money in (FixedPrice, Commitment, LedgerEntry):
            assert not money._default_manager.filter(referral=referral).exists()

    @pytest.mark.asks("S18")
    def test_it_is_counted_in_no_figure_of_the_chain(self) -> None:
        chain = chains.landscape()
        chain.attend("Courses", people=9)
        before = (
            landscape(chain.scheme.pk),
            [one.name for one in organisations_in_chain(chain.scheme)],
            return_for(chain.window),
        )
        outside = make.ServiceFactory(scheme=chain.scheme, kind=chain.kind, agreement=None)
        make.ServiceRouteFactory(service=outside, route="co_commissioned")
        chain.services["outside"] = outside
        chain.attend("outside", people=7)
        after = (
            landscape(chain.scheme.pk),
            [one.name for one in organisations_in_chain(chain.scheme)],
            return_for(chain.window),
        )
        assert after == before
        assert chain_of(outside, on=make.NOW.date()).payer is None


class TestAVoluntaryService:
    @pytest.mark.asks("S21")
    def test_it_takes_referrals_and_makes_no_entry_of_money(self, world: World) -> None:
        service = make.ServiceFactory(scheme=world.scheme, name="Befriending", deliverer=world.centre)
        make.ServiceRouteFactory(service=service, route="charitable")
        referral = world.allocated(service=service)
        world.attended(referral, make.NOW + timedelta(days=9))
        assert Referral.objects.get(pk=referral.pk).state == "started"
        assert not LedgerEntry.objects.exists()


class TestTwoAreas:
    """One women's centre charged the NPS through the rate card, another gave access without charge (S20)."""

    @pytest.mark.asks("S20")
    def test_the_same_kind_of_work_is_priced_here_and_free_there_on_the_same_day(self, world: World) -> None:
        here = world.service
        there: Service = make.ServiceFactory(
            scheme=world.scheme,
            kind=here.kind,
            name="Women's centre, Southmoor",
            deliverer=world.centre,
            for_men=False,
        )
        pcc = make.OrganisationFactory(name="Southmoor PCC")
        route = make.ServiceRouteFactory(
            service=there,
            route="co_commissioned",
            buyer=world.division,
            payer=pcc,
            terms="County women first",
        )
        make.RouteContributionFactory(route=route, organisation=pcc, share=7_000)
        make.RouteContributionFactory(route=route, organisation=world.division, share=3_000)
        for service, name in ((here, "Northmoor"), (there, "Southmoor")):
            Service.objects.filter(pk=service.pk).update(service_type="women")
            make.ServiceAreaFactory(service=service, area__name=name)
        day = make.NOW.date()
        with acting_as(make.acting(world.officer)):
            priced, free = (
                cost_ahead(one, buyer_id=world.division.pk, living_in=None, sessions=10, on=day)
                for one in (here, there)
            )
        assert priced is not None
        assert (priced.price, priced.total) == (Money("46.50"), Money("465.00"))
        assert free is None
        charged, given = world.accepted(), world.accepted(service=there)
        assert FixedPrice.objects.filter(referral=charged).exists()
        assert not FixedPrice.objects.filter(referral=given).exists()
        assert not Commitment.objects.filter(referral=given).exists()


class TestIndicativeDays:
    @pytest.mark.asks("S67")
    def test_four_indicative_days_never_add_to_those_delivered(self, world: World) -> None:
        Service.objects.filter(pk=world.service.pk).update(indicative_rar_days=4)
        referral = world.allocated()
        at = make.NOW + timedelta(days=60)

        def days() -> tuple[int, int]:
            position = rar_position(world.requirement, at=at)
            assert position is not None
            return position.count.planned, position.count.retrospective

        assert days() == (0, 0)
        world.attended(referral, make.NOW + timedelta(days=9))
        assert days() == (1, 0)
