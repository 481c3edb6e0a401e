"""Benchmarks measure what they say: a series, the queries of one attendance, the scale they keep."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given
from hypothesis import strategies as st

from tests import databases
from tests.gateway.generated import AS_AT, empty, generate_into, reached_as_web
from throughline.gateway.benchmarks import attendance, directory, searches, worklist
from throughline.gateway.benchmarks.figures import Result, Timing, timing
from throughline.gateway.benchmarks.plain_search import Listed, search_plainly
from throughline.gateway.benchmarks.scale import Scales
from throughline.gateway.generate.offers import OFFERS
from throughline.gateway.generate.size import Size
from throughline.launch.databases import SUPERUSER
from throughline.supply.rules.eligibility import Explanation

Directories = Callable[[int], str]
SERIES = st.lists(st.floats(0.001, 10_000), min_size=1, max_size=300)


@given(SERIES)
def test_95_in_a_hundred_do_not_pass_the_95th_percentile(series: list[float]) -> None:
    found = timing(series)
    within = sum(round(one, 3) <= found.p95_ms for one in series)
    assert within >= 0.95 * len(series)
    assert found.min_ms <= found.median_ms <= found.max_ms
    assert found.p95_ms <= found.p99_ms <= found.max_ms
    assert found.p95_ms in {round(one, 3) for one in series}


@pytest.mark.parametrize(("length", "rank"), [(1, 1), (19, 19), (20, 19), (21, 20), (100, 95), (200, 190)])
def test_the_95th_percentile_of_the_first_numbers(length: int, rank: int) -> None:
    assert timing(range(1, length + 1)).p95_ms == rank


def result(ours: float, plain: float) -> Result:
    def at(value: float) -> Timing:
        return Timing(1, value, value, value, value, value)

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


@pytest.mark.parametrize(("last", "kept"), [(None, True), (60, True), (59.9, False)])
def test_where_the_99th_percentile_has_a_budget_it_is_kept_as_well(last: float | None, kept: bool) -> None:
    found = replace(result(60, 60), budget_p99_ms=last)
    assert found.is_within_budget is kept
    assert ("ms, p99" in found.as_text()) is (last is not None)


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
                found[people] = attendance.measure(people, address)[0].ours
    return found


def test_recording_attendance_makes_as_many_queries_in_a_large_landscape_as_in_a_small_one(
    queries: dict[int, Timing],
) -> None:
    small, large = queries[150].queries, queries[1200].queries
    assert small is not None
    assert large is not None
    # The fewest are of a referral that nobody is charged for, which a small landscape may not have.
    assert small[1] == large[1] <= 14


@pytest.fixture(scope="module")
def directories(
    worker_id: str, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Callable[[int], str]]:
    """The names of databases whose directories hold so many services, each generated once."""
    made: dict[int, str] = {}

    def of(services: int) -> str:
        if services not in made:
            made[services] = f"directory_{services}_{worker_id}"
            generate_into(empty(made[services]), people=150, size=Size.of(150, services))
        return made[services]

    with django_db_blocker.unblock():
        yield of


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    """One search of each kind, timed once."""
    monkeypatch.setattr(searches, "EACH", 1)
    monkeypatch.setattr(directory, "TIMES", 1)


@pytest.mark.usefixtures("once")
class TestSearchingTheDirectory:
    def measured(self, name: str) -> dict[str, Result]:
        with reached_as_web(name):
            return {one.name: one for one in directory.measure(150, "", on=AS_AT)}

    def test_both_ways_find_the_same_and_ours_asks_as_often_of_more_services(
        self, directories: Directories
    ) -> None:
        small, large = (self.measured(directories(services)) for services in (60, 300))
        for name in ("directory, officer", "directory, anonymous"):
            assert large[name].ours.n == large[name].plain.n == len(searches.KINDS)
            assert "both ways found the same" in large[name].says
        for name, result in large.items():
            few, many = small[name].ours.queries, result.ours.queries
            assert few is not None
            assert many is not None
            assert many[1] <= few[1]

    @pytest.mark.parametrize(
        "otherwise",
        [
            pytest.param(lambda found: Listed(found.found[1:], found.left_out), id="one is missing"),
            pytest.param(lambda found: Listed(found.found, found.left_out + 1), id="one more left out"),
            pytest.param(lambda found: Listed(found.found[::-1], found.left_out), id="in another order"),
            pytest.param(
                lambda found: Listed(
                    [replace(one, explanation=Explanation(())) for one in found.found], found.left_out
                ),
                id="for no reason",
            ),
        ],
    )
    def test_another_answer_is_no_figure(
        self,
        directories: Directories,
        monkeypatch: pytest.MonkeyPatch,
        otherwise: Callable[[Listed], Listed],
    ) -> None:
        monkeypatch.setattr(
            directory, "search_plainly", lambda search, *, on: otherwise(search_plainly(search, on=on))
        )
        with pytest.raises(directory.AnswersDiffer, match="plainly"):
            self.measured(directories(60))


@given(st.sampled_from([name for offer in OFFERS.values() for name in offer.names]), st.randoms())
def test_a_typing_error_is_two_letters_the_wrong_way_round(words: str, chance: random.Random) -> None:
    wrong = searches.mistyped(words, chance)
    (first, second) = (at for at in range(len(words)) if wrong[at] != words[at])
    assert second == first + 1
    assert (wrong[first], wrong[second]) == (words[second], words[first])


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
        (("nothing",), "There is no benchmark nothing. There are: attendance, directory"),
        (("attendance", "--scale", "99"), "A scale needs 100 people or more"),
    ],
)
def test_what_cannot_be_measured_is_refused(arguments: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("bench", *arguments)


def test_the_list_asks_as_many_queries_in_a_large_landscape_as_in_a_small_one(
    worker_id: str, django_db_setup: None, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The count, the page, and for a page asked for by its number the keys it holds."""
    monkeypatch.setattr(worklist, "TIMES", 1)
    monkeypatch.setattr(worklist, "PLAIN_TIMES", 1)
    most = {}
    with django_db_blocker.unblock():
        for people in (150, 900):
            name = f"listed_{worker_id}"
            address = empty(name)
            generate_into(address, people=people)
            with reached_as_web(name):
                database, page = worklist.measure(people, address)
            assert database.ours.n == page.ours.n
            assert database.ours.max_ms < page.ours.max_ms
            assert database.ours.queries is not None
            most[people] = database.ours.queries[1]
    assert most[150] <= most[900] <= 12
