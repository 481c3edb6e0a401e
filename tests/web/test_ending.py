"""The pages on which a referral is ended before its work is done, counted, and made again."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests import factories as make
from tests.web.provider_world import Reader, reading_by_a_clock
from tests.world import World, charlenes_world
from throughline.line.models import Again, Referral

pytestmark = [pytest.mark.django_db, pytest.mark.asks("S99")]


@pytest.fixture
def reader(client: Client, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    return reading_by_a_clock(client, settings, tmp_path / "clock", monkeypatch)


@pytest.fixture
def world() -> World:
    world = charlenes_world()
    for user in (world.officer, world.worker):
        user.telephone = "01632 960001"
        user.save()
    return world


def address(referral: Referral, verb: str = "") -> str:
    return f"/referrals/{referral.reference}{verb}"


def test_withdrawn_with_a_reason_and_out_of_the_list_until_asked_for(world: World, reader: Reader) -> None:
    referral = world.sent()
    officer = reader.as_(world.officer)
    assert "Select why it ends" in officer.is_refused(address(referral, "/withdraw"))
    page = officer.is_refused(address(referral, "/withdraw"), {"why": "other"})
    assert "Say why it ends" in page
    page = officer.sends(address(referral, "/withdraw"), {"why": "moved"})
    assert "Why it ended They moved away Ended by The officer Before work began" in page
    assert referral.reference not in officer.reads("/referrals")
    assert referral.reference in officer.reads("/referrals?state=withdrawn")
    assert referral.reference in officer.reads("/referrals?state=every")
    assert "They moved away The officer Withdrawn 1 0" in reader.as_(world.senior).reads("/ends?year=2017")
    assert "They moved away" in reader.as_(world.contract_manager).reads("/ends?year=2017")


def test_the_provider_hands_back_before_and_ends_early_after(world: World, reader: Reader) -> None:
    referral = world.allocated()
    page = reader.as_(world.worker).reads(address(referral))
    assert "Hand back" in page
    assert "End early" not in page
    page = reader.as_(world.worker).reads(address(referral, "/hand-back"))
    assert "How far was the objective" not in page
    reader.as_(world.worker).sends(address(referral, "/hand-back"), {"why": "disengaged"})
    page = reader.as_(world.officer).reads(address(referral))
    assert "Handed back by the provider" in page
    assert "They stopped coming Ended by The provider Before work began" in page


def test_the_officer_ends_work_that_has_begun_with_its_outcome(world: World, reader: Reader) -> None:
    referral = world.allocated()
    world.attended(referral, world.now)
    officer = reader.as_(world.officer)
    assert "End early" in officer.reads(address(referral))
    page = officer.is_refused(address(referral, "/withdraw"), {"why": "moved"})
    assert "Select how far the objective was achieved" in page
    sent = {"why": "moved", "achieved": "partly", "evidence": "Came once"}
    page = officer.sends(address(referral, "/end"), sent)
    assert "Ended early by the officer" in page
    assert "Ended by The officer Work had begun" in page


def test_referred_again_with_what_is_known_and_linked_both_ways(world: World, reader: Reader) -> None:
    former = world.sent()
    officer = reader.as_(world.officer)
    officer.sends(address(former, "/withdraw"), {"why": "mistaken"})
    assert "Refer again" in officer.reads(address(former))
    again = f"/people/{world.person.reference}/refer?again={former.reference}"
    page = officer.reads(again)
    assert "Anxious and isolated" in page
    assert f"Follows Referral {former.reference}" in page
    sent = {
        "objective": str(world.objective.pk), "service": world.service.reference,
        "requirement": str(world.requirement.pk), "sessions": "12", "reason": "Now in the right place",
    }  # fmt: skip
    officer.sends(again, sent)
    later = Again.objects.get(former=former).referral
    page = officer.reads(address(former))
    assert f"Referred again Referral {later.reference}" in page
    assert f"Referred again as {later.reference}" in page
    page = officer.reads(address(later))
    assert f"Follows Referral {former.reference} Referrals in a row This is number 2" in page
    assert f"Drafted again, after {former.reference}" in page
    assert "Refer again" not in officer.reads(address(former)).replace("Referred again", "")
    reader.as_(world.manager)
    assert later.reference not in reader.reads(address(former))
    officer = reader.as_(world.officer)
    officer.reads(again, status=404)
    stranger = charlenes_world()
    reader.as_(stranger.officer).reads(again, status=404)
    reader.as_(stranger.officer).reads(
        f"/people/{stranger.person.reference}/refer?again={former.reference}", status=404
    )


def test_an_open_or_completed_one_is_not_followed(world: World, reader: Reader) -> None:
    referral = world.sent()
    officer = reader.as_(world.officer)
    assert "Refer again" not in officer.reads(address(referral))
    officer.reads(f"/people/{world.person.reference}/refer?again={referral.reference}", status=404)
    assert make.ReferralFactory._meta.model is Referral
