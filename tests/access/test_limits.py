"""
A limited case does not exist for those it is hidden from: no row, no page, no list, no file (S111).

Every viewer who may see something of the case is excluded in turn, and asks for everything.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction

from tests import factories as make
from tests.access import asking
from tests.access.conftest import TwoWorlds
from tests.access.furnished import NOBODY, VIEWERS
from tests.access.matrix import ALSO, MATRIX, Page
from throughline.core.access.row_security import declarations
from throughline.line.queries.withheld import OPENS_REFERRALS
from throughline.people.models import CaseLimit, Person

NUMBERS_ONLY = {
    "money_fixedprice": "a price agreed for a referral's number",
    "money_commitment": "an amount committed for a referral's number, which the buyer decides on",
    "money_commitmentmove": "as above",
    "money_choiceapproval": "a choice asked about by a number, which the buyer decides on without the person",
    "money_choiceapprovalmove": "as above",
    "money_ledgerentry": "an amount owed: left out, two colleagues' books would differ",
    "line_receiptmark": "how a referral came, which whoever oversees the scheme reads by its number",
    "line_queueoverride": "a departure from the order of a queue, which its buyers read by number",
    "money_reconciledline": "an amount matched with the ledger",
}
"""Tables that hold numbers and not whose case it is, and why rows stay. Pages withhold the number."""

EXCLUDED = [viewer for viewer in VIEWERS if viewer not in ("person", "without_role")]
CASE_PARTS = (
    "{person}", "{draft}", "{sent}", "{queried}", "{accepted}", "{started}", "{attended}", "{undecided}",
    "{missed}", "{unrecorded}", "{coming}", "{supervision}", "{limit}",
)  # fmt: skip
"""Parts of addresses that lead to a record of the case; what waits for a buyer's money is a number only."""


def exclude(worlds: TwoWorlds, viewer: str) -> None:
    world = worlds.own.world
    make.CaseLimitFactory(person=world.person, users=[worlds.own.viewers[viewer].pk], set_by=world.senior)


def rows_of_the_case(person: Person) -> dict[str, set[int]]:
    """By table, every row that names the person or hangs on one that does, along foreign keys."""
    found: dict[type[models.Model], set[Any]] = defaultdict(set, {Person: {person.pk}})
    ours = [model for model in apps.get_models() if model.__module__.startswith("throughline.")]
    grew = True
    while grew:
        grew = False
        for model in ours:
            for field in model._meta.get_fields():
                if not isinstance(field, models.ForeignKey) or field.related_model not in found:
                    continue
                target: Any = field.related_model
                new = set(
                    model._default_manager.filter(**{f"{field.name}__in": found[target]}).values_list(
                        "pk", flat=True
                    )
                )
                grew |= not new <= found[model]
                found[model] |= new
    return {model._meta.db_table: keys for model, keys in found.items() if keys}


@pytest.mark.asks("S111")
@pytest.mark.parametrize("viewer", EXCLUDED)
def test_the_database_shows_no_row_of_the_case(worlds: TwoWorlds, viewer: str) -> None:
    exclude(worlds, viewer)
    of_the_case = rows_of_the_case(worlds.own.world.person)
    seen = {}
    with asking.acting_for_now(asking.actor_of(worlds.own.viewers[viewer])):
        for table, keys in of_the_case.items():
            security = declarations()[table]
            if security.open_because or table in NUMBERS_ONLY or table.endswith("event"):
                continue
            if left := asking.seen(table) & keys:
                seen[table] = left
    # What it leaves in sight is that something is hidden from them: a number, and no more.
    hiding = seen.pop("people_hiding", frozenset())
    assert len(hiding) == 1
    assert seen == {}


@pytest.mark.parametrize("viewer", ["officer", "worker", "manager", "senior", "prime"])
def test_a_restriction_hides_as_an_exclusion_does(worlds: TwoWorlds, viewer: str) -> None:
    world = worlds.own.world
    make.CaseLimitFactory(
        person=world.person, kind="restriction", users=[make.UserFactory().pk], set_by=world.senior
    )
    with asking.acting_for_now(asking.actor_of(worlds.own.viewers[viewer])):
        for table in ("people_person", "line_referral", "line_appointment", "line_attendance"):
            assert not asking.seen(table) & worlds.rows[table][0], table


def test_whom_it_names_and_the_person_see_what_they_saw(worlds: TwoWorlds) -> None:
    world = worlds.own.world
    seen: dict[str, dict[str, frozenset[int]]] = {}
    for limited in (False, True):
        if limited:
            make.CaseLimitFactory(
                person=world.person,
                kind="restriction",
                users=[world.officer.pk],
                organisations=[world.centre.pk],
                set_by=world.senior,
            )
        for viewer in ("officer", "worker", "manager", "person"):
            with asking.acting_for_now(asking.actor_of(worlds.own.viewers[viewer])):
                now = {
                    table: asking.seen(table) for table in ("people_person", "people_plan", "line_referral")
                }
            assert now == seen.setdefault(viewer, now), viewer


@pytest.mark.parametrize(
    "page", [one for _, one in (*MATRIX.items(), *ALSO) if NOBODY not in one.opens], ids=lambda one: one.at
)
def test_no_page_list_or_file_says_anything_of_it(worlds: TwoWorlds, page: Page) -> None:
    mistakes = []
    for viewer in sorted(set(EXCLUDED) & page.opens):
        with transaction.atomic():
            exclude(worlds, viewer)
            mistakes += list(_told(worlds, viewer, page))
            transaction.set_rollback(True)
    assert not mistakes, "\n".join(mistakes)


def _told(worlds: TwoWorlds, viewer: str, page: Page) -> Any:
    address = page.at.format(**worlds.own.parts)
    addresses = [address] if page.has_record else [address, f"{address}?format=csv"]
    knows_numbers = not asking.actor_of(worlds.own.viewers[viewer]).permissions_anywhere & OPENS_REFERRALS
    for asked in addresses:
        answer: Any = worlds.clients[viewer].get(asked)
        if any(part in page.at for part in CASE_PARTS) and answer.status_code != 404:
            yield f"{viewer} is answered {answer.status_code} at {asked}"
        parts = answer.streaming_content if getattr(answer, "streaming", False) else [answer.content]
        text = b"".join(parts).decode(errors="replace")
        for colleague in (worlds.own.world.officer, worlds.own.world.worker):
            text = text.replace(colleague.full_name, "a colleague")
        for what, secret in worlds.own.secrets.items():
            if what in ("the budget", "the return", "the officer’s name", "the worker’s name"):
                continue
            if knows_numbers and what.startswith("the ") and what.endswith(" referral"):
                continue
            if secret in text:
                yield f"{viewer} reads {what} at {asked}"


def test_every_column_that_names_a_person_is_limited() -> None:
    """A new table that names a person has to say that limits hide its rows."""
    left = []
    for model in apps.get_models():
        names_one = [f for f in model._meta.concrete_fields if f.is_relation and f.related_model is Person]
        security = declarations().get(model._meta.db_table)
        if not names_one or security is None or model is CaseLimit.hiding.related.related_model:
            continue
        if security.visible != "false" and "people_hiding" not in security.unless:
            left.append(model.__name__)
    assert left == [], "give `unless=hidden(…)` in row_security.py"
