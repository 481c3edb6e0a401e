"""What is wanted of a referral, changing it, and what has to be arranged, on their pages (S104, S29)."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import factories as make
from tests.web.reading import answered, as_read
from tests.world import World
from throughline.line.models import Amendment
from throughline.people.models import PracticalNeeds

pytestmark = pytest.mark.asks("S104")
GIVEN = {
    "outcomes": ["calm", "support"],
    "complexity": "high",
    "days_wanted": "10",
    "sessions": "15",
    "reason": "Anxious and isolated",
}


def test_a_draft_says_how_complete_it_is_and_goes_on_to_sending(world: World, client: Client) -> None:
    draft = world.draft()
    send, wanted = (f"/referrals/{draft.reference}/{page}" for page in ("send", "wanted"))
    assert "1 of 6 parts" in as_read(client, world.officer, send)
    form = as_read(client, world.officer, wanted)
    assert "Harms themselves or is in crisis" in form, "a level says what it looks like for this need"
    assert "Why do you change it?" not in form
    text = answered(client, world.officer, wanted, GIVEN)
    assert "Decide on risks and send" in text
    assert "Has ways to cope that work for them" in text
    assert "4 of 6 parts: by when and practical needs are not said" in text


def test_once_sent_a_change_says_why_and_both_sides_read_what_it_was(world: World, client: Client) -> None:
    sent = world.accepted()
    wanted = f"/referrals/{sent.reference}/wanted"
    refused = answered(client, world.officer, wanted, GIVEN, status=200)
    assert "Say why you change this" in refused
    assert not Amendment.objects.exists()
    answered(client, world.officer, wanted, GIVEN | {"why": "She stopped eating"})
    for user in (world.officer, world.manager):
        text = as_read(client, user, f"/referrals/{sent.reference}")
        assert "How complex it is changed" in text
        assert "High. Before: nothing. She stopped eating" in text
    assert "She stopped eating" not in as_read(
        client, world.supply_chain_manager, f"/referrals/{sent.reference}"
    )


def test_nobody_but_the_officer_says_what_is_wanted(world: World, client: Client) -> None:
    sent = world.accepted()
    for user in (
        world.manager,
        world.supply_chain_manager,
        make.member("responsible_officer", world.division),
    ):
        as_read(client, user, f"/referrals/{sent.reference}/wanted", status=404)


@pytest.mark.asks("S29")
def test_what_has_to_be_arranged_is_asked_once_and_read_by_whoever_works_with_them(
    world: World, client: Client
) -> None:
    sent = world.accepted()
    assert "It was not asked yet" in as_read(client, world.manager, f"/referrals/{sent.reference}")
    answered(
        client,
        world.officer,
        f"/people/{world.person.reference}/practical",
        {"interpreter": "pl", "access": "", "not_free": "School hours"},
    )
    assert PracticalNeeds.objects.get().not_free == "School hours"
    for page in (f"/referrals/{sent.reference}",):
        text = as_read(client, world.manager, page)
        for said in ("Polish", "Nothing has to be arranged", "School hours"):
            assert said in text
    assert "School hours" in as_read(client, world.officer, f"/people/{world.person.reference}")
