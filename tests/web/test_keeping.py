"""Keeping an entry true: its record part by part, its moves, what waits on whoever keeps it (D4, S63)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tests import factories as make
from tests.web.provider_world import Reader, reading_by_a_clock
from tests.world import World, charlenes_world
from throughline.core.models import User
from throughline.core.periods import Period
from throughline.supply.models import Service
from throughline.supply.queries.content import content_of
from throughline.vocabulary.populations import Population
from throughline.vocabulary.service_types import ServiceType
from throughline.web.keeping.parts import PARTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    return reading_by_a_clock(client, settings, tmp_path / "clock", monkeypatch)


@pytest.fixture
def world() -> World:
    world = charlenes_world()
    make.ServiceAreaFactory(service=world.service)
    world.service.refresh_from_db()
    return world


@pytest.fixture
def manager(reader: Reader, world: World) -> Reader:
    return reader.as_(world.manager)


def record(world: World, *parts: object) -> str:
    return "/".join(["/kept-services", world.service.reference, *map(str, parts)])


def complete(world: World) -> None:
    """The entry with all that publishing asks for; a route and a need it has."""
    service = world.service
    service.what_happens = "We meet"
    service.save()
    make.ServiceContactFactory(service=service)
    make.ServiceHoursFactory(place__service=service)


class TestTheList:
    def test_each_with_when_it_was_confirmed(self, world: World, manager: Reader) -> None:
        make.ServiceFactory(scheme=world.scheme, name="Somebody else's")
        page = manager.reads("/kept-services")
        assert "Change programme Published Never Nobody in person" in page
        assert "Somebody else's" not in page

    def test_whoever_oversees_the_scheme_finds_every_entry_of_it(self, world: World, reader: Reader) -> None:
        make.ServiceFactory(scheme=world.scheme, name="Somebody else's")
        make.ServiceFactory(name="Of another scheme")
        page = reader.as_(world.contract_manager).reads("/kept-services")
        assert "Somebody else's" in page
        assert "Of another scheme" not in page

    @pytest.mark.parametrize(
        ("query", "found"),
        [("mine=me", False), ("mine=nobody", True), ("words=change", True), ("state=draft", False)],
    )
    def test_narrowed(self, world: World, manager: Reader, query: str, found: bool) -> None:
        assert ("Change programme" in manager.reads(f"/kept-services?{query}")) is found


class TestConfirming:
    def test_confirmed_it_says_by_whom(self, world: World, manager: Reader) -> None:
        page = manager.sends(record(world, "confirm"))
        assert "Change programme confirmed" in page
        assert "1 June 2017 by Ruth Adeyemi" in page
        assert "Confirm that it is true" not in page

    @pytest.mark.asks("S63")
    @pytest.mark.parametrize(("interval", "days"), [(None, 90), (30, 30)], ids=["scheme", "its own"])
    def test_after_its_interval_it_waits_on_its_owner(
        self, world: World, manager: Reader, interval: int | None, days: int
    ) -> None:
        Service.objects.filter(pk=world.service.pk).update(review_days=interval)
        manager.sends(record(world, "confirm"))
        manager.at(world.now + timedelta(days=days - 1))
        assert "Services to confirm" not in manager.reads("/provider")
        manager.at(world.now + timedelta(days=days))
        page = manager.reads("/provider")
        assert "Services to confirm" in page
        assert "Change programme Given by Northmoor Women's Centre. Last confirmed on 1 June 2017" in page
        assert "Due today" in page
        assert "1 entry waits to be confirmed" in manager.reads("/kept-services")

    @pytest.mark.asks("S63")
    def test_unconfirmed_it_is_shown_as_such_with_the_day_it_was_last(
        self, world: World, manager: Reader, client: Client
    ) -> None:
        manager.sends(record(world, "confirm"))
        client.logout()
        manager.at(world.now + timedelta(days=90))
        page = manager.reads(f"/services/{world.service.reference}")
        assert "Not confirmed Last confirmed on 1 June 2017, 90 days ago" in page

    def test_oldest_first(self, world: World, manager: Reader) -> None:
        for name, days in (("Recently", 91), ("Long ago", 200)):
            day = (world.now - timedelta(days=days)).date()
            make.ServiceFactory(scheme=world.scheme, deliverer=world.centre, name=name, confirmed_on=day)
        page = manager.reads("/provider")
        assert page.index("Long ago") < page.index("Recently")

    def test_what_another_owns_does_not_wait_here(self, world: World, manager: Reader) -> None:
        self._owned_by(world, world.supply_chain_manager)
        assert "Services to confirm" not in manager.reads("/provider")
        manager.as_(world.supply_chain_manager)
        assert "Services to confirm" in manager.reads("/prime")

    def test_what_nobody_owns_any_more_waits_on_everybody_who_keeps_it(
        self, world: World, manager: Reader
    ) -> None:
        gone = make.member("provider_manager", world.centre)
        gone.memberships.update(during=Period(make.START, world.now.date()))
        self._owned_by(world, gone)
        assert "Services to confirm" in manager.reads("/provider")

    def _owned_by(self, world: World, owner: User) -> None:
        long_ago = (world.now - timedelta(days=400)).date()
        Service.objects.filter(pk=world.service.pk).update(owner=owner, confirmed_on=long_ago)

    def test_from_the_home_in_one_touch_and_undone(self, world: World, manager: Reader) -> None:
        long_ago = (world.now - timedelta(days=400)).date()
        Service.objects.filter(pk=world.service.pk).update(confirmed_on=long_ago)
        page = manager.sends(record(world, "confirm"), {"next": "/provider"})
        assert "Change programme confirmed" in page
        assert "Confirmed today Change programme Undo" in page
        assert "Services to confirm" not in page
        page = manager.sends(record(world, "confirm", "undo"), {"next": "/provider"})
        assert "Change programme is as it was before you confirmed it" in page
        assert "Services to confirm" in page
        assert "Undo" not in page
        world.service.refresh_from_db()
        assert world.service.confirmed_on == long_ago

    def test_nothing_is_undone_that_was_not_done_here(self, world: World, manager: Reader) -> None:
        page = manager.sends(record(world, "confirm", "undo"), {"next": "/provider"})
        assert "There is nothing to undo" in page

    @pytest.mark.parametrize(
        "elsewhere", ["//elsewhere.example/", "https://elsewhere.example/", "javascript:1"]
    )
    def test_nobody_is_led_elsewhere(
        self, world: World, manager: Reader, client: Client, elsewhere: str
    ) -> None:
        answer = client.post(record(world, "confirm"), {"next": elsewhere})
        assert answer["Location"] == record(world)


class TestMoves:
    def test_suspended_with_a_reason_and_published_again(self, world: World, manager: Reader) -> None:
        complete(world)
        assert "Say why you do this" in manager.is_refused(record(world, "move", "suspend"))
        page = manager.sends(record(world, "move", "suspend"), {"why": "No crèche in August"})
        assert "Change programme is now suspended" in page
        assert "No crèche in August" in page
        assert "Publish Withdraw" in page
        assert "is now published" in manager.sends(record(world, "move", "publish"))

    @pytest.mark.asks("S5")
    def test_what_is_missing_is_named_with_the_page_to_say_it(
        self, world: World, manager: Reader, client: Client
    ) -> None:
        draft = make.ServiceFactory(scheme=world.scheme, deliverer=world.centre, state="draft")
        draft.refresh_from_db()
        page = manager.is_refused(f"/kept-services/{draft.reference}/move/publish")
        assert (
            "Say what happens in it, which need it answers, where it is given, at which place, or that the "
            "place is withheld, how it is paid for and whom to ask about it before you publish" in page
        )
        shown = client.get(f"/kept-services/{draft.reference}").content.decode()
        for part in ("parts/text", "parts/needs", "areas/new", "places/new", "routes/new", "contacts/new"):
            assert f'href="/kept-services/{draft.reference}/{part}"' in shown

    def test_withdrawn_nothing_more_can_be_done(self, world: World, manager: Reader, client: Client) -> None:
        manager.sends(record(world, "move", "withdraw"), {"why": "The centre closed"})
        page = manager.reads(record(world))
        assert "What you can do" not in page
        assert "Change" not in page.replace("Change programme", "")
        assert client.get(record(world, "move", "publish"))["Location"] == record(world)

    def test_there_is_no_other_move(self, world: World, manager: Reader, client: Client) -> None:
        for verb in ("destroy", "confirm"):
            manager.reads(record(world, "move", verb), status=404)
            assert client.post(record(world, "move", verb), {"why": "x"}).status_code == 404

    @pytest.mark.parametrize(
        "page", ["", "confirm", "move/publish", "move/suspend", "parts/text", "places/new"]
    )
    def test_another_provider_does_not_find_it(self, world: World, reader: Reader, page: str) -> None:
        stranger = make.member("provider_manager", make.OrganisationFactory())
        reader.as_(stranger).reads(record(world, page).rstrip("/"), status=404)


DATE = {"_day": "1", "_month": "7", "_year": "2017"}


def on(name: str, day: str = "1") -> dict[str, str]:
    return {f"{name}{box}": value for box, value in (DATE | {"_day": day}).items()}


class TestTheRecord:
    def test_a_place_with_its_times(self, world: World, manager: Reader) -> None:
        page = manager.sends(
            record(world, "places", "new"),
            {
                "name": "Hall",
                "is_withheld": "no",
                "address": "1 High Street\nNorthmoor",
                "postcode": "nm11aa",
            },
        )
        assert "Hall 1 High Street, Northmoor, NM1 1AA" in page
        place = world.service.given_at.get()
        hours = {"day_1": "9am to midday, 1pm to 4:30pm", "day_5": "10:00-12:00"}
        page = manager.sends(record(world, "places", place.pk, "hours"), hours)
        assert "Monday 9am to midday, Monday 1pm to 4:30pm, Friday 10am to midday" in page
        assert (
            "9am to midday, 1pm to 4:30pm"
            in manager.client.get(record(world, "places", place.pk, "hours")).content.decode()
        )

    @pytest.mark.parametrize(
        ("written", "says"),
        [
            ("nine to five", "Times on Monday must be from a time to a time"),
            ("4pm to 9am", "Each time must end after it begins"),
            ("9am to midday, 11am to 1pm", "Times of one day must not overlap"),
        ],
    )
    def test_times_that_are_none(self, world: World, manager: Reader, written: str, says: str) -> None:
        place = make.ServicePlaceFactory(service=world.service)
        assert says in manager.is_refused(record(world, "places", place.pk, "hours"), {"day_1": written})

    def test_a_withheld_place_is_seen_by_those_in_the_chain_alone(
        self, world: World, manager: Reader, reader: Reader
    ) -> None:
        manager.sends(record(world, "places", "new"), {"name": "House", "is_withheld": "yes"})
        assert "House Withheld" in manager.reads(record(world))
        place = world.service.given_at.get()
        assert (place.latitude, place.area) == (None, None)
        reader.as_(world.contract_manager)
        page = reader.reads(record(world))
        assert "House" not in page
        assert "A place withheld Only those who give the service see it" in page
        reader.reads(record(world, "places", place.pk), status=404)
        reader.reads(record(world, "places", place.pk, "hours"), status=404)

    def test_a_postcode_gives_the_place_its_point(self, world: World, manager: Reader) -> None:
        area = make.AreaFactory(kind="pcc")
        outcode = make.OutcodeFactory(code="NM1", latitude=51.5, longitude=-2.5)
        make.OutcodeAreaFactory(outcode=outcode, area=area)
        hall = {"name": "Hall", "is_withheld": "no", "postcode": "NM1 1AA"}
        manager.sends(record(world, "places", "new"), hall)
        place = world.service.given_at.get()
        assert (place.latitude, place.longitude, place.area) == (51.5, -2.5, area)
        assert "There is no postcode that begins ZZ9" in manager.is_refused(
            record(world, "places", place.pk), hall | {"postcode": "ZZ9 1AA"}
        )

    def test_a_route_with_what_it_costs_its_payer(self, world: World, manager: Reader) -> None:
        council = make.OrganisationFactory(name="Northmoor Council")
        route = {
            "route": "co_commissioned",
            "payer": "northmoor council",
            "unit_cost": "31",
            "cost_unit": "session",
            **on("from_on"),
        }
        assert "Say who says what it costs" in manager.is_refused(record(world, "routes", "new"), route)
        page = manager.sends(record(world, "routes", "new"), route | {"cost_source": "its accounts"})
        assert "Costs £31.00 for each session attended, by its accounts" in page
        made = world.service.routes.get(route="co_commissioned")
        assert made.payer == council
        shares = {"who_1": council.reference, "share_1": "60", "who_2": "Ministry", "share_2": "40"}
        address = record(world, "routes", made.pk, "contributors")
        assert "They make 60%" in manager.is_refused(address, {k: v for k, v in shares.items() if "1" in k})
        assert "Northmoor Council pays 60%, Ministry pays 40%" in manager.sends(address, shares)
        page = manager.sends(record(world, "routes", made.pk, "end"), on("last_day", "31"))
        assert "1 July 2017 to 31 July 2017" in page

    @pytest.mark.parametrize(
        ("named", "says"),
        [
            ("Nobody we know", "No organisation here is called Nobody we know"),
            ("Twin", "Several organisations are called Twin"),
        ],
    )
    def test_an_organisation_that_is_not_one(
        self, world: World, manager: Reader, named: str, says: str
    ) -> None:
        make.OrganisationFactory.create_batch(2, name="Twin")
        route = {"route": "charitable", "payer": named, **on("from_on")}
        assert says in manager.is_refused(record(world, "routes", "new"), route)

    def test_a_contact_and_who_follows(self, world: World, manager: Reader) -> None:
        who = {"name": "Ruth Adeyemi", "telephone": "01632 960001", "is_public": "yes", **on("from_on")}
        manager.sends(record(world, "contacts", "new"), who)
        manager.sends(record(world, "contacts", "new"), who | {"name": "Amy Walsh"})
        ruth, amy = world.service.contacts.order_by("pk")
        page = manager.sends(
            record(world, "contacts", ruth.pk, "end"), {"successor": str(amy.pk), **on("last_day", "31")}
        )
        assert "until 31 July 2017, followed by Amy Walsh" in page

    def test_a_rule_with_why(self, world: World, manager: Reader) -> None:
        page = manager.sends(
            record(world, "rules", "offence"), {"refuses": ["arson"], "why": "We share a house"}
        )
        assert "It does not take people whose kind of offence is arson. We share a house" in page
        page = manager.sends(record(world, "rules", "offence", "remove"))
        assert "Kind of offence Everybody" in page
        manager.reads(record(world, "rules", "sex"), status=404)

    def test_other_words(self, world: World, manager: Reader) -> None:
        assert "Welsh, plain words Missing" in manager.reads(record(world))
        wording = {"name": "Newid", "summary": "Cwmni da", "what_happens": "Rydym yn cwrdd"}
        assert "Welsh, plain words Cwmni da" in manager.sends(
            record(world, "wordings", "cy", "plain"), wording
        )
        manager.reads(record(world, "wordings", "en", "plain"), status=404)
        manager.reads(record(world, "wordings", "pl", "plain"), status=404)

    def test_closed_with_an_alternative(self, world: World, manager: Reader, client: Client) -> None:
        other = make.ServiceFactory(name="Skills for work")
        other.refresh_from_db()
        closed = {"intake": "closed", "alternative": other.reference.lower()}
        page = manager.sends(record(world, "parts", "intake"), closed)
        assert "Closed to new referrals. Instead: Skills for work" in page
        assert "Enter the reference of a service in the directory" in manager.is_refused(
            record(world, "parts", "intake"), closed | {"alternative": "SV-NOPE"}
        )
        client.force_login(world.officer)
        page = manager.reads(f"/services/{world.service.reference}")
        assert "Instead: Skills for work" in page
        assert "Refer somebody" not in page

    def test_what_the_form_shows_first_is_what_stands_there(self, world: World, manager: Reader) -> None:
        complete(world)
        made = {"summary": "Company", "places": 9, "youngest": 18, "waiting_days": 4, "sessions": 6}
        Service.objects.filter(pk=world.service.pk).update(**made, waiting_said_on=world.now.date())
        world.service.refresh_from_db()
        said = content_of(world.service)
        for part in ("text", "needs", "whom", "intake", "capacity", "wait", "interval", "dose", "people"):
            shown = PARTS[part].form(initial=PARTS[part].now(world.service))
            answers = {name: field.value() for name, field in zip(shown.fields, shown, strict=True)}
            sent = {name: "" if value is None else value for name, value in answers.items()}
            manager.sends(record(world, "parts", part), sent)
        assert content_of(world.service) == said

    def test_a_text_that_gives_a_withheld_place_away(self, world: World, manager: Reader) -> None:
        make.ServicePlaceFactory(service=world.service, is_withheld=True, address="14 Hollow Lane")
        answers = {"name": "Change", "summary": "x", "what_happens": "Come to 14 Hollow Lane"}
        page = manager.is_refused(record(world, "parts", "text"), answers)
        assert "“14 Hollow Lane” would give a withheld place away" in page


class TestWhatCanBeChosen:
    @pytest.mark.asks("S243")
    @pytest.mark.parametrize("kind", ServiceType)
    def test_every_kind_of_work(self, world: World, manager: Reader, kind: ServiceType) -> None:
        page = manager.sends(
            record(world, "parts", "kind"), {"service_type": str(kind), "meets_children": "no"}
        )
        assert f"Kind of work {kind.label}" in page

    @pytest.mark.asks("S163")
    def test_every_group_of_people_as_main_or_served_as_well(self, world: World, manager: Reader) -> None:
        every = [str(one) for one in Population]
        manager.sends(record(world, "parts", "people"), {"main": every[:9], "also": every[9:]})
        said = {one["population"]: one["is_main"] for one in content_of(world.service)["populations"]}
        assert said == {code: code in every[:9] for code in every}


class TestDrafts:
    def test_begun_said_and_published(self, world: World, manager: Reader, client: Client) -> None:
        kind = str(world.service.kind_id)
        page = manager.sends(
            "/kept-services/new", {"name": "Art club", "under": f"a{world.chain[-1].pk}", "kind": kind}
        )
        assert "Art club begun as a draft" in page
        assert "Before it can be published, say" in page
        made = Service.objects.get(name="Art club")
        assert client.get(f"/services/{made.reference}").status_code == 404
        address = f"/kept-services/{made.reference}"
        manager.sends(
            f"{address}/parts/text", {"name": "Art club", "summary": "Painting", "what_happens": "We paint"}
        )
        manager.sends(f"{address}/parts/needs", {"needs": ["inclusion"]})
        manager.sends(f"{address}/areas/new", {"area": str(make.AreaFactory().pk)})
        manager.sends(f"{address}/places/new", {"name": "Studio", "is_withheld": "no"})
        manager.sends(f"{address}/places/{made.given_at.get().pk}/hours", {})
        manager.sends(
            f"{address}/routes/new", {"route": "charitable", **on("from_on")} | {"from_on_month": "6"}
        )
        page = manager.sends(
            f"{address}/contacts/new",
            {"name": "Ruth", "email": "ruth@example.org", "is_public": "yes", **on("from_on")}
            | {"from_on_month": "6"},
        )
        assert "Before it can be published" not in page
        assert "Art club is now published" in manager.sends(f"{address}/move/publish")
        assert client.get(f"/services/{made.reference}").status_code == 200

    def test_under_no_agreement(self, world: World, manager: Reader) -> None:
        alone = f"o{world.centre.pk}-{world.scheme.pk}"
        manager.sends(
            "/kept-services/new", {"name": "Choir", "under": alone, "kind": str(world.service.kind_id)}
        )
        made = Service.objects.get(name="Choir")
        assert (made.deliverer, made.agreement, made.state) == (world.centre, None, "draft")

    def test_a_kind_of_another_scheme_is_refused(self, world: World, manager: Reader) -> None:
        other = make.ServiceFactory()
        answers = {"name": "Choir", "under": f"a{world.chain[-1].pk}", "kind": str(other.kind_id)}
        assert "Select a kind of service of" in manager.is_refused("/kept-services/new", answers)

    def test_only_ones_own_can_be_begun(self, world: World, reader: Reader) -> None:
        stranger = make.member("provider_manager", make.OrganisationFactory())
        answers = {"name": "Choir", "under": f"a{world.chain[-1].pk}", "kind": str(world.service.kind_id)}
        assert "Select who gives it" in reader.as_(stranger).is_refused("/kept-services/new", answers)

    def test_copied(self, world: World, manager: Reader) -> None:
        page = manager.sends(record(world, "copy"), {"name": "Change programme, evenings"})
        assert "Change programme, evenings begun as a draft" in page

    def test_handed_over(self, world: World, manager: Reader) -> None:
        page = manager.sends(record(world, "owner"), {"owner": str(world.supply_chain_manager.pk)})
        assert "Kept by Owen Clark" in page
        manager.is_refused(record(world, "owner"), {"owner": str(world.worker.pk)})


class TestWhatElseWaits:
    @pytest.mark.asks("S63")
    def test_a_contact_that_nobody_follows(self, world: World, manager: Reader) -> None:
        last = (world.now + timedelta(days=20)).date()
        make.ServiceContactFactory(service=world.service, name="Sam Reed", during=Period(make.START, last))
        page = manager.reads("/provider")
        assert "Name who follows Sam Reed at Change programme" in page
        make.ServiceContactFactory(service=world.service, name="Ann Cole")
        assert "Name who follows" not in manager.reads("/provider")

    def test_an_intake_that_is_closed_for_long(self, world: World, manager: Reader) -> None:
        manager.sends(record(world, "parts", "intake"), {"intake": "closed", "note": "No worker"})
        manager.at(world.now + timedelta(days=59))
        assert "Open Change programme" not in manager.reads("/provider")
        manager.at(world.now + timedelta(days=60))
        page = manager.reads("/provider")
        assert "Open Change programme to referrals, or say what becomes of it" in page
        assert "Closed to new referrals since 1 June 2017" in page


def test_the_record_takes_as_many_queries_for_much_as_for_little(world: World, manager: Reader) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            manager.reads(record(world))
        return len(counted)

    complete(world)
    parts: list[Any] = [
        make.ServiceContactFactory,
        make.ServiceInformationFactory,
        make.ServiceEvidenceFactory,
        make.ServiceActivityFactory,
        make.ServicePlaceFactory,
    ]
    for part in parts:
        part(service=world.service)
    few = queries()
    for turn in range(4):
        make.ServiceInformationFactory(service=world.service, what=f"Thing {turn}")
        for part in (make.ServiceContactFactory, make.ServiceEvidenceFactory, make.ServicePlaceFactory):
            part(service=world.service)
        make.ServiceRouteFactory(service=world.service, buyer=make.OrganisationFactory())
    assert queries() == few
    assert few < 60
