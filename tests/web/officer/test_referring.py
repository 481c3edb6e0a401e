"""Referring somebody: drafted, each risk decided, sent; answered and withdrawn (D14, D15; S90, S91, S94)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests import factories as make
from tests.web.reading import answered, as_read
from tests.world import World
from throughline.core.access.actor import acting_as
from throughline.core.periods import Period
from throughline.line.actions.referrals import ask_about_referral
from throughline.line.models import Referral, RiskSharing
from throughline.people.models import PersonAccess
from throughline.supply.models import Service


def refer(world: World, **asked: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"/people/{world.person.reference}/refer" + (f"?{query}" if query else "")


def given(world: World, **other: Any) -> dict[str, Any]:
    return {
        "objective": world.objective.pk,
        "service": world.service.reference,
        "requirement": world.requirement.pk,
        "sessions": "15",
        "reason": "Anxious and isolated",
    } | other


class TestDrafting:
    @pytest.mark.asks("S90", "S91")
    def test_the_officer_is_asked_for_four_links_and_never_for_a_code(
        self, world: World, client: Client
    ) -> None:
        as_read(client, world.officer, refer(world))
        form = client.get(refer(world)).content.decode()
        for link in ("objective", "service", "requirement"):
            assert f'name="{link}"' in form
        assert 'name="nsi' not in form
        answered(client, world.officer, refer(world), given(world))
        draft = Referral.objects.get()
        assert (draft.person, draft.objective, draft.service, draft.requirement) == (
            world.person, world.objective, world.service, world.requirement,
        )  # fmt: skip
        assert draft.nsi_code == world.service.kind.nsi_code
        assert draft.state == "draft"

    def test_what_there_is_only_one_of_is_chosen_already(self, world: World, client: Client) -> None:
        as_read(client, world.officer, refer(world))
        form = client.get(refer(world)).content.decode()
        assert form.count("checked") == 2
        assert f'<option value="{world.service.reference}" selected' in form

    def test_a_service_found_in_the_directory_is_filled_in(self, world: World, client: Client) -> None:
        make.ServiceNeedFactory(service=make.ServiceFactory(name="Another"), need="wellbeing")
        as_read(client, world.officer, refer(world))
        form = client.get(refer(world, service=world.service.reference)).content.decode()
        assert f'<option value="{world.service.reference}" selected' in form
        assert 'value="10"' in form

    @pytest.mark.parametrize(
        "closed",
        [
            pytest.param({"for_women": False, "for_men": True}, id="for men only"),
            pytest.param({"youngest": 60}, id="for older people"),
            pytest.param({"during": Period(make.START, make.NOW.date())}, id="ended today"),
        ],
    )
    def test_a_service_that_does_not_take_her_is_not_offered(
        self, world: World, client: Client, closed: dict[str, Any]
    ) -> None:
        Service.objects.filter(pk=world.service.pk).update(**closed)
        text = as_read(client, world.officer, refer(world))
        assert "No service in the directory answers a need of this plan" in text

    def test_without_an_objective_the_way_to_one_is_shown(self, world: World, client: Client) -> None:
        world.objective.delete()
        assert "Add one first: a referral serves an objective" in as_read(client, world.officer, refer(world))

    def test_what_was_left_out_is_asked_for(self, world: World, client: Client) -> None:
        text = answered(client, world.officer, refer(world), {}, status=200)
        for sentence in (
            "Select the objective it serves",
            "Select a service",
            "Select the requirement it is made under",
            "Enter how many sessions are planned",
            "Say why this service fits this person",
        ):
            assert sentence in text

    def test_a_second_open_referral_to_the_same_service_is_refused(
        self, world: World, client: Client
    ) -> None:
        first = world.draft()
        text = answered(client, world.officer, refer(world), given(world), status=200)
        assert f"already has an open referral to Change programme, {first.reference}" in text
        assert Referral.objects.count() == 1

    def test_from_a_service_the_officer_chooses_one_of_their_people(
        self, world: World, client: Client
    ) -> None:
        address = f"/refer?service={world.service.reference}"
        assert world.person.name in as_read(client, world.officer, address)
        answer = client.post(address, {"person": world.person.reference})
        assert answer["Location"] == refer(world, service=world.service.reference)

    def test_nobody_refers_somebody_elses_person(self, world: World, client: Client) -> None:
        other = make.member("responsible_officer", world.division)
        answered(client, other, refer(world), given(world), status=404)


class TestSending:
    def test_what_leaves_and_who_reads_it_is_shown_with_the_price(self, world: World, client: Client) -> None:
        text = as_read(client, world.officer, f"/referrals/{world.draft().reference}/send")
        assert "Managers at Northmoor Women's Centre, from the moment you send it" in text
        assert "£46.50 each session attended, £697.50 for 15 sessions" in text
        assert "38.00" not in text
        assert world.service.kind.nsi_code in text

    @pytest.mark.asks("S94")
    def test_no_live_flag_may_be_left_undecided(self, world: World, client: Client) -> None:
        make.RiskFlagFactory(person=world.person, kind="restraining_order")
        draft = world.draft()
        text = answered(client, world.officer, f"/referrals/{draft.reference}/send", {}, status=200)
        assert "Say why you are not sharing the restraining order, or share it" in text
        draft.refresh_from_db()
        assert draft.state == "draft"

    @pytest.mark.asks("S94")
    def test_withheld_without_a_reason_it_does_not_leave(self, world: World, client: Client) -> None:
        flag = make.RiskFlagFactory(person=world.person)
        draft = world.draft()
        answers = {f"risk_{flag.pk}": "withhold"}
        text = answered(client, world.officer, f"/referrals/{draft.reference}/send", answers, status=200)
        assert "Say why you are not sharing the risk of domestic abuse, or share it" in text
        draft.refresh_from_db()
        assert draft.state == "draft"

    @pytest.mark.asks("S94")
    def test_shared_and_withheld_with_a_reason_it_leaves_with_both(
        self, world: World, client: Client
    ) -> None:
        told, kept = (
            make.RiskFlagFactory(person=world.person, kind=kind) for kind in ("shpo", "risk_to_self")
        )
        draft = world.draft()
        answers = {
            f"risk_{told.pk}": "share",
            f"risk_{kept.pk}": "withhold",
            f"risk_{kept.pk}_details_withhold": "Years ago",
        }
        text = answered(client, world.officer, f"/referrals/{draft.reference}/send", answers)
        assert "Referral sent to Northmoor Women's Centre" in text
        decided = {one.flag_id: (one.shared, one.reason) for one in RiskSharing.objects.all()}
        assert decided == {told.pk: (True, ""), kept.pk: (False, "Years ago")}
        rights = PersonAccess.objects.get(organisation=world.centre)
        assert rights.shared_flags == [told.pk]

    def test_a_risk_this_service_has_to_be_told_of_is_not_withheld(
        self, world: World, client: Client
    ) -> None:
        world.service.meets_children = True
        world.service.save()
        flag = make.RiskFlagFactory(person=world.person, kind="child_safeguarding")
        draft = world.draft()
        answers = {f"risk_{flag.pk}": "withhold", f"risk_{flag.pk}_details_withhold": "Private"}
        text = answered(client, world.officer, f"/referrals/{draft.reference}/send", answers, status=200)
        assert "This service has to be told of the child safeguarding" in text

    def test_without_a_live_risk_it_leaves_at_once(self, world: World, client: Client) -> None:
        draft = world.draft()
        assert "so there is none to decide on" in as_read(
            client, world.officer, f"/referrals/{draft.reference}/send"
        )
        assert "Sent" in answered(client, world.officer, f"/referrals/{draft.reference}/send", {})

    def test_sent_twice_it_was_sent_once(self, world: World, client: Client) -> None:
        referral = world.sent()
        answered(client, world.officer, f"/referrals/{referral.reference}/send", {})
        assert referral.moves.filter(name="send").count() == 1


class TestAfterwards:
    def test_a_question_is_answered(self, world: World, client: Client) -> None:
        referral = world.sent()
        with acting_as(make.acting(world.manager)):
            ask_about_referral(referral=referral, question="Can she travel?", by=world.manager, at=world.now)
        address = f"/referrals/{referral.reference}/answer"
        assert "Ruth Adeyemi asks Can she travel?" in as_read(client, world.officer, address)
        text = answered(client, world.officer, address, {"why": "By bus"})
        assert "Answer sent to Northmoor Women's Centre" in text
        assert "Question answered" in text

    def test_it_is_withdrawn_with_a_reason_and_the_provider_sees_her_no_longer(
        self, world: World, client: Client
    ) -> None:
        referral = world.accepted()
        address = f"/referrals/{referral.reference}/withdraw"
        assert "Select why it ends" in answered(client, world.officer, address, {}, status=200)
        assert "Referral withdrawn" in answered(client, world.officer, address, {"why": "moved"})
        assert "Name not shown" in as_read(client, world.manager, f"/referrals/{referral.reference}")

    def test_once_work_has_started_it_is_not_withdrawn_but_ends_early(
        self, world: World, client: Client
    ) -> None:
        record = world.attended(world.allocated(), world.now)
        referral = record.appointment.referral
        assert referral is not None
        address = f"/referrals/{referral.reference}/withdraw"
        text = answered(client, world.officer, address, {"why": "moved"}, status=200)
        assert "Select how far the objective was achieved" in text
        given = {"why": "moved", "achieved": "partly", "evidence": "Came once"}
        assert "Referral ended early" in answered(client, world.officer, address, given)
