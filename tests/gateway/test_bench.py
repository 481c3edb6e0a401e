"""Benchmarks measure what they say: a series, the queries of one attendance, the scale they keep."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given
from hypothesis import strategies as st

from tests import databases
from tests.gateway.generated import empty, generate_into, reached_as_web
from throughline.gateway.benchmarks import attendance
from throughline.gateway.benchmarks.figures import Result, Timing, timing
from throughline.gateway.benchmarks.scale import Scales
from throughline.launch.databases import SUPERUSER

SERIES = st.lists(st.floats(0.001, 10_000), min_size=1, max_size=300)


@given(SERIES)
def test_95_in_a_hundred_do_not_pass_the_95th_percentile(series: list[float]) -> None:
    found = timing(series)
    within = sum(round(one, 3) <= found.p95_ms for one in series)
    assert within >= 0.95 * len(series)
    assert found.min_ms <= found.median_ms <= found.max_ms
    assert found.p95_ms in {round(one, 3) for one in series}


@pytest.mark.parametrize(("length", "rank"), [(1, 1), (19, 19), (20, 19), (21, 20), (100, 95), (200, 190)])
def test_the_95th_percentile_of_the_first_numbers(length: int, rank: int) -> None:
    assert timing(range(1, length + 1)).p95_ms == rank


def result(ours: float, plain: float) -> Result:
    def at(value: float) -> Timing:
        return Timing(1, value, value, value, value)

    return Result("attendance", "it", "the plain way", 100, at(ours), at(plain), budget_ms=60)


@pytest.mark.parametrize(
    ("ours", "plain", "ratio", "kept"),
    [(10, 40, 4.0, True), (40, 10, 0.25, True), (60, 60, 1.0, True), (60.1, 60.1, 1.0, False)],
)
def test_the_ratio_says_how_much_longer_the_plain_way_takes(
    ours: float, plain: float, ratio: float, kept: bool
) -> None:
    found = result(ours, plain)
    assert (found.ratio, found.is_within_budget) == (ratio, kept)
    assert found.as_json()["ratio"] == ratio
    assert ("NOT KEPT" in found.as_text()) is not kept


@pytest.fixture(scope="module")
def queries(worker_id: str, django_db_setup: None, django_db_blocker: Any) -> dict[int, Timing]:
    """Recording attendance in a small landscape, and in one eight times as large."""
    found = {}
    with django_db_blocker.unblock():
        for people in (150, 1200):
            name = f"measured_{worker_id}"
            address = empty(name)
            generate_into(address, people=people)
            with reached_as_web(name):
                found[people] = attendance.measure(people, address).ours
    return found


def test_recording_attendance_makes_as_many_queries_in_a_large_landscape_as_in_a_small_one(
    queries: dict[int, Timing],
) -> None:
    small, large = queries[150].queries, queries[1200].queries
    assert small is not None
    assert large is not None
    # The fewest are of a referral that nobody is charged for, which a small landscape may not have.
    assert small[1] == large[1] <= 14


class TestAScaleIsGeneratedOnce:
    @pytest.fixture
    def told(self) -> list[str]:
        return []

    @pytest.fixture
    def scales(self, told: list[str], django_db_blocker: Any, django_db_setup: None) -> Iterator[Scales]:
        url = databases.url("postgres", SUPERUSER)
        with django_db_blocker.unblock():
            yield Scales(url, told.append, lambda _, name: databases.fresh_copy(name))
            with psycopg.connect(url, autocommit=True) as server:
                server.execute("DROP DATABASE IF EXISTS bench_101 WITH (FORCE)")

    def test_and_what_a_run_writes_is_gone_before_the_next(self, scales: Scales, told: list[str]) -> None:
        for _ in range(2):
            with scales.copy_of(101) as address, psycopg.connect(address) as database:
                row = database.execute("SELECT count(*) FROM people_person").fetchone()
                assert row == (101,)
                database.execute("TRUNCATE people_person CASCADE")
                database.commit()
        assert told == ["Generating 101 people and 36 services, once …"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nothing",), "There is no benchmark nothing. There are: attendance"),
        (("attendance", "--scale", "99"), "A scale needs 100 people or more"),
    ],
)
def test_what_cannot_be_measured_is_refused(arguments: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("bench", *arguments)
