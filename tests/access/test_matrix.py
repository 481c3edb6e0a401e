"""Every address × every role × one's own and others' records: who finds it, and who writes by it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

import pytest
from django.db import connection, transaction
from django.http.response import HttpResponseBase
from django.urls import resolve

from tests.access.conftest import TwoWorlds
from tests.access.furnished import NOBODY, ROLE_OF, VIEWERS, Furnished
from tests.access.matrix import ALSO, MATRIX, Page
from throughline.core.access.row_security import declarations
from throughline.vocabulary.roles import ROLES
from throughline.web.routes import every_route

ROUTES = {route.path: route for route in every_route()}
NOT_FOUND = 404
ASKED = [pytest.param(path, page, id=page.at) for path, page in (*MATRIX.items(), *ALSO) if path in ROUTES]
WRITING = [one for one in ASKED if NOBODY not in one.values[1].opens]  # type: ignore[union-attr]


def test_every_address_has_its_row() -> None:
    missing = [
        f'    "{path}": page("{path}", "…who opens it…"),  # {route.name}, {route.guard}'
        for path, route in ROUTES.items()
        if path not in MATRIX
    ]
    assert not missing, "Add to MATRIX in tests/access/matrix.py:\n" + "\n".join(missing)


def test_no_row_is_of_an_address_that_is_gone() -> None:
    assert [path for path in MATRIX if path not in ROUTES] == []


def test_every_role_looks() -> None:
    assert set(ROLE_OF.values()) == {role.code for role in ROLES}


@pytest.mark.parametrize(("path", "page"), ASKED)
def test_who_finds_it(worlds: TwoWorlds, path: str, page: Page) -> None:
    mistakes = []
    for viewer in VIEWERS:
        for world in (worlds.own, worlds.others) if page.has_record else (worlds.own,):
            answer = _get(worlds, viewer, _address(page, world))
            wanted = page.answers if _opens(page, viewer, world is worlds.own) else (NOT_FOUND,)
            whose = "their own" if world is worlds.own else "another’s"
            if answer.status_code not in wanted:
                mistakes.append(
                    f"{viewer} is answered {answer.status_code} and not {_or(wanted)} for {whose} {page.at}"
                )
            mistakes += _told(answer, worlds, viewer, page)
            if not page.has_record and b"?format=csv" in getattr(answer, "content", b""):
                mistakes += _told(_get(worlds, viewer, f"{page.at}?format=csv"), worlds, viewer, page)
    assert not mistakes, "\n".join(mistakes)


@pytest.mark.parametrize(("path", "page"), ASKED)
def test_what_nobody_signed_in_finds(worlds: TwoWorlds, path: str, page: Page) -> None:
    assert resolve(_address(page, worlds.own)).route == path.removeprefix("/"), (
        f"{page.at} is another address than {path}"
    )
    answer = _get(worlds, NOBODY, _address(page, worlds.own))
    if NOBODY in page.opens:
        assert answer.status_code in page.answers
        assert _told(answer, worlds, NOBODY, page) == []
    else:
        assert _sent_to_sign_in(answer)


@pytest.mark.parametrize(("path", "page"), WRITING)
def test_who_writes_by_it(worlds: TwoWorlds, path: str, page: Page) -> None:
    mistakes = []
    for viewer, world in chain(
        ((v, worlds.own) for v in (*VIEWERS, NOBODY)), ((v, worlds.others) for v in VIEWERS)
    ):
        is_own = world is worlds.own
        if world is worlds.others and not page.has_record:
            continue
        allowed = _opens(page, viewer, is_own)
        if allowed and page.sends is None:
            continue
        with _kept_apart():
            before = _fingerprint()
            answer = _post(worlds, viewer, page, world)
            wrote = _fingerprint() != before
        who = f"{viewer} sending to {'their own' if is_own else 'another’s'} {page.at}"
        if allowed and (answer.status_code != 302 or not wrote):
            mistakes.append(
                f"{who} is answered {answer.status_code} and {'writes' if wrote else 'does not write'}"
            )
        if not allowed:
            refused = _sent_to_sign_in(answer) if viewer == NOBODY else answer.status_code == NOT_FOUND
            if not refused:
                mistakes.append(f"{who} is answered {answer.status_code} and not {NOT_FOUND}")
            if wrote:
                mistakes.append(f"{who} writes")
    assert not mistakes, "\n".join(mistakes)


def _opens(page: Page, viewer: str, is_own: bool) -> bool:
    return viewer in (page.opens if is_own else page.others)


def _address(page: Page, world: Furnished) -> str:
    return page.at.format(**world.parts)


def _get(worlds: TwoWorlds, viewer: str, address: str) -> HttpResponseBase:
    # A page notes who read a person's record, and signs people out: none of it outlasts the question.
    with _kept_apart():
        return worlds.clients[viewer].get(address)


def _post(worlds: TwoWorlds, viewer: str, page: Page, world: Furnished) -> HttpResponseBase:
    sends = {
        name.format(**world.parts): text.format(**world.parts) for name, text in (page.sends or {}).items()
    }
    return worlds.clients[viewer].post(_address(page, world), sends)


@contextmanager
def _kept_apart() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _sent_to_sign_in(answer: HttpResponseBase) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith("/sign-in?next=")


def _told(answer: HttpResponseBase, worlds: TwoWorlds, viewer: str, page: Page) -> list[str]:
    """Whether the page says anything that only the other world knows, or, to nobody, anything of either."""
    text = _text(answer)
    secrets = dict(worlds.others.secrets)
    if viewer in (NOBODY, "without_role"):
        secrets |= worlds.own.secrets
    return [f"{viewer} reads {what} on {page.at}" for what, secret in secrets.items() if secret in text]


def _text(answer: HttpResponseBase) -> str:
    parts = answer.streaming_content if getattr(answer, "streaming", False) else [answer.content]  # type: ignore[attr-defined]
    return b"".join(parts).decode(errors="replace")


def _or(answers: tuple[int, ...]) -> str:
    return " or ".join(map(str, answers))


def _fingerprint() -> tuple[int, ...]:
    """How many rows stand in every table of the service: the audit gains one with every change."""
    tables = [
        name
        for name, table in declarations().items()
        if not name.startswith(("django_session", "core_reading"))
    ]
    counts = ", ".join(f'(SELECT count(*) FROM "{name}")' for name in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        found: tuple[int, ...] = cursor.fetchone()
    return found
