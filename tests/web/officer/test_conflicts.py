"""An officer is warned of what an order forbids, before the form and on it, and says why they go on (S96)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests import factories as make
from tests.web.reading import answered, as_read
from tests.world import World
from throughline.core.periods import Period
from throughline.line.models import ConflictDecision, Referral
from throughline.people.models import RiskFlag

FORBIDS = "forbids or limits computers or the internet"


@pytest.fixture
def order(world: World) -> RiskFlag:
    world.service.involves = ["computers"]
    world.service.save()
    flag: RiskFlag = make.RiskFlagFactory(
        person=world.person,
        kind="shpo",
        detail="An order for ten years",
        limits=["computers", "children"],
        during=Period(world.now.date() - timedelta(days=10), None),
    )
    return flag


def said(order: RiskFlag, **other: Any) -> dict[str, Any]:
    pk = order.pk
    answers: dict[str, Any] = {
        f"risk_{pk}": "share",
        f"reason_{pk}": "She can work in the kitchen",
        f"coordinator_{pk}": "Dilys Rowe",
        f"coordinator_reason_{pk}": "The office is locked",
        f"spoke_on_{pk}_day": "1",
        f"spoke_on_{pk}_month": "6",
        f"spoke_on_{pk}_year": "2017",
    }
    return answers | {f"{name}_{pk}": value for name, value in other.items()}


@pytest.mark.asks("S96")
def test_what_a_risk_forbids_is_chosen_when_it_is_raised(world: World, client: Client) -> None:
    address = f"/people/{world.person.reference}/risk"
    answers = {"kind": "shpo", "detail": "An order", "limits": ["children", "computers"]}
    text = answered(client, world.officer, address, answers)
    assert "Forbids or limits Computers or the internet Children present" in text
    assert RiskFlag.objects.get().limits == ["computers", "children"]


@pytest.mark.asks("S96")
def test_the_search_and_the_form_name_it_before_anything_is_drafted(
    world: World, order: RiskFlag, client: Client
) -> None:
    found = as_read(client, world.officer, f"/people/{world.person.reference}/services?elsewhere=shown")
    assert "What a risk forbids" in found
    assert "Sexual harm prevention order: computers or the internet" in found
    form = f"/people/{world.person.reference}/refer?service={world.service.reference}"
    text = as_read(client, world.officer, form)
    assert f"The sexual harm prevention order {FORBIDS}, which Change programme may involve" in text
    assert f"(a risk {FORBIDS})" in text


def test_a_person_of_whom_nothing_is_forbidden_is_shown_no_such_column(world: World, client: Client) -> None:
    found = as_read(client, world.officer, f"/people/{world.person.reference}/services?elsewhere=shown")
    assert "What a risk forbids" not in found


@pytest.mark.asks("S96")
def test_the_page_warns_and_asks_both_reasons_and_the_conversation(
    world: World, order: RiskFlag, client: Client
) -> None:
    draft = world.draft()
    address = f"/referrals/{draft.reference}/send"
    warned = as_read(client, world.officer, address)
    assert f"The sexual harm prevention order {FORBIDS}, which Change programme may involve" in warned
    text = answered(client, world.officer, address, {f"risk_{order.pk}": "share"}, status=200)
    for sentence in (
        f"Say why you refer to Change programme although the sexual harm prevention order {FORBIDS}",
        "Enter the name of whoever you spoke with about the sexual harm prevention order",
        "Say why they take the referral on, and how they keep to the sexual harm prevention order",
        "Enter the day of the conversation",
    ):
        assert sentence in text
    draft.refresh_from_db()
    assert draft.state == "draft"


@pytest.mark.asks("S96")
@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ({"spoke_on_{pk}_year": "2016"}, "Day of the conversation must be from 22 May 2017"),
        ({"spoke_on_{pk}_year": "2018"}, "Day of the conversation must be today or in the past"),
    ],
)
def test_a_conversation_before_the_order_or_to_come_is_refused(
    world: World, order: RiskFlag, client: Client, day: dict[str, str], sentence: str
) -> None:
    draft = world.draft()
    answers = said(order) | {name.format(pk=order.pk): value for name, value in day.items()}
    text = answered(client, world.officer, f"/referrals/{draft.reference}/send", answers, status=200)
    assert sentence in text
    assert not ConflictDecision.objects.exists()


@pytest.mark.asks("S96")
def test_sent_with_both_the_provider_and_the_worker_read_why(
    world: World, order: RiskFlag, client: Client
) -> None:
    draft = world.draft()
    answered(client, world.officer, f"/referrals/{draft.reference}/send", said(order))
    assert Referral.objects.get().state == "sent"
    text = as_read(client, world.manager, f"/referrals/{draft.reference}")
    for told in (
        "Computers or the internet Children present",
        "This service may involve computers or the internet",
        "Why the officer goes on She can work in the kitchen",
        "Why the provider goes on The office is locked",
        "Spoken of with Dilys Rowe, 1 June 2017",
    ):
        assert told in text


def test_a_service_that_says_nothing_of_itself_is_not_taken_as_harmless(
    world: World, order: RiskFlag, client: Client
) -> None:
    world.service.involves = []
    world.service.save()
    text = as_read(client, world.officer, f"/referrals/{world.draft().reference}/send")
    assert "What it may involve Northmoor Women's Centre has not said. Ask before you send" in text
