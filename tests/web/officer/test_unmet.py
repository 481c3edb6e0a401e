"""Nothing in the directory fits: said by the officer in the flow, read as counts by those who buy (S72)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests import factories as make
from tests.web.reading import answered, as_read
from tests.world import World
from throughline.line.models import UnmetNeed

REPORT = "/unmet-needs"


def at(world: World, more: str = "") -> str:
    return f"/people/{world.person.reference}/nothing-fits{more}"


@pytest.fixture(autouse=True)
def _in_a_scheme(world: World) -> None:
    make.AreaRoleFactory(scheme=world.scheme, role="division", organisation=world.division)


@pytest.mark.asks("S72")
def test_what_was_needed_where_and_why_not_is_said_of_a_person_and_counted_for_others(
    world: World, client: Client
) -> None:
    area = make.AreaFactory(name="Northmoor", kind="cpa", code="northmoor")
    page = as_read(client, world.officer, at(world, "?need=accommodation&area=cpa:northmoor"))
    assert "help to look for a home where a home is needed" in page
    form = client.get(at(world, "?need=accommodation&area=cpa:northmoor")).content.decode()
    assert '<option value="accommodation" selected' in form
    assert '<option value="cpa:northmoor" selected' in form
    given = {
        "need": "accommodation",
        "wanted": "A tenancy with support",
        "reason": "other_kind",
        "area": "cpa:northmoor",
        "population": "women",
    }
    said = answered(client, world.officer, at(world), given)
    assert "Recorded that nothing fits: Accommodation" in said
    assert "Northmoor: A tenancy with support" in said
    assert UnmetNeed.objects.get().area == area
    for user in (world.commissioner, world.contract_manager):
        report = as_read(client, user, REPORT)
        assert "Needs by reason: 1 time in all" in report
        assert "Northmoor" in report
        assert "What is given is something else than what they need" in report
        assert world.person.last_name not in report
        assert "A tenancy with support" not in report


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"need": ""}, "Select the need"),
        ({"wanted": ""}, "Say what is needed"),
        ({"reason": ""}, "Select why nothing fits"),
    ],
)
def test_what_the_form_says_is_wrong(
    world: World, client: Client, given: dict[str, str], sentence: str
) -> None:
    sent = {"need": "finance", "wanted": "Somebody to sit with", "reason": "full"} | given
    assert sentence in answered(client, world.officer, at(world), sent, status=200)
    assert not UnmetNeed.objects.exists()


def test_a_number_of_the_report_opens_the_lines_it_was_counted_from(world: World, client: Client) -> None:
    area = make.AreaFactory(name="Northmoor", kind="cpa", code="northmoor")
    for need, where in (("finance", area), ("accommodation", None)):
        make.UnmetNeedFactory(organisation=world.division, need=need, area=where)
    as_read(client, world.commissioner, REPORT)
    page = client.get(REPORT).content.decode()
    assert "need=finance&amp;reason=other_kind#lines" in page
    assert "area=cpa%3Anorthmoor#lines" in page
    assert "1 line" in as_read(client, world.commissioner, f"{REPORT}?area=cpa%3Anorthmoor")
    assert "1 line" in as_read(client, world.commissioner, f"{REPORT}?area=-&need=accommodation")
    answer: Any = client.get(f"{REPORT}?format=csv")
    assert len(b"".join(answer.streaming_content).splitlines()) == 3


def test_what_was_said_by_mistake_is_taken_back(world: World, client: Client) -> None:
    made = make.UnmetNeedFactory(person=world.person, organisation=world.division, recorded_by=world.officer)
    address = at(world, f"/{made.pk}/take-back")
    assert "Taken back: Accommodation" in answered(client, world.officer, address, {})
    assert UnmetNeed.objects.get().taken_back_at is not None
    assert "A line appears here" in as_read(client, world.commissioner, REPORT)


def test_nobody_takes_back_what_somebody_else_said(world: World, client: Client) -> None:
    made = make.UnmetNeedFactory(person=world.person, organisation=world.division)
    as_read(client, world.officer, at(world, f"/{made.pk}/take-back"), status=404)
