"""What a generated directory says: the shares that were published, and everything an entry can hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command

from tests import databases
from tests.gateway.generated import empty, generate_into, reached_as_web
from throughline.core.geography.postcodes import read_postcode
from throughline.gateway.generate.population_mix import ASKED, TABLE_1
from throughline.gateway.generate.size import Size
from throughline.gateway.generate.verify import verify
from throughline.gateway.generate.versions import keep_versions
from throughline.launch.databases import SUPERUSER
from throughline.vocabulary.populations import Population

SERVICES = 1_500
OF_AN_ENTRY = "^supply_(service.*|eligibilityrule|highriskclearance|pilot|routecontribution|occupancy)$"
"""The tables in which an entry of the directory has rows."""


@pytest.fixture(scope="module")
def name(worker_id: str, django_db_setup: None, django_db_blocker: Any) -> str:
    """A database with a directory of many services and few people, with its versions."""
    name = f"generated_directory_{worker_id}"
    with django_db_blocker.unblock():
        generate_into(empty(name), people=300, size=Size.of(300, SERVICES))
        with reached_as_web(name):
            keep_versions()
    return name


@pytest.fixture
def database(name: str) -> Iterator[psycopg.Connection[Any]]:
    """The generated database; whatever a test breaks in it is undone."""
    with psycopg.connect(databases.url(name, SUPERUSER)) as connection:
        yield connection
        connection.rollback()


def one(database: psycopg.Connection[Any], sql: str, *values: object) -> Any:
    row = database.execute(sql, values).fetchone()
    assert row is not None
    return row[0] if len(row) == 1 else row


def counts(database: psycopg.Connection[Any], sql: str) -> dict[Any, int]:
    return dict(database.execute(sql).fetchall())


def test_every_rule_holds(database: psycopg.Connection[Any]) -> None:
    assert verify(database) == []


def test_a_directory_as_large_as_the_nations_can_be_had_with_few_people() -> None:
    size = Size.of(300, 5_000)
    assert (size.people, size.services, size.tier_two + size.tier_three, size.areas) == (
        300,
        5_000,
        1_000,
        21,
    )


def test_a_directory_too_small_for_its_providers_is_refused() -> None:
    with pytest.raises(CommandError, match="Ask for 36 services or more"):
        call_command("generate", "--people", "100", "--seed", "1", "--services", "35")


def test_no_table_of_the_directory_is_empty(database: psycopg.Connection[Any]) -> None:
    tables = database.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ %s AND relname !~ 'event$'",
        [OF_AN_ENTRY],
    ).fetchall()
    assert len(tables) >= 18
    holding_nothing = {
        table for (table,) in tables if not one(database, f'SELECT EXISTS (SELECT 1 FROM "{table}")')
    }
    assert holding_nothing == {"supply_serviceviews"}  # counted as pages are opened, never generated


@pytest.mark.asks("S226")
@pytest.mark.parametrize(("group", "shares"), TABLE_1.items(), ids=lambda one: str(one))
def test_each_group_is_served_by_its_share_of_services(
    database: psycopg.Connection[Any], group: Population, shares: tuple[int, int]
) -> None:
    served = counts(
        database,
        f"""SELECT is_main, count(*) FROM supply_servicepopulation WHERE population = '{group.value}'
            GROUP BY is_main""",
    )
    main, also = (SERVICES * share / ASKED for share in shares)
    assert abs(served[True] - main) <= 1
    if group == Population.MEN:
        # Services for women alone leave room for no more.
        assert also * 0.85 <= served[False] <= also + 1
    else:
        assert abs(served[False] - also) <= 1


def test_every_group_of_the_table_is_there_and_its_numbers_are_those_of_the_source() -> None:
    assert set(Population) - set(TABLE_1) == {Population.VETERANS}
    assert (TABLE_1[Population.WOMEN], TABLE_1[Population.FAITH]) == ((82, 69), (10, 30))


def test_about_three_places_in_a_hundred_are_withheld_and_some_are_in_offices(
    database: psycopg.Connection[Any],
) -> None:
    services, withheld, offices = one(
        database,
        """SELECT count(DISTINCT service_id), count(DISTINCT service_id) FILTER (WHERE is_withheld),
             count(DISTINCT service_id) FILTER (WHERE in_office <> '') FROM supply_serviceplace""",
    )
    assert services == SERVICES
    assert abs(withheld - SERVICES * 0.03) <= 1
    assert abs(offices - SERVICES * 0.12) <= 1
    of_women = one(
        database,
        """SELECT count(*) FROM supply_serviceplace w JOIN supply_service s ON s.id = w.service_id
           WHERE w.is_withheld AND s.for_men""",
    )
    assert of_women == 0


def test_intake_is_mixed_and_closed_ones_say_what_instead(database: psycopg.Connection[Any]) -> None:
    found = counts(
        database, "SELECT intake, count(*) FROM supply_service WHERE state = 'published' GROUP BY intake"
    )
    assert set(found) == {"open", "capped", "closed"}
    with_other, with_note = one(
        database,
        """SELECT count(*) FILTER (WHERE alternative_id IS NOT NULL),
             count(*) FILTER (WHERE intake_note <> '') FROM supply_service WHERE intake = 'closed'""",
    )
    assert with_other > with_note
    assert with_other + with_note == found["closed"]
    into_closed = """SELECT count(*) FROM supply_service s JOIN supply_service o ON o.id = s.alternative_id
        WHERE (o.state, o.intake) <> ('published', 'open')"""
    assert one(database, into_closed) == 0


def test_invented_postcodes_are_read_as_postcodes_and_lead_nowhere_in_great_britain(
    database: psycopg.Connection[Any],
) -> None:
    codes = [code for (code,) in database.execute("SELECT DISTINCT postcode FROM supply_serviceplace")]
    assert codes
    for code in codes:
        assert read_postcode(code).outcode[0] == "Z"
    east_of_every_coast = one(database, "SELECT min(longitude) FROM core_outcode")
    assert east_of_every_coast > 1.3


def test_people_of_high_risk_are_supervised_by_the_division(database: psycopg.Connection[Any]) -> None:
    by_prime = one(
        database,
        """SELECT count(*) FROM people_person p JOIN people_supervision s ON s.person_id = p.id
             JOIN supply_arearole r ON r.organisation_id = s.organisation_id AND r.role = 'prime'
           WHERE p.risk_level IN ('high', 'very_high') OR p.mappa IN ('1', '2', '3')""",
    )
    assert by_prime == 0
    levels = counts(database, "SELECT risk_level, count(*) FROM people_person GROUP BY risk_level")
    assert set(levels) >= {"low", "medium", "high", "unknown"}


def test_nearly_half_of_providers_are_one_person(database: psycopg.Connection[Any]) -> None:
    alone, providers = one(
        database,
        """SELECT count(*) FILTER (WHERE people = 1), count(*) FROM (
             SELECT m.organisation_id, count(DISTINCT m.user_id) AS people FROM core_membership m
               JOIN supply_agreement a ON a.provider_id = m.organisation_id AND a.tier > 1
             GROUP BY m.organisation_id) s""",
    )
    assert abs(alone / providers - 0.45) < 0.01


@pytest.mark.parametrize(
    ("breaks", "says"),
    [
        (
            "UPDATE supply_service s SET summary = s.summary || w.address FROM supply_serviceplace w"
            " WHERE w.service_id = s.id AND w.is_withheld",
            "Nobody is told in any text of an entry where its withheld place is",
        ),
        ("UPDATE supply_serviceplace SET latitude = latitude + 1", "A place lies near the middle"),
        ("DELETE FROM supply_servicehours", "A place of a published, invented service says when"),
        ("UPDATE supply_service SET for_men = false", "A service for women alone is not said to be for men"),
        (
            "UPDATE supply_servicecontact SET during = '[2010-01-01,2010-02-01)'"
            " WHERE successor_id IS NOT NULL",
            "Whoever follows a contact is of the same service",
        ),
        ("UPDATE supply_eligibilityrule SET accepts = '{purple}'", "A rule of eligibility names values"),
        (
            "UPDATE supply_eligibilityrule SET refuses = '{low,medium,high}', accepts = '{}'"
            " WHERE aspect = 'risk'",
            "Nobody was sent to an invented service whose rules kept them out",
        ),
        ("UPDATE supply_service SET intake = 'capped', intake_cap = 1", "An invented service that takes so"),
        ("UPDATE supply_occupancy SET taken = taken + 1", "Places counted as taken are those"),
        ("UPDATE supply_servicewords SET named = ''", "Every service can be found by its words"),
        ("DELETE FROM supply_serviceneed", "A service in an invented directory answers a need"),
        ("DELETE FROM core_site WHERE name LIKE '% East %'", "An office in which a provider is present"),
    ],
)
def test_the_check_notices_when_a_rule_is_broken(
    database: psycopg.Connection[Any], breaks: str, says: str
) -> None:
    database.execute(breaks)
    assert any(broken.says.startswith(says) for broken in verify(database))


def test_versions_are_kept_of_every_entry_that_was_ever_published_and_a_second_of_some(
    database: psycopg.Connection[Any],
) -> None:
    drafts = one(database, "SELECT count(*) FROM supply_service WHERE state = 'draft'")
    assert one(database, "SELECT count(*) FROM supply_serviceversion WHERE number = 1") == SERVICES - drafts
    assert one(database, "SELECT count(*) FROM supply_serviceversion WHERE number = 2") > SERVICES * 0.07


def test_kept_once(name: str, database: psycopg.Connection[Any], django_db_blocker: Any) -> None:
    with django_db_blocker.unblock(), reached_as_web(name):
        assert keep_versions() == 0
