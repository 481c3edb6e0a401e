"""
A withheld place is looked for everywhere, by everybody, and found by nobody but those who give its service.

Every page and form, every file and feed, every leaflet, every search, and then every table of the database.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from django.db import connection
from django.http.response import HttpResponseBase
from pypdf import PdfReader

from tests.access import asking
from tests.access.conftest import TwoWorlds
from tests.access.furnished import NOBODY, VIEWERS, WITHHELD
from tests.access.matrix import ALSO, MATRIX, Page
from throughline.core.access.actor import SYSTEM
from throughline.core.access.row_security import ADD, declarations
from throughline.supply.models import ServicePlace
from throughline.web.routes import every_route

IN_ITS_CHAIN = ("manager", "prime")
OUTSIDE = tuple(viewer for viewer in (*VIEWERS, NOBODY) if viewer not in IN_ITS_CHAIN)
ROUTES = {route.path for route in every_route()}
EVERYWHERE = [page for path, page in (*MATRIX.items(), *ALSO) if path in ROUTES]
THE_RECORD = "/kept-services/"
FORMATS = ("csv", "xlsx", "pdf", "json", "geojson")
ASKED_FOR = [
    *WITHHELD.values(),
    WITHHELD["postcode"].replace(" ", ""),
    WITHHELD["postcode"].split()[0],
    "Hollow Lane",
    "Juniper",
]
"""What somebody who looks for the place might type."""

SECRETS = [
    re.compile(r"\s*".join(map(re.escape, re.sub(r"\s", "", said))), re.IGNORECASE)
    for said in WITHHELD.values()
]


@pytest.mark.parametrize("page", EVERYWHERE, ids=lambda page: page.at)
def test_no_page_tells_of_it(worlds: TwoWorlds, page: Page) -> None:
    found = []
    address = page.at.format(**worlds.own.parts)
    for viewer in OUTSIDE if address.startswith(THE_RECORD) else (*OUTSIDE, *IN_ITS_CHAIN):
        for asked in (address, *(f"{address}?format={one}" for one in FORMATS[:2])):
            found += [f"{viewer} reads {said} on {asked}" for said in _told(_get(worlds, viewer, asked))]
    assert found == []


def test_those_who_give_the_service_read_it_on_its_record(worlds: TwoWorlds) -> None:
    record = f"{THE_RECORD}{worlds.own.parts['service']}"
    for viewer in IN_ITS_CHAIN:
        assert sorted(_told(_get(worlds, viewer, record))) == sorted(one.pattern for one in SECRETS)


@pytest.mark.parametrize("asked", ASKED_FOR)
@pytest.mark.parametrize("where", ["/services", "/areas", "/kept-services", "/supply-chain", "/words-used"])
def test_no_search_finds_it(worlds: TwoWorlds, where: str, asked: str) -> None:
    """What is typed stands on the page again; so it is the number of what was found that must not tell."""
    for viewer in OUTSIDE:
        for box in ("words", "word", "place", "area", "where", "q"):
            text = _text(_get(worlds, viewer, f"{where}?{box}={asked.replace(' ', '+')}&format=csv"))
            nothing = _text(_get(worlds, viewer, f"{where}?{box}=Qqqqq+Zzzzz&format=csv"))
            is_a_filter = nothing != _text(_get(worlds, viewer, f"{where}?format=csv"))
            if is_a_filter:
                assert worlds.own.parts["service"] not in text, f"{viewer} finds it at {where} by {box}"
                assert text.count("\n") <= nothing.count("\n"), f"{viewer} finds it at {where} by {box}"


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("reading", ["plain", "easy"])
def test_no_leaflet_tells_of_it(worlds: TwoWorlds, language: str, reading: str) -> None:
    where = f"/services/{worlds.own.parts['service']}/leaflets/{language}-{reading}.pdf"
    for viewer in (*OUTSIDE, *IN_ITS_CHAIN):
        assert _told(_get(worlds, viewer, where)) == []


def test_no_row_of_the_database_that_others_see_holds_it(worlds: TwoWorlds) -> None:
    """The words of the search, the versions, what is published: whatever a forgotten filter would show."""
    readable = [name for name, table in declarations().items() if table.may != (ADD,)]
    found = []
    for viewer in OUTSIDE:
        with asking.acting_for_now(asking.actor_of(worlds.own.viewers.get(viewer))):
            found += [f"{viewer} sees it in {name}" for name in readable if _holds(name)]
    assert found == []
    with asking.acting_for_now(SYSTEM):
        assert _holds(ServicePlace._meta.db_table)


def _holds(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT EXISTS (SELECT 1 FROM "{table}" t WHERE t::text ~* %s)',
            ["|".join(one.pattern.replace(r"\ ", " ") for one in SECRETS)],
        )
        found: bool = cursor.fetchone()[0]
    return found


def _get(worlds: TwoWorlds, viewer: str, address: str) -> HttpResponseBase:
    return worlds.clients[viewer].get(address)


def _told(answer: HttpResponseBase) -> list[str]:
    if answer.status_code != 200:
        return []
    text = _text(answer)
    return [one.pattern for one in SECRETS if one.search(text)]


def _text(answer: HttpResponseBase) -> str:
    content = b"".join(_parts(answer))
    kind = answer.get("Content-Type", "")
    if kind.startswith("application/pdf"):
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if "spreadsheetml" in kind:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return " ".join(book.read(name).decode(errors="replace") for name in book.namelist())
    return content.decode(errors="replace")


def _parts(answer: HttpResponseBase) -> Iterator[bytes]:
    if getattr(answer, "streaming", False):
        yield from answer.streaming_content  # type: ignore[attr-defined]
    else:
        yield answer.content  # type: ignore[attr-defined]
