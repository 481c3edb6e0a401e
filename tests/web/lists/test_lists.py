"""A list: sorted, counted, paged, filtered, downloaded."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import cast

import pytest
from django.http import Http404, HttpRequest
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.factories import OrganisationFactory, UserFactory
from throughline.core.files.formulas import safe_in_a_spreadsheet
from throughline.core.models import Organisation, User
from throughline.web.lists import Column, Table, listing
from throughline.web.pieces import Link

pytestmark = pytest.mark.django_db
COLUMNS = (
    Column[Organisation]("name", "Name", lambda o: Link(o.name, "/o"), order="name"),
    Column[Organisation]("kind", "Kind", lambda o: o.get_kind_display(), order=("kind", "name")),
    Column[Organisation]("invented", "Invented", lambda o: o.is_invented),
)


def page(address: str = "", per_page: int = 2) -> Table[Organisation]:
    request: HttpRequest = RequestFactory().get("/list" + address)
    return listing(
        request,
        Organisation.objects.all(),
        COLUMNS,
        sort="name",
        name="organisations",
        empty="None yet.",
        per_page=per_page,
    )


def names(table: Table[Organisation]) -> list[str]:
    return [organisation.name for organisation in table.records]


@pytest.fixture
def five() -> None:
    for name, kind in (
        ("Elm", "charity"),
        ("Ash", "company"),
        ("Oak", "charity"),
        ("Fir", "company"),
        ("Yew", "charity"),
    ):
        OrganisationFactory.create(name=name, kind=kind)


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("", ["Ash", "Elm"]),
        ("?page=3", ["Yew"]),
        ("?sort=-name", ["Yew", "Oak"]),
        ("?sort=kind", ["Elm", "Oak"]),
        ("?sort=kind&page=2", ["Yew", "Ash"]),
    ],
)
def test_sorting_and_pages_are_in_the_address(address: str, shown: list[str]) -> None:
    assert names(page(address)) == shown


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize("sort", ["name", "-name", "kind", "-kind"])
def test_following_next_and_previous_shows_every_record_once(sort: str) -> None:
    table = page(f"?sort={sort}")
    there = [names(table)]
    while table.pagination and "next" in table.pagination:
        table = page(table.pagination["next"]["href"])
        there.append(names(table))
    assert sorted(name for shown in there for name in shown) == ["Ash", "Elm", "Fir", "Oak", "Yew"]
    back = [names(table)]
    while table.pagination and "previous" in table.pagination:
        table = page(table.pagination["previous"]["href"])
        back.append(names(table))
    assert back == there[::-1]


@pytest.mark.usefixtures("five")
def test_a_record_added_before_the_place_does_not_push_others_onto_the_next_page_again() -> None:
    links = page().pagination
    OrganisationFactory.create(name="Alder")
    assert links is not None
    assert names(page(links["next"]["href"])) == ["Fir", "Oak"]


def test_records_without_a_value_come_last_both_ways_and_are_met_once() -> None:
    for name, seen in (("a", True), ("b", False), ("c", True), ("d", False)):
        UserFactory.create(full_name=name, last_login="2017-06-01T09:00Z" if seen else None)
    columns = (Column[User]("seen", "Seen", lambda u: u.last_login, order="last_login", nullable=True),)

    def users(address: str) -> Table[User]:
        return listing(
            RequestFactory().get(address),
            User.objects.all(),
            columns,
            sort="seen",
            name="users",
            empty="",
            per_page=1,
        )

    for sort in ("seen", "-seen"):
        table, met = users(f"/?sort={sort}"), []
        while True:
            met += [user.full_name for user in table.records]
            if not table.pagination or "next" not in table.pagination:
                break
            table = users(table.pagination["next"]["href"])
        assert sorted(met) == ["a", "b", "c", "d"]
        assert {*met[2:]} == {"b", "d"}
        back = [user.full_name for user in table.records]
        while table.pagination and "previous" in table.pagination:
            table = users(table.pagination["previous"]["href"])
            back += [user.full_name for user in table.records]
        assert back == met[::-1]


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize(
    "address",
    [
        "?page=0",
        "?page=4",
        "?page=x",
        "?page=٣",
        "?sort=password",
        "?sort=invented",
        "?format=pdf",
        "?page=99999999999",
    ],
)
def test_what_is_not_there_is_not_found(address: str) -> None:
    with pytest.raises(Http404):
        page(address)


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize("mark", ["x", "bnVsbA", "W10", "WyJhIiwgImIiXQ", "é", "A" * 3000])
def test_a_place_made_up_by_hand_is_not_found(mark: str) -> None:
    with pytest.raises(Http404):
        _ = page(f"?page=2&after={mark}").records


@pytest.mark.usefixtures("five")
def test_the_count_is_of_everything_and_says_what_is_shown() -> None:
    assert page("?page=2").count_in_words == "5 organisations, showing 3 to 4"
    assert page(per_page=10).count_in_words == "5 organisations"


def test_an_empty_list_says_what_would_appear() -> None:
    table = page()
    assert (table.count_in_words, table.rows, table.empty, table.pagination) == (
        "No organisations",
        [],
        "None yet.",
        None,
    )


@pytest.mark.usefixtures("five")
def test_headings_sort_and_say_which_way_and_keep_the_filters() -> None:
    name, kind, invented = page("?kind=charity&page=2").heads
    assert (name.direction, name.href) == ("ascending", "?kind=charity&sort=-name")
    assert (kind.direction, kind.href) == ("", "?kind=charity&sort=kind")
    assert invented.href == ""


def written(address: str) -> bytes:
    export = page(address).export
    assert export is not None
    content = b"".join(cast(Iterable[bytes], export))
    assert export.file_to_stream is not None
    export.file_to_stream.close()
    return content


@pytest.mark.usefixtures("five")
def test_downloads_hold_every_record_in_order() -> None:
    rows = list(csv.reader(io.StringIO(written("?format=csv&sort=-name").decode("utf-8-sig"))))
    assert rows[0] == ["Name", "Kind", "Invented"]
    assert [row[0] for row in rows[1:]] == ["Yew", "Oak", "Fir", "Elm", "Ash"]


def test_a_name_that_begins_like_a_formula_stays_a_name_in_both_downloads() -> None:
    OrganisationFactory.create(name="=1+2")
    assert "'=1+2" in written("?format=csv").decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(written("?format=xlsx"))).active
    assert sheet is not None
    cell = sheet["A2"]
    assert (cell.value, cell.data_type) == ("=1+2", "s")


@given(st.text())
def test_no_text_begins_a_formula_in_a_spreadsheet(text: str) -> None:
    assert not safe_in_a_spreadsheet(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.urls("tests.web.specimens")
def test_filters_narrow_the_list_and_stand_in_the_address(client: Client) -> None:
    OrganisationFactory.create(name="Elm", kind="charity")
    OrganisationFactory.create(name="Ash", kind="company")
    page = client.get("/list?kind=charity&sort=-name").content.decode()
    assert "1 organisation<" in page
    assert "Ash" not in page
    assert '<input type="hidden" name="sort" value="-name">' in page
    assert 'href="?kind=charity&amp;sort=-name&amp;format=csv"' in page
