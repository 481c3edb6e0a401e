"""What surrounds a page, and the pieces it is made of."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings

from tests.factories import OrganisationFactory, member
from throughline.core.money import Money
from throughline.web.pieces import Fact, Figure, Link, Tag, Waiting, as_markup, in_words

TODAY = date(2019, 5, 3)


@pytest.mark.parametrize(
    ("since", "due", "clock", "overdue"),
    [
        (None, None, "", False),
        (date(2019, 5, 1), None, "Waiting 2 days.", False),
        (TODAY, date(2019, 5, 4), "Came today. Due in 1 day, by 4 May 2019", False),
        (None, TODAY, "Due today, by 3 May 2019", False),
        (
            date(2019, 4, 30),
            date(2019, 5, 2),
            "Waiting 3 days. Overdue by 1 day: it was due by 2 May 2019",
            True,
        ),
    ],
)
def test_what_waits_shows_its_clock(since: date | None, due: date | None, clock: str, overdue: bool) -> None:
    waiting = Waiting(Link("Answer", "/"), TODAY, since=since, due=due)
    assert (waiting.clock, waiting.overdue) == (clock, overdue)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "–"),
        ("", "–"),
        (True, "Yes"),
        (0, "0"),
        (1204, "1,204"),
        (Money("46.50"), "£46.50"),
        (TODAY, "3 May 2019"),
        (["a", TODAY], "a and 3 May 2019"),
        (Tag("Sent", "blue"), "Sent"),
    ],
)
def test_values_in_words(value: object, written: str) -> None:
    assert in_words(value) == written  # type: ignore[arg-type]


def test_text_is_never_taken_for_markup() -> None:
    assert as_markup("<script>") == "&lt;script&gt;"
    assert Fact("Name", "<b>").shown == "&lt;b&gt;"
    assert as_markup(Link("<b>", '"x')) == '<a class="govuk-link" href="&#34;x">&lt;b&gt;</a>'
    assert as_markup(["<", Tag(">")]) == '&lt;<br><strong class="govuk-tag">&gt;</strong>'


def test_a_figure_states_its_base_and_what_is_missing() -> None:
    figure = Figure(1204, "days", of="of 2,000 ordered", missing="12 not known")
    assert (figure.shown, figure.base) == ("1,204", "of 2,000 ordered. 12 not known")


@pytest.mark.django_db
@pytest.mark.urls("tests.web.specimens")
class TestSurroundings:
    def page(self, address: str, role: str = "") -> str:
        client = Client()
        if role:
            organisation = OrganisationFactory.create(name="Mill House")
            client.force_login(member(role, organisation, full_name="Helen Price"))
        return client.get(address).content.decode()

    def test_a_record_reads_from_the_top(self) -> None:
        page = self.page("/record?as_at=2019-05-03")
        order = [
            "Referral RF-4K7Q2</h1>",
            "Waiting for an answer",
            "What waits on you",
            "Facts",
            "1,204",
            "History",
        ]
        assert sorted(order, key=page.index) == order
        assert "As at <strong>3 May 2019</strong>" in page

    def test_a_day_that_is_none_is_not_found(self) -> None:
        assert Client().get("/record?as_at=soon").status_code == 404

    def places(self, address: str, role: str) -> str:
        return self.page(address, role).split('<nav aria-label="Places"')[1].split("</nav>")[0]

    def test_the_places_are_those_of_the_role_and_only_those_that_exist(self) -> None:
        navigation = self.places("/people", "responsible_officer")
        assert 'href="/people" aria-current="page"' in navigation
        assert 'href="/referrals"' in navigation
        inspectors = self.places("/inspector", "inspector")
        assert 'href="/inspector/landscape"' in inspectors
        assert "Samples" not in inspectors

    def test_a_page_below_a_place_marks_the_place(self) -> None:
        assert 'href="/prime/rate-card" aria-current="page"' in self.places(
            "/prime/rate-card", "supply_chain_manager"
        )
        assert 'href="/reconciliations" aria-current="true"' in self.places(
            "/reconciliations/new", "contract_manager"
        )

    def test_it_says_who_is_signed_in_and_where_they_work(self) -> None:
        page = self.page("/record", "responsible_officer")
        assert "Helen Price" in page
        assert "Mill House" in page
        assert "Sign out" in page
        assert "Sign out" not in self.page("/record")

    def test_the_front_door_leads_to_the_home_of_the_role(self) -> None:
        client = Client()
        client.force_login(member("responsible_officer", OrganisationFactory.create()))
        assert client.get("/")["Location"] == "/officer"
        assert "Sign in" in self.page("/")

    def test_the_demonstration_says_on_every_page_what_is_invented(self, settings: Settings) -> None:
        for address in ("/record", "/nowhere"):
            settings.DEMONSTRATION = False
            assert "here are invented" not in self.page(address)
            settings.DEMONSTRATION = True
            assert (
                "People, prices, volumes and performance here are invented, "
                "and so are the demonstration’s own providers." in self.page(address)
            )

    def test_a_form_with_errors_says_so_in_the_title(self, client: Client) -> None:
        page = client.post("/form", {"place": "x"}).content.decode()
        assert "<title>Error: Record attendance – Throughline</title>" in page
        assert "There is a problem" in page

    def test_what_was_done_is_said_once_on_the_next_page(self, client: Client) -> None:
        sent = {
            "held_on_day": "3", "held_on_month": "5", "held_on_year": "2019", "took_part": "yes",
            "needs": "debt",
            "route": "core", "charge": "46.50", "place": "Mill House", "notes": "Met",
        }  # fmt: skip
        assert client.post("/form", sent)["Location"] == "/record"
        assert "Attendance recorded" in client.get("/record").content.decode()
        assert "Attendance recorded" not in client.get("/record").content.decode()
