"""The pages by which an officer keeps risk true, and decides on what was sent before it changed (S108)."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import factories as make
from tests.web.reading import answered, as_read
from tests.world import World
from throughline.line.models import RiskRecheck, RiskSharing
from throughline.line.rules.risk_sharing import Decision
from throughline.people.models import RiskFlag, RiskLevelChange


@pytest.fixture
def careful(world: World) -> World:
    make.EligibilityRuleFactory(service=world.service, aspect="risk", accepts=["low", "medium"], refuses=[])
    world.person.risk_level, world.person.mappa = "medium", "none"
    world.person.save()
    return world


@pytest.mark.asks("S108")
def test_a_new_risk_waits_on_the_home_and_is_decided_on(world: World, client: Client) -> None:
    referral = world.allocated()
    answered(
        client, world.officer, f"/people/{world.person.reference}/risk",
        {"kind": "restraining_order", "detail": "An order for five years"},
    )  # fmt: skip
    flag = RiskFlag.objects.get()
    assert "Decide who is told of a new risk: Charlene" in as_read(client, world.officer, "/officer")
    address = f"/referrals/{referral.reference}/new-risks"
    page = as_read(client, world.officer, f"/referrals/{referral.reference}")
    assert "Decide who is told of a new risk Restraining order" in page
    text = answered(client, world.officer, address, {}, status=200)
    assert "Say why you are not sharing the restraining order, or share it" in text
    text = answered(client, world.officer, address, {f"risk_{flag.pk}": "share"})
    assert "Northmoor Women's Centre reads at once what you share" in text
    assert RiskSharing.objects.get().shared
    assert "An order for five years" in as_read(client, world.worker, f"/referrals/{referral.reference}")
    assert "new risk" not in as_read(client, world.officer, "/officer")


@pytest.mark.asks("S108")
def test_a_grown_risk_is_told_and_the_referral_it_rules_out_decided_on(
    careful: World, client: Client
) -> None:
    referral = careful.allocated()
    address = f"/people/{careful.person.reference}/risk-level"
    assert "Say why the risk is another now" in answered(
        client, careful.officer, address, {"level": "high", "mappa": "none"}, status=200
    )
    said = {"level": "high", "mappa": "none", "reason": "Threats were reported"}
    text = answered(client, careful.officer, address, said)
    assert "Whoever works with them is told" in text
    assert "Risk of serious harm High" in text
    assert "Threats were reported" in as_read(client, careful.officer, address)
    assert "Decide whether the referral goes on: Charlene" in as_read(client, careful.officer, "/officer")
    page = as_read(client, careful.worker, f"/referrals/{referral.reference}")
    assert "Risk of serious harm High" in page
    assert "Threats were reported" not in page
    decision = f"/referrals/{referral.reference}/recheck"
    text = answered(client, careful.officer, decision, {}, status=200)
    assert "Select whether the referral goes on" in text
    answered(client, careful.officer, decision, {"decided": "keep", "reason": "Two workers are there"})
    assert RiskRecheck.objects.get().decision.decided == "keep"
    page = as_read(client, careful.worker, f"/referrals/{referral.reference}")
    assert "It goes on all the same: Two workers are there" in page


def test_a_level_that_is_the_same_changes_nothing(careful: World, client: Client) -> None:
    said = {"level": "medium", "mappa": "none", "reason": "Looked at again"}
    address = f"/people/{careful.person.reference}/risk-level"
    text = answered(client, careful.officer, address, said, status=200)
    assert "these already" in text
    assert not RiskLevelChange.objects.exists()


@pytest.mark.asks("S108")
def test_a_risk_is_changed_and_ended_and_who_was_told_reads_it(world: World, client: Client) -> None:
    flag = make.RiskFlagFactory(person=world.person, kind="restraining_order", detail="An order")
    address = f"/people/{world.person.reference}/risks/{flag.pk}"
    as_read(client, world.officer, address)
    assert "An order" in client.get(address).content.decode()
    said = {"kind": "restraining_order", "detail": "Mill Street too", "restrictions": "Not Mill Street"}
    assert "Mill Street too" in answered(client, world.officer, address, said)
    draft = world.draft()
    answered(client, world.officer, f"/referrals/{draft.reference}/send", {f"risk_{flag.pk}": "share"})
    text = answered(client, world.officer, f"{address}/end", {"reason": "It has run out"})
    assert "Whoever was told of it is told" in text
    assert "It has run out" in as_read(client, world.manager, f"/referrals/{draft.reference}")
    as_read(client, world.officer, address, 404)


@pytest.mark.asks("S96")
def test_what_a_service_says_later_is_decided_on_and_what_was_withheld_said_anew(
    world: World, client: Client
) -> None:
    told, kept = (
        make.RiskFlagFactory(person=world.person, kind=kind, limits=["computers"])
        for kind in ("shpo", "risk_to_self")
    )
    decisions = {told.pk: Decision(shared=True), kept.pk: Decision(shared=False, reason="Years ago")}
    referral = world.allocated(decisions=decisions)
    world.service.involves = ["computers"]
    world.service.save()
    assert "Decide on what a risk forbids: Charlene" in as_read(client, world.officer, "/officer")
    address = f"/referrals/{referral.reference}/new-risks"
    client.force_login(world.officer)
    answer = client.get(address)
    assert answer["Location"] == f"/people/{world.person.reference}/risks/{kept.pk}"
    kept.during = kept.during.ended_on(world.now.date())
    kept.save()
    assert "which Change programme may involve" in as_read(client, world.officer, address)
    pk = told.pk
    said = {
        f"reason_{pk}": "She works in the kitchen",
        f"coordinator_{pk}": "Dilys Rowe",
        f"coordinator_reason_{pk}": "The office is locked",
        f"spoke_on_{pk}_day": "1",
        f"spoke_on_{pk}_month": "6",
        f"spoke_on_{pk}_year": "2017",
    }
    text = answered(client, world.officer, address, said)
    assert "Why the officer goes on She works in the kitchen" in text
    assert "Decide on what a risk forbids" not in as_read(client, world.officer, "/officer")
