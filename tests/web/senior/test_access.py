"""The pages of somebody who manages officers: whose cases there are, and who may see one (S111)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import factories as make
from tests.web.reading import answered, as_read
from tests.world import World
from throughline.people.models import CaseLimit


def page(world: World) -> str:
    return f"/people/{world.person.reference}"


def excluding(world: World, **more: Any) -> dict[str, Any]:
    return {"kind": "exclusion", "accounts": world.worker.email, "reason": "They are related", **more}


class TestPeople:
    def test_each_stands_with_their_officer(self, world: World, client: Client) -> None:
        text = as_read(client, world.senior, "/senior/people")
        assert "1 person" in text
        assert f"{world.person.name} {world.person.case_number} Helen Price" in text

    def test_somebody_without_an_officer_is_seen_to_have_none(self, world: World, client: Client) -> None:
        world.person.supervisions.update(during=make.ever().ended_on(world.now.date()))
        assert f"{world.person.case_number} Nobody" in as_read(client, world.senior, "/senior/people")

    @pytest.mark.parametrize(
        ("narrowed", "found"), [("name=exam", 1), ("name=x", 0), ("officer=price", 1), ("officer=moss", 0)]
    )
    def test_the_list_can_be_narrowed(self, world: World, client: Client, narrowed: str, found: int) -> None:
        text = as_read(client, world.senior, f"/senior/people?{narrowed}")
        assert {0: "No people", 1: "1 person"}[found] in text

    def test_the_number_of_queries_does_not_grow(
        self, world: World, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        client.force_login(world.senior)
        client.get("/senior/people")
        with django_assert_num_queries(10):
            client.get("/senior/people")
        for number in range(5):
            make.PersonAccessFactory(user=None, organisation=world.division, because_id=900 + number)
        with django_assert_num_queries(10):
            assert "6 people" in client.get("/senior/people").content.decode()

    def test_the_home_counts_what_its_lists_show(self, world: World, client: Client) -> None:
        make.CaseLimitFactory(person=world.person, set_by=world.senior)
        text = as_read(client, world.senior, "/senior")
        assert "1 people supervised" in text.replace("  ", " ")
        assert "1 limits on who may see a case" in text.replace("  ", " ")

    def test_they_read_the_record_and_write_nothing_of_it(self, world: World, client: Client) -> None:
        text = as_read(client, world.senior, page(world))
        assert "Who may see this case" in text
        assert "Refer to a service" not in text
        for part in ("objective", "risk", "supervision", "refer"):
            as_read(client, world.senior, f"{page(world)}/{part}", status=404)


class TestLimiting:
    @pytest.mark.asks("S111")
    def test_those_kept_out_do_not_find_the_case_until_it_is_lifted(
        self, world: World, client: Client
    ) -> None:
        referral = world.allocated()
        as_read(client, world.worker, f"/referrals/{referral.reference}")
        text = answered(client, world.senior, f"{page(world)}/access/limit", excluding(world, sure="yes"))
        assert "Access to the case of Charlene Example is limited from now" in text
        assert "They are related" in text
        as_read(client, world.worker, f"/referrals/{referral.reference}", status=404)
        assert "Limited access" in as_read(client, world.officer, page(world))
        made = CaseLimit.objects.get()
        text = answered(
            client,
            world.senior,
            f"{page(world)}/access/{made.pk}/lift",
            {"reason": "They are not, after all"},
        )
        assert "The limit is lifted from now" in text
        assert "No limit holds" in text
        assert "They are not, after all" in text
        as_read(client, world.worker, f"/referrals/{referral.reference}")
        as_read(client, world.senior, f"{page(world)}/access/{made.pk}/lift", status=404)

    def test_whoever_would_lose_the_case_is_named_before_they_do(self, world: World, client: Client) -> None:
        world.allocated()
        address = f"{page(world)}/access/limit"
        text = answered(client, world.senior, address, excluding(world), status=200)
        assert "Amy Walsh can see this case now and would see it no longer. Is that right?" in text
        assert not CaseLimit.objects.exists()
        answered(client, world.senior, address, excluding(world, sure="no"), status=200)
        assert not CaseLimit.objects.exists()

    def test_nobody_is_asked_when_nobody_would_lose_it(self, world: World, client: Client) -> None:
        answered(client, world.senior, f"{page(world)}/access/limit", excluding(world))
        assert CaseLimit.objects.get().users == [world.worker.pk]

    def test_those_who_see_it_now_are_offered(self, world: World, client: Client) -> None:
        world.allocated()
        client.force_login(world.senior)
        given = {
            "kind": "exclusion",
            "named": [f"u{world.worker.pk}", f"o{world.centre.pk}"],
            "reason": "A conflict of interest",
            "sure": "yes",
            "last_day_day": "30",
            "last_day_month": "6",
            "last_day_year": "2017",
        }
        answered(client, world.senior, f"{page(world)}/access/limit", given)
        made = CaseLimit.objects.get()
        assert (made.users, made.organisations) == ([world.worker.pk], [world.centre.pk])
        text = as_read(client, world.senior, f"{page(world)}/access")
        assert "May not see it Amy Walsh Northmoor Women's Centre" in text
        assert "Until the end of 30 June 2017" in text
        assert "Supervises the person Helen Price NPS Ridgeway" in text

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"kind": ""}, "Select what you want to do"),
            ({"reason": ""}, "Say why the case is limited"),
            ({"accounts": ""}, "Name a person or an organisation"),
            ({"accounts": "nobody@example.org"}, "Nobody with an account has the address nobody@example.org"),
            ({"organisations": "No such body"}, "“No such body” is the name or reference of no organisation"),
        ],
    )
    def test_what_is_missing_is_asked_for(
        self, world: World, client: Client, wrong: dict[str, str], said: str
    ) -> None:
        text = answered(client, world.senior, f"{page(world)}/access/limit", excluding(world, **wrong), 200)
        assert said in text
        assert not CaseLimit.objects.exists()

    def test_a_name_that_several_organisations_have_is_asked_for_by_reference(
        self, world: World, client: Client
    ) -> None:
        twin = make.OrganisationFactory(name=world.centre.name)
        address = f"{page(world)}/access/limit"
        text = answered(client, world.senior, address, excluding(world, organisations=twin.name), 200)
        assert "more than one organisation: give its reference" in text
        answered(client, world.senior, address, excluding(world, accounts="", organisations=twin.reference))
        assert CaseLimit.objects.get().organisations == [twin.pk]

    def test_whoever_limits_it_for_themselves_is_led_where_they_may_be(
        self, world: World, client: Client
    ) -> None:
        make.member("senior_officer", world.division)
        given = excluding(world, accounts=world.senior.email)
        text = answered(client, world.senior, f"{page(world)}/access/limit", given)
        assert "Limits on who may see a case appear here" in text
        as_read(client, world.senior, page(world), status=404)

    def test_an_exclusion_of_everybody_who_could_lift_it_is_refused(
        self, world: World, client: Client
    ) -> None:
        given = excluding(world, accounts=world.senior.email)
        text = answered(client, world.senior, f"{page(world)}/access/limit", given, 200)
        assert "nobody could lift this" in text


@pytest.mark.asks("S111")
def test_the_money_of_a_limited_case_keeps_its_sum_and_loses_its_number(world: World, client: Client) -> None:
    world.attended(world.allocated(), world.now)
    before = as_read(client, world.manager, "/money/ledger")
    number = next(word for word in before.split() if word.startswith("RF-"))
    make.CaseLimitFactory(person=world.person, users=[world.manager.pk], set_by=world.senior)
    after = as_read(client, world.manager, "/money/ledger")
    assert after.count("£38.00") == before.count("£38.00")
    assert number not in after
    assert "Withheld" in after
    assert "No entries" in as_read(client, world.manager, f"/money/ledger?referral={number}")
