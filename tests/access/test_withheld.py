"""
A withheld place is looked for everywhere, by everybody, and found by nobody but those who give its service.

Every page and form, every file and feed, every leaflet, every box that something is looked for by, and then
every table of the database. What is asked follows from the access matrix, in which every address stands.
"""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import quote_plus

import pytest
from django.http.response import HttpResponseBase

from tests.access import asking
from tests.access.conftest import TwoWorlds
from tests.access.furnished import NOBODY, VIEWERS, WITHHELD
from tests.access.matrix import ALSO, MATRIX, Page
from tests.access.searched import holds, patterns_of, text_of, told
from throughline.core.access.actor import SYSTEM
from throughline.core.access.row_security import ADD, declarations
from throughline.supply.models import ServicePlace
from throughline.web.routes import every_route

IN_ITS_CHAIN = ("manager", "prime")
OUTSIDE = tuple(viewer for viewer in (*VIEWERS, NOBODY) if viewer not in IN_ITS_CHAIN)
ROUTES = {route.path for route in every_route()}
EVERYWHERE = [page for path, page in (*MATRIX.items(), *ALSO) if path in ROUTES]
THE_RECORD = "/kept-services/"
FILES = ("csv", "xlsx")
ASKED_FOR = (WITHHELD["postcode"], WITHHELD["postcode"].split()[0], "Hollow Lane", "Juniper")
"""What somebody who looks for the place might type."""

NOTHING = "Qqqqq Zzzzz"
"""What nobody would find anything by."""

SECRETS = patterns_of(WITHHELD.values())


@pytest.mark.parametrize("page", EVERYWHERE, ids=lambda page: page.at)
def test_no_page_tells_of_it(worlds: TwoWorlds, page: Page) -> None:
    found = []
    address = page.at.format(**worlds.own.parts)
    for viewer in OUTSIDE if address.startswith(THE_RECORD) else (*OUTSIDE, *IN_ITS_CHAIN):
        answer = _get(worlds, viewer, address)
        assert viewer not in page.opens or answer.status_code in page.answers
        files = [_get(worlds, viewer, f"{address}?format={one}") for one in FILES]
        found += [f"{viewer} reads {said}" for one in (answer, *files) for said in told(one, SECRETS)]
    assert found == []


def test_those_who_give_the_service_read_it_on_its_record(worlds: TwoWorlds) -> None:
    record = f"{THE_RECORD}{worlds.own.parts['service']}"
    for viewer in IN_ITS_CHAIN:
        assert told(_get(worlds, viewer, record), SECRETS) == [one.pattern for one in SECRETS]


@pytest.mark.parametrize("page", EVERYWHERE, ids=lambda page: page.at)
def test_no_box_finds_it(worlds: TwoWorlds, page: Page) -> None:
    """What is typed stands on the page again; so it is what was found, and how much, that must not tell."""
    address = page.at.format(**worlds.own.parts)
    for viewer in OUTSIDE:
        answer = _get(worlds, viewer, address)
        for box in Listed(text_of(answer)).boxes if answer.status_code == 200 else ():
            nothing = _listed(worlds, viewer, f"{address}?{box}={quote_plus(NOTHING)}")
            for asked in ASKED_FOR:
                found = _listed(worlds, viewer, f"{address}?{box}={quote_plus(asked)}")
                assert found.leads <= nothing.leads, f"{viewer} finds it on {address} by {box}"
                assert found.rows <= nothing.rows, f"{viewer} finds it on {address} by {box}"


def test_boxes_are_found_and_find_what_is_open(worlds: TwoWorlds) -> None:
    page = _listed(worlds, NOBODY, "/services")
    assert {"words", "place"} <= page.boxes
    by_name = _listed(worlds, NOBODY, "/services?words=Change+programme")
    assert f"/services/{worlds.own.parts['service']}" in by_name.leads


class Listed(HTMLParser):
    """A page as a list: the boxes for words that narrow it, how many rows it has, and where they lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.boxes: set[str] = set()
        self.leads: set[str] = set()
        self.rows = 0
        self._narrows = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """What this element adds."""
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._narrows = said.get("method", "get").lower() == "get"
        elif tag == "input" and self._narrows and said.get("type", "text") in ("text", "search"):
            self.boxes |= set() if said.get("inputmode") == "numeric" else {said["name"]}
        elif tag == "a":
            self.leads.add(said.get("href", "").split("?")[0])
        self.rows += tag == "tr"


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("reading", ["plain", "easy"])
def test_no_leaflet_tells_of_it(worlds: TwoWorlds, language: str, reading: str) -> None:
    where = f"/services/{worlds.own.parts['service']}/leaflets/{language}-{reading}.pdf"
    for viewer in (*OUTSIDE, *IN_ITS_CHAIN):
        assert told(_get(worlds, viewer, where), SECRETS) == []


def test_no_row_of_the_database_that_others_see_holds_it(worlds: TwoWorlds) -> None:
    """The words of the search, the versions, what is published: whatever a forgotten filter would show."""
    readable = [name for name, table in declarations().items() if table.may != (ADD,)]
    found = []
    for viewer in OUTSIDE:
        with asking.acting_for_now(asking.actor_of(worlds.own.viewers.get(viewer))):
            found += [f"{viewer} sees it in {name}" for name in readable if holds(name, SECRETS)]
    assert found == []
    with asking.acting_for_now(SYSTEM):
        assert holds(ServicePlace._meta.db_table, SECRETS)


def _listed(worlds: TwoWorlds, viewer: str, address: str) -> Listed:
    return Listed(text_of(_get(worlds, viewer, address)))


def _get(worlds: TwoWorlds, viewer: str, address: str) -> HttpResponseBase:
    return worlds.clients[viewer].get(address)
