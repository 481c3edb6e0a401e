"""
Nobody is found in an export by the attacks that docs/rules/exports-without-names.md states (S219).

Each attack is a function that says how many people it finds. It finds people in a naive export, which has
names taken off and nothing else, and none in ours.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

import pytest

from throughline.open_data.rules.pseudonyms import (
    LADDER,
    LEFT_OUT_AT_MOST,
    NOT_SHOWN,
    OUTCOME,
    SMALLEST,
    Known,
    age_band,
    pseudonym,
    pseudonymise,
)

Rows = Sequence[Mapping[str, str]]
SECRET, OTHER_SECRET = b"one" * 11, b"two" * 11
AREAS = ("Northmoor", "Northmoor", "Northmoor", "Ridgeway", "Ridgeway", "Southfold", "Vale")


@dataclass(frozen=True)
class Somebody:
    """A person as the record has them, and so as somebody who knows them well may."""

    number: int
    reference: str
    referral: str
    born_on: date
    referred_on: date
    sex: str
    area: str
    outcome: str


def everybody(size: int = 400, seed: int = 7) -> list[Somebody]:
    pick = random.Random(seed)
    return [
        Somebody(
            number=number,
            reference=f"PN-{number:05d}",
            referral=f"RF-{number:05d}",
            born_on=date(1960, 1, 1) + timedelta(days=pick.randrange(14_000)),
            referred_on=date(2017, 1, 1) + timedelta(days=pick.randrange(700)),
            sex=pick.choices(("male", "female"), (9, 1))[0],
            area=pick.choice(AREAS),
            outcome=pick.choice(("completed", "ended early", "open")),
        )
        for number in range(1, size + 1)
    ]


def facts(one: Somebody) -> dict[str, str]:
    age = (one.referred_on - one.born_on).days // 365
    return {
        "sex": one.sex,
        "age": age_band(age),
        "area": one.area,
        "sentence": "community order",
        "referred_in": f"{one.referred_on.year} {'first' if one.referred_on.month < 7 else 'second'} half",
        "service": "Mentoring",
        "referrals": "1",
    }


def naive(people: Sequence[Somebody]) -> Rows:
    """Names taken off: a hash of the reference, exact dates, in the order of the record."""
    return [
        {
            "person": sha256(one.reference.encode()).hexdigest()[:16],
            "referral": sha256(one.referral.encode()).hexdigest()[:16],
            "sex": one.sex,
            "age": str((one.referred_on - one.born_on).days // 365),
            "area": one.area,
            "referred_in": one.referred_on.isoformat(),
            OUTCOME: one.outcome,
        }
        for one in people
    ]


def ours(people: Sequence[Somebody], secret: bytes = SECRET) -> Rows:
    return pseudonymise([Known(one.number, facts(one), one.outcome) for one in people], secret).rows


def by_what_is_known(rows: Rows, known: Mapping[str, str]) -> Rows:
    """The rows that could be somebody of whom this is known; what a row does not show, it does not refute."""
    return [row for row in rows if all(_could_be(row, name, value) for name, value in known.items())]


def _could_be(row: Mapping[str, str], name: str, value: str) -> bool:
    shown = row.get(name, NOT_SHOWN)
    if shown in (NOT_SHOWN, value) or value.startswith(shown):
        return True
    younger = value in ("18 to 24", "25 to 34")
    return shown == ("under 35" if younger else "35 and over")


def found_by_dates(rows: Rows, people: Sequence[Somebody]) -> int:
    """Join on known dates: when somebody was referred is known to whoever sat beside them."""
    return sum(
        1
        for one in people
        if len(by_what_is_known(rows, {"referred_in": one.referred_on.isoformat()})) == 1
        or len(by_what_is_known(rows, {"referred_in": facts(one)["referred_in"]})) == 1
    )


def found_by_a_rare_combination(rows: Rows, people: Sequence[Somebody]) -> int:
    """Everything but the outcome is known of somebody, as a neighbour or a newspaper has it."""
    is_naive = "referral" in rows[0]
    count = 0
    for one in people:
        known = facts(one)
        if is_naive:
            age = str((one.referred_on - one.born_on).days // 365)
            known = {"sex": one.sex, "age": age, "area": one.area, "referred_in": one.referred_on.isoformat()}
        count += len(by_what_is_known(rows, known)) == 1
    return count


def found_in_two_exports(first: Rows, second: Rows) -> int:
    """Two exports are laid side by side: who is called the same in both, or alike with nobody else."""
    called = {row["person"] for row in second}
    told = Counter(_told(row) for row in second)
    return sum(row["person"] in called or told[_told(row)] == 1 for row in first)


def found_by_reference(rows: Rows, people: Sequence[Somebody]) -> int:
    """Whoever has the references hashes them, and looks for what comes out."""
    texts = [text for one in people for text in (one.reference, one.referral, str(one.number))]
    guesses = {sha256(text.encode()).hexdigest()[:16] for text in texts}
    guesses |= {pseudonym(one.number, key) for one in people for key in (b"", b"throughline", OTHER_SECRET)}
    return sum(bool(guesses & set(row.values())) for row in rows)


def found_by_order(rows: Rows, true: Mapping[str, int]) -> int:
    """The rows are taken to stand in the order of the record: how many are guessed more than chance does."""
    places = {number: place for place, number in enumerate(sorted(true.values()))}
    return sum(places[true[row["person"]]] == place for place, row in enumerate(rows))


def learnt_from_everybody_alike(rows: Rows) -> int:
    """All who are alike had the same outcome: then it is known of each of them."""
    outcomes: dict[tuple[str, ...], set[str]] = {}
    for row in rows:
        outcomes.setdefault(_told(row), set()).add(row[OUTCOME])
    return sum(1 for row in rows if len(outcomes[_told(row)]) == 1 and outcomes[_told(row)] != {NOT_SHOWN})


def _told(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(value for name, value in row.items() if name not in ("person", "referral", OUTCOME))


PEOPLE = everybody()


class TestAttacks:
    @pytest.mark.asks("S219")
    def test_joining_on_known_dates(self) -> None:
        assert found_by_dates(naive(PEOPLE), PEOPLE) > 100
        assert found_by_dates(ours(PEOPLE), PEOPLE) == 0

    @pytest.mark.asks("S219")
    def test_a_rare_combination(self) -> None:
        assert found_by_a_rare_combination(naive(PEOPLE), PEOPLE) > 300
        assert found_by_a_rare_combination(ours(PEOPLE), PEOPLE) == 0

    @pytest.mark.asks("S219")
    def test_two_exports_side_by_side(self) -> None:
        later = everybody()[100:]
        assert found_in_two_exports(naive(PEOPLE), naive(later)) >= 300
        assert found_in_two_exports(ours(PEOPLE), ours(later, OTHER_SECRET)) == 0

    @pytest.mark.asks("S219")
    def test_references_made_again(self) -> None:
        assert found_by_reference(naive(PEOPLE), PEOPLE) == len(PEOPLE)
        assert found_by_reference(ours(PEOPLE), PEOPLE) == 0

    @pytest.mark.asks("S219")
    def test_the_order_of_the_rows(self) -> None:
        by_hash = {row["person"]: one.number for row, one in zip(naive(PEOPLE), PEOPLE, strict=True)}
        assert found_by_order(naive(PEOPLE), by_hash) == len(PEOPLE)
        rows = ours(PEOPLE)
        by_key = {pseudonym(one.number, SECRET): one.number for one in PEOPLE}
        true = {row["person"]: by_key[row["person"]] for row in rows}
        assert found_by_order(rows, true) <= 5  # one is expected by chance
        assert [row["person"] for row in rows] == sorted(row["person"] for row in rows)

    @pytest.mark.asks("S219")
    def test_everybody_alike_with_one_outcome(self) -> None:
        same = [one for one in PEOPLE if one.outcome == "completed"]
        assert learnt_from_everybody_alike(naive(same)) == len(same)
        assert learnt_from_everybody_alike(ours(same)) == 0


class TestTheRule:
    @pytest.mark.parametrize("seed", range(12))
    def test_at_least_five_are_alike_in_any_caseload(self, seed: int) -> None:
        people = everybody(size=random.Random(seed).randrange(0, 300), seed=seed)
        made = pseudonymise([Known(one.number, facts(one), one.outcome) for one in people], SECRET)
        assert all(size >= SMALLEST for size in Counter(_told(row) for row in made.rows).values())
        assert len(made.rows) + made.left_out == len(people)

    def test_few_are_left_out_where_making_coarser_helps(self) -> None:
        made = pseudonymise([Known(one.number, facts(one), one.outcome) for one in PEOPLE], SECRET)
        assert made.left_out <= LEFT_OUT_AT_MOST * len(PEOPLE)
        assert made.coarser

    def test_nothing_is_made_coarser_while_enough_are_alike(self) -> None:
        alike = [Known(number, facts(PEOPLE[0]), "open") for number in range(20)]
        assert pseudonymise(alike, SECRET).coarser == []

    def test_every_column_is_on_the_ladder(self) -> None:
        assert {column for column, _, _ in LADDER} == set(facts(PEOPLE[0]))
