"""Searches that somebody saves, finds again with what is new, and shares by a link (S56)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tests import factories as make
from tests.web.provider_world import Reader, reading_by_a_clock
from tests.world import World, charlenes_world
from throughline.core.access import acting_as
from throughline.core.access.actor import as_system
from throughline.supply.actions.saved_searches import MOST, NotShareable, share_search
from throughline.supply.models import SavedSearch, Service, SharedSearch

pytestmark = [pytest.mark.django_db, pytest.mark.asks("S56")]


@pytest.fixture
def reader(client: Client, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    return reading_by_a_clock(client, settings, tmp_path / "clock", monkeypatch)


@pytest.fixture
def world() -> World:
    return charlenes_world()


def service(name: str, **said: object) -> Service:
    made = make.ServiceFactory(name=name, **said)
    made.refresh_from_db()
    return made


def saved(world: World, **said: object) -> SavedSearch:
    made = make.SavedSearchFactory(owner=world.officer, **said)
    made.refresh_from_db()
    return made


def shared(world: World, **said: object) -> SharedSearch:
    given = {"shared_by": world.officer, "organisation": world.division, **said}
    made = make.SharedSearchFactory(**given)
    made.refresh_from_db()
    return made


class TestSaving:
    def test_what_was_asked_is_kept_under_a_name_and_said_in_words(
        self, world: World, reader: Reader
    ) -> None:
        club = service("Job club")
        reader.as_(world.officer)
        asked = "words=club&sex=female&age=30&as_at=2017-06-01&page=2&chosen=X&miles=far"
        where = f"/searches/new?search={asked.replace('&', '%26').replace('=', '%3D')}"
        assert "Words: club For: A woman Age: 30" in reader.reads(where)
        page = reader.sends(where, {"name": "Work"})
        assert "Work saved" in page
        assert "Words: club" in page
        kept = SavedSearch.objects.get()
        assert kept.query == "words=club&sex=female&age=30"
        assert kept.found == [club.reference]

    def test_the_search_leads_there_for_whoever_is_signed_in(self, world: World, reader: Reader) -> None:
        service("Job club")
        assert "Save this search" not in reader.reads("/services?words=club")
        source = reader.as_(world.officer).client.get("/services?words=club").content.decode()
        assert 'href="/searches/new?search=words%3Dclub"' in source

    def test_a_reference_of_a_person_is_not_kept(self, world: World, reader: Reader) -> None:
        reader.as_(world.officer)
        where = f"/searches/new?search=words%3D{world.person.reference}"
        assert "Take the person’s reference out" in reader.is_refused(where, {"name": "Work"})
        assert "Take the person’s reference out" in reader.is_refused(
            "/searches/new", {"name": f"For {world.person.reference.lower()}"}
        )
        assert not SavedSearch.objects.exists()

    def test_a_name_is_used_once_by_one_person(self, world: World, reader: Reader) -> None:
        saved(world, name="Work")
        make.SavedSearchFactory(name="Homes")
        reader.as_(world.officer)
        refused = reader.is_refused("/searches/new", {"name": "work"})
        assert "You keep another search called work. Choose another name" in refused
        assert "Homes saved" in reader.sends("/searches/new", {"name": "Homes"})

    def test_there_is_a_most_and_it_is_said(self, world: World, reader: Reader) -> None:
        for number in range(MOST):
            saved(world, name=f"Search {number}")
        refused = reader.as_(world.officer).is_refused("/searches/new", {"name": "One more"})
        assert "You keep 50 searches, which is the most. Delete one before you save another" in refused

    def test_the_list_takes_as_many_queries_for_many_as_for_few(self, world: World, reader: Reader) -> None:
        reader.as_(world.officer)

        def queries() -> int:
            with CaptureQueriesContext(connection) as counted:
                reader.reads("/searches")
            return len(counted)

        saved(world, query="area=cpa:x&need=finance")
        shared(world)
        few = queries()
        for _ in range(5):
            saved(world, query="area=cpa:x&need=finance")
            shared(world)
        assert queries() == few


class TestLookingAgain:
    def test_what_is_new_is_what_fits_now_and_did_not_then(self, world: World, reader: Reader) -> None:
        old, gone = service("Evening choir"), service("Evening lunch")
        one = saved(world, query="words=evening", found=[old.reference, gone.reference])
        with as_system():
            Service.objects.filter(pk=gone.pk).update(state="withdrawn")
        service("Evening boxing")
        service("Debt advice")
        reader.as_(world.officer)
        page = reader.reads(f"/searches/{one.reference}")
        assert "1 new service" in page
        assert "Evening boxing" in page
        assert "Evening choir" not in page
        assert "2 services that this search finds now 1 service you saw then no longer fit" in page
        assert "Debt advice" not in page

    def test_reading_changes_nothing_until_one_says_so(self, world: World, reader: Reader) -> None:
        one = saved(world, query="words=evening")
        service("Evening boxing")
        reader.as_(world.officer)
        for _ in range(2):
            assert "1 new service" in reader.reads(f"/searches/{one.reference}")
        page = reader.sends(f"/searches/{one.reference}")
        assert "Nothing is new since you last looked." in page
        assert "I have seen these" not in page

    def test_what_the_directory_no_longer_takes_is_said(self, world: World, reader: Reader) -> None:
        one = saved(world, query="words=women&place=Atlantis")
        page = reader.as_(world.officer).reads(f"/searches/{one.reference}")
        assert "What was asked under Near is no longer known, so it is left out." in page

    def test_renamed(self, world: World, reader: Reader) -> None:
        one = saved(world, name="Work")
        page = reader.as_(world.officer).sends(f"/searches/{one.reference}/rename", {"name": "Jobs"})
        assert "Renamed to Jobs" in page

    def test_deleted_once_asked_again(self, world: World, reader: Reader) -> None:
        one = saved(world, name="Work")
        reader.as_(world.officer)
        assert "It cannot be brought back." in reader.reads(f"/searches/{one.reference}/delete")
        assert "You keep no searches." in reader.sends(f"/searches/{one.reference}/delete")

    @pytest.mark.parametrize("page", ["", "/rename", "/delete", "/share"])
    def test_nobody_else_finds_it(self, world: World, reader: Reader, page: str) -> None:
        one = saved(world)
        reader.as_(world.senior).reads(f"/searches/{one.reference}{page}", status=404)


class TestSharing:
    def test_one_reads_before_what_others_will_see_and_it_is_recorded(
        self, world: World, reader: Reader
    ) -> None:
        one = saved(world, name="Groups")
        reader.as_(world.officer)
        where = f"/searches/{one.reference}/share"
        page = reader.reads(where)
        assert "They do not see your other searches or when you last looked. They can keep a copy." in page
        page = reader.sends(where, {"shared_with": f"organisation-{world.division.pk}"})
        made = SharedSearch.objects.get()
        assert (made.name, made.query, made.shared_by) == ("Groups", "words=women", world.officer)
        assert f"http://testserver/searches/shared/{made.reference}" in page
        assert "Searches you share" in reader.reads("/searches")

    def test_a_colleague_opens_it_and_keeps_a_copy(self, world: World, reader: Reader) -> None:
        choir = service("Evening choir")
        one = shared(world, name="Groups", query="words=evening")
        reader.as_(world.senior)
        page = reader.reads(f"/searches/shared/{one.reference}")
        assert "Words: evening" in page
        assert "Helen Price on 1 June 2017" in page
        assert "Stop sharing" not in page
        assert "Groups saved" in reader.sends(f"/searches/shared/{one.reference}/copy", {"name": "Groups"})
        kept = SavedSearch.objects.get()
        assert (kept.owner, kept.found) == (world.senior, [choir.reference])

    def test_with_a_scheme_whoever_works_in_it_opens_it(self, world: World, reader: Reader) -> None:
        one = shared(world, organisation=None, scheme=world.scheme)
        where = f"/searches/shared/{one.reference}"
        assert "Everybody who works in" in reader.as_(world.manager).reads(where)
        stranger = make.member("provider_manager", make.OrganisationFactory())
        reader.as_(stranger).reads(where, status=404)

    def test_others_do_not_find_it(self, world: World, reader: Reader) -> None:
        one = shared(world)
        for page in ("", "/copy", "/stop"):
            reader.as_(world.manager).reads(f"/searches/shared/{one.reference}{page}", status=404)
        assert reader.as_(world.senior).reads(f"/searches/shared/{one.reference}/stop", status=404)

    def test_stopped_its_link_leads_nowhere(self, world: World, reader: Reader) -> None:
        one = shared(world, name="Groups")
        reader.as_(world.officer)
        assert "Groups is no longer shared" in reader.sends(f"/searches/shared/{one.reference}/stop")
        for user in (world.officer, world.senior):
            reader.as_(user).reads(f"/searches/shared/{one.reference}", status=404)

    def test_it_stays_as_it_was_shared(self, world: World, reader: Reader) -> None:
        kept = saved(world, name="Groups")
        one = shared(world, name="Groups")
        reader.as_(world.officer).sends(f"/searches/{kept.reference}/delete")
        assert "Groups" in reader.as_(world.senior).reads(f"/searches/shared/{one.reference}")

    def test_nobody_shares_with_those_they_do_not_belong_to(self, world: World, reader: Reader) -> None:
        one = saved(world)
        with acting_as(make.acting(world.officer)), pytest.raises(NotShareable):
            share_search(search=one, organisation=world.centre, scheme=None, by=world.officer, at=world.now)

    def test_whoever_belongs_nowhere_shares_nothing(self, reader: Reader) -> None:
        nobody = make.UserFactory()
        one = make.SavedSearchFactory(owner=nobody)
        one.refresh_from_db()
        assert "Share this search" not in reader.as_(nobody).reads(f"/searches/{one.reference}")
        reader.reads(f"/searches/{one.reference}/share", status=404)

    def test_a_person_under_supervision_finds_nothing_that_is_shared(
        self, world: World, reader: Reader
    ) -> None:
        one = shared(world)
        reader.as_(make.member("person", world.division)).reads(
            f"/searches/shared/{one.reference}", status=404
        )
