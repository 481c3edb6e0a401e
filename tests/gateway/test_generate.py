"""What is generated is the same each time, holds together, and has the shape that was published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from tests.gateway.generated import AS_AT, empty, generate_into
from throughline.gateway.generate.rows import TABLES
from throughline.gateway.generate.run import Generated
from throughline.gateway.generate.size import NATIONAL_PEOPLE, Size
from throughline.gateway.generate.supply_mix import NEEDS_ADDRESSED
from throughline.gateway.generate.verify import verify

PEOPLE = 5_000


@pytest.fixture(scope="module")
def landscape(
    worker_id: str, django_db_setup: None, django_db_blocker: Any
) -> Iterator[tuple[str, Generated]]:
    with django_db_blocker.unblock():
        address = empty(f"generated_{worker_id}")
        yield address, generate_into(address, people=PEOPLE)


@pytest.fixture
def made(landscape: tuple[str, Generated]) -> Generated:
    return landscape[1]


@pytest.fixture
def database(landscape: tuple[str, Generated]) -> Iterator[psycopg.Connection[Any]]:
    """The generated database; whatever a test breaks in it is undone."""
    with psycopg.connect(landscape[0]) as connection:
        yield connection
        connection.rollback()


def one(database: psycopg.Connection[Any], sql: str, *values: object) -> Any:
    row = database.execute(sql, values).fetchone()
    assert row is not None
    return row[0] if len(row) == 1 else row


def counts(database: psycopg.Connection[Any], sql: str) -> dict[Any, int]:
    return dict(database.execute(sql).fetchall())


def test_every_rule_holds_in_what_is_generated(database: psycopg.Connection[Any]) -> None:
    assert verify(database) == []


@pytest.mark.parametrize(
    ("breaks", "says"),
    [
        (
            "ALTER TABLE money_ledgerentry DISABLE TRIGGER USER; DELETE FROM money_ledgerentry"
            " WHERE id = (SELECT max(id) FROM money_ledgerentry WHERE reverses_id IS NULL)",
            "The ledger holds what the live records earn",
        ),
        (
            "ALTER TABLE line_risksharing DISABLE TRIGGER USER;"
            " ALTER TABLE line_riskreading DISABLE TRIGGER USER; DELETE FROM line_riskreading;"
            " DELETE FROM line_risksharing WHERE id = (SELECT min(id) FROM line_risksharing)",
            "Every flag live on the day of sending was decided on",
        ),
        (
            "DELETE FROM people_personaccess WHERE because = 'supervision'"
            " AND because_id = (SELECT min(id) FROM people_supervision)",
            "The officer sees the person while supervising",
        ),
        (
            "UPDATE people_personaccess SET until = NULL WHERE because = 'referral' AND until IS NOT NULL",
            "The provider and the worker see the person",
        ),
        (
            "UPDATE people_requirement SET rar_days = 1 WHERE kind = 'rar'",
            "Days completed as planned RAR activity never pass",
        ),
        (
            "ALTER TABLE line_referral DISABLE TRIGGER USER; UPDATE line_referral SET state = 'sent'"
            " WHERE id = (SELECT min(id) FROM line_referral WHERE state = 'completed')",
            "The state of a referral is where its last move led",
        ),
        (
            "UPDATE supply_service SET places = 1",
            "No service holds more referrals than it has places",
        ),
        ("UPDATE money_budget SET amount = 1", "What is held against a budget does not pass it"),
        (
            "ALTER TABLE supply_price DISABLE TRIGGER USER; UPDATE supply_price SET amount = amount + 1",
            "A fixed price is the one in force",
        ),
        ("ALTER TABLE core_user DISABLE TRIGGER USER", "Every trigger of the tables is on"),
    ],
)
def test_the_check_notices_when_a_rule_is_broken(
    database: psycopg.Connection[Any], breaks: str, says: str
) -> None:
    for statement in breaks.split(";"):
        database.execute("SET CONSTRAINTS ALL IMMEDIATE")
        database.execute(statement)
    assert any(broken.says.startswith(says) for broken in verify(database))


def test_the_same_seed_gives_the_same_content_in_every_table_and_another_seed_does_not(
    worker_id: str,
) -> None:
    first, again, other = (
        generate_into(empty(f"generated_again_{worker_id}"), people=300, seed=seed) for seed in (1, 1, 2)
    )
    assert again.digests == first.digests
    assert again.digest == first.digest
    assert other.digests["people_person"] != first.digests["people_person"]


def test_a_second_landscape_stands_beside_the_first(worker_id: str) -> None:
    address = empty(f"generated_again_{worker_id}")
    for seed in (1, 2):
        generate_into(address, people=100, seed=seed)
    with psycopg.connect(address) as database:
        assert verify(database) == []
        assert one(database, "SELECT count(*), count(DISTINCT reference) FROM people_person") == (200, 200)
        assert one(database, "SELECT count(*) FROM supply_scheme") == 2


def test_what_comes_after_goes_on_counting(database: psycopg.Connection[Any]) -> None:
    taken = "SELECT count(*) FROM people_person WHERE reference = throughline_next_reference('PN')"
    assert one(database, taken) == 0
    assert one(database, "SELECT nextval('people_person_id_seq')") == PEOPLE + 1


@pytest.mark.asks("S226")
class TestFaithfulToTheInspectedChain:
    """
    HM Inspectorate of Probation (2018): each count of Tables 2 and 3 within one provider of its share,
    each percentage of Table 6 within three standard deviations of a sample of its size.
    """

    PROVIDERS = "SELECT a.provider_id FROM supply_agreement a WHERE a.tier IN (2, 3) AND a.form <> 'contract'"

    def number(self, database: psycopg.Connection[Any]) -> int:
        return int(one(database, f"SELECT count(DISTINCT provider_id) FROM ({self.PROVIDERS}) p"))

    def test_24_of_26_are_of_the_third_sector(self, database: psycopg.Connection[Any]) -> None:
        charities = one(
            database,
            f"SELECT count(*) FROM core_organisation WHERE kind = 'charity' AND id IN ({self.PROVIDERS})",
        )
        assert abs(charities - self.number(database) * 24 / 26) <= 1

    def test_21_of_26_have_a_partnering_agreement(self, database: psycopg.Connection[Any]) -> None:
        forms = counts(database, "SELECT form, count(*) FROM supply_agreement WHERE tier > 1 GROUP BY form")
        assert abs(forms["ispa"] - self.number(database) * 21 / 26) <= 1

    def test_needs_are_addressed_by_their_share_of_providers(self, database: psycopg.Connection[Any]) -> None:
        addressed = counts(
            database,
            f"""SELECT n.need, count(DISTINCT s.deliverer_id) FROM supply_serviceneed n
                JOIN supply_service s ON s.id = n.service_id
                WHERE s.deliverer_id IN ({self.PROVIDERS}) GROUP BY n.need""",
        )
        for need, share in NEEDS_ADDRESSED.items():
            assert abs(addressed[need.value] - self.number(database) * share / 26) <= 1

    @pytest.mark.parametrize(
        ("need", "met"), [("wellbeing", 56), ("accommodation", 54), ("thinking", 52), ("employment", 21)]
    )
    def test_needs_are_met_as_often_as_inspectors_found(
        self, database: psycopg.Connection[Any], need: str, met: int
    ) -> None:
        achieved, ended = one(
            database,
            """SELECT count(*) FILTER (WHERE o.achieved = 'yes'), count(*)
               FROM line_outcome o JOIN line_referral r ON r.id = o.referral_id
               WHERE r.state = 'completed' AND o.need = %s""",
            need,
        )
        three_deviations = 3 * (met / 100 * (1 - met / 100) / ended) ** 0.5
        assert abs(achieved / ended - met / 100) <= three_deviations

    def test_few_stand_at_the_third_tier(self, database: psycopg.Connection[Any]) -> None:
        third = one(database, "SELECT count(*) FROM supply_agreement WHERE tier = 3")
        assert abs(third - self.number(database) / 26) <= 1

    def test_two_in_five_community_orders_carry_a_rar(self, database: psycopg.Connection[Any]) -> None:
        with_rar, orders = one(
            database,
            """SELECT count(*) FILTER (WHERE EXISTS (SELECT 1 FROM people_requirement q
                 WHERE q.sentence_id = s.id AND q.kind = 'rar')), count(*)
               FROM people_sentence s WHERE s.kind IN ('community', 'suspended')""",
        )
        assert abs(with_rar / orders - 0.40) < 0.03

    def test_one_person_in_ten_is_a_woman(self, database: psycopg.Connection[Any]) -> None:
        women = one(database, "SELECT count(*) FROM people_person WHERE sex = 'female'")
        assert abs(women / PEOPLE - 26_410 / NATIONAL_PEOPLE) < 0.02


def test_as_many_referrals_and_appointments_as_the_national_size_has(made: Generated) -> None:
    scale = PEOPLE / NATIONAL_PEOPLE
    assert made.counts["line_referral"] == pytest.approx(300_000 * scale, rel=0.05)
    assert made.counts["line_appointment"] == pytest.approx(2_000_000 * scale, rel=0.05)


def test_national_size_has_the_services_and_providers_of_the_design() -> None:
    size = Size.of(NATIONAL_PEOPLE)
    assert (size.services, size.tier_two + size.tier_three, size.areas) == (5_000, 1_000, 21)


def test_every_state_of_a_referral_is_there(database: psycopg.Connection[Any]) -> None:
    states = counts(database, "SELECT state, count(*) FROM line_referral GROUP BY state")
    assert set(states) == {
        "draft", "sent", "queried", "accepted", "declined", "allocated", "started", "completed",
        "ended_early", "withdrawn",
    }  # fmt: skip


def test_corrections_are_reversed_in_the_ledger(database: psycopg.Connection[Any]) -> None:
    assert one(database, "SELECT count(*) FROM line_attendance WHERE supersedes_id IS NOT NULL") > 0
    assert one(database, "SELECT count(*) FROM money_ledgerentry WHERE reverses_id IS NOT NULL") > 0


def test_nothing_has_happened_yet_on_the_day_it_stands_at(database: psycopg.Connection[Any]) -> None:
    after = one(
        database,
        """SELECT count(*) FROM line_referralmove
           WHERE (happened_at AT TIME ZONE 'Europe/London')::date >= %s""",
        AS_AT,
    )
    coming = one(
        database, "SELECT count(*) FROM line_appointment WHERE starts_at >= %s", AS_AT + timedelta(1)
    )
    assert (after, coming > 0) == (0, True)


def test_everybody_and_everything_says_that_it_is_invented(database: psycopg.Connection[Any]) -> None:
    for table in ("people_person", "core_organisation", "supply_scheme"):
        assert one(database, f"SELECT count(*) FROM {table} WHERE NOT is_invented") == 0
    assert one(database, "SELECT count(*) FROM core_user WHERE email NOT LIKE %s", "%.example") == 0


@pytest.mark.parametrize(("row", "model"), TABLES.items(), ids=lambda one: one.__name__)
def test_each_generated_row_names_columns_of_its_table(row: Any, model: Any) -> None:
    columns = {field.column for field in model._meta.local_fields}
    assert set(row._fields) <= columns
