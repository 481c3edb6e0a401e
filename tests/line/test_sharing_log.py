"""What is shared about a person is written down: with whom, on which basis, in the moment (S111)."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.db.utils import IntegrityError, ProgrammingError

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.line.actions.concerns import decide_on_concern, raise_concern
from throughline.line.models import Shared
from throughline.line.queries.sharing_log import shared_of
from throughline.line.rules.legal_bases import basis_of_concern, basis_of_risk
from throughline.line.rules.risk_sharing import Decision
from throughline.vocabulary.risks import RiskKind

pytestmark = [pytest.mark.django_db, pytest.mark.asks("S111")]


@pytest.fixture
def world(db: None) -> World:
    return charlenes_world()


@pytest.mark.parametrize(
    ("kind", "basis"),
    [
        (RiskKind.DOMESTIC_ABUSE, "safeguarding"),
        (RiskKind.CHILD_SAFEGUARDING, "safeguarding"),
        (RiskKind.RISK_TO_SELF, "safeguarding"),
        (RiskKind.RESTRAINING_ORDER, "supervision"),
        (RiskKind.RISK_TO_STAFF, "supervision"),
    ],
)
def test_each_kind_of_risk_has_its_basis(kind: RiskKind, basis: str) -> None:
    assert basis_of_risk(kind) == basis


def test_a_concern_in_danger_is_shared_to_protect_a_life() -> None:
    assert (basis_of_concern(in_danger=True), basis_of_concern(in_danger=False)) == ("life", "safeguarding")


def test_sending_a_referral_is_written_down_item_by_item_and_what_is_withheld_is_not(world: World) -> None:
    told = make.RiskFlagFactory(person=world.person, kind="domestic_abuse")
    kept = make.RiskFlagFactory(person=world.person, kind="risk_to_self")
    referral = world.sent(
        decisions={told.pk: Decision(shared=True), kept.pk: Decision(shared=False, reason="Long past")}
    )
    rows = Shared.objects.order_by("pk").values_list("items", "flag", "basis", "organisation", "by", "at")
    assert {(tuple(row[0]), *row[1:]) for row in rows} == {
        (
            ("identity", "sentence", "need", "reason"),
            None,
            "supervision",
            world.centre.pk,
            world.officer.pk,
            world.now,
        ),
        (("risk",), told.pk, "safeguarding", world.centre.pk, world.officer.pk, world.now),
    }
    assert {one.referral_id for one in Shared.objects.all()} == {referral.pk}


def test_a_draft_shares_nothing(world: World) -> None:
    world.draft()
    assert not Shared.objects.exists()


def test_a_concern_passed_on_is_written_down_for_each_who_is_told(world: World) -> None:
    ours = world.allocated()
    other = make.ServiceFactory(
        name="Debt advice",
        scheme=world.scheme,
        deliverer=make.OrganisationFactory(),
        agreement=world.chain[0],
    )
    make.ServiceRouteFactory(service=other, route="commissioned", buyer=world.division, payer=world.division)
    theirs = world.sent(service=other)
    with acting_as(make.acting(world.worker)):
        concern = raise_concern(
            referral=ours, what="A call-out", how_known="", in_danger=True, by=world.worker, at=world.now
        )
    with acting_as(make.acting(world.officer)):
        decide_on_concern(
            concern=concern,
            decided="plan_changed",
            what_follows="Tell them",
            tell=[theirs.pk],
            by=world.officer,
            at=world.now,
        )
    row = Shared.objects.get(concern=concern)
    assert (row.organisation, row.referral, row.items, row.basis) == (
        other.deliverer,
        theirs,
        ["concern"],
        "life",
    )


def test_whoever_supervises_reads_it_and_nobody_else(world: World) -> None:
    world.allocated()
    for user, reads in (
        (world.officer, True),
        (world.senior, True),
        (world.manager, False),
        (world.worker, False),
        (world.supply_chain_manager, False),
    ):
        with acting_as(make.acting(user)), transaction.atomic():
            assert shared_of(world.person).exists() is reads, user


def test_it_is_never_changed(world: World) -> None:
    world.sent()
    with pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
        Shared.objects.update(basis="life")
