"""When a local note contradicts the referral policy, or another note."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.supply.rules.referral_policy import Contradiction, Saying, Subject, contradictions, stance_on

EVERYTHING = Subject()
HOUSING = Subject(kind=7)
RATE_CARD = Subject(route="rate_card")
NORTH, SOUTH, EVERYBODY = 1, 2, None


def policy(subject: Subject, stance: str) -> Saying:
    return Saying(subject, stance)


def note(number: int, subject: Subject, stance: str, team: int | None = NORTH) -> Saying:
    return Saying(subject, stance, number, team)


def numbers(found: list[Contradiction]) -> list[tuple[int | None, int | None]]:
    return [(one.saying.note, one.against.note) for one in found]


@pytest.mark.parametrize(
    ("said", "notes", "found"),
    [
        pytest.param([], [note(1, HOUSING, "forbid")], [], id="nothing to contradict"),
        pytest.param(
            [policy(RATE_CARD, "encourage")],
            [note(1, RATE_CARD, "forbid")],
            [(1, None)],
            id="a note against the policy",
        ),
        pytest.param(
            [policy(RATE_CARD, "encourage")],
            [note(1, RATE_CARD, "encourage")],
            [],
            id="a note that says the same",
        ),
        pytest.param(
            [policy(EVERYTHING, "encourage")],
            [note(1, HOUSING, "discourage")],
            [(1, None)],
            id="what the policy says of every service reaches one",
        ),
        pytest.param(
            [policy(EVERYTHING, "encourage"), policy(HOUSING, "forbid")],
            [note(1, HOUSING, "forbid")],
            [],
            id="the policy's own exception goes before its rule",
        ),
        pytest.param(
            [policy(RATE_CARD, "encourage"), policy(HOUSING, "forbid")],
            [note(1, EVERYTHING, "forbid")],
            [(1, None)],
            id="a note on every service is held against all the policy says",
        ),
        pytest.param(
            [policy(RATE_CARD, "encourage")],
            [note(1, HOUSING, "forbid")],
            [],
            id="the policy says nothing of it",
        ),
        pytest.param(
            [],
            [note(1, HOUSING, "forbid"), note(2, HOUSING, "encourage")],
            [(1, 2)],
            id="two notes to one team",
        ),
        pytest.param(
            [],
            [note(1, HOUSING, "forbid"), note(2, HOUSING, "encourage", SOUTH)],
            [],
            id="notes to different teams",
        ),
        pytest.param(
            [],
            [note(1, HOUSING, "forbid", EVERYBODY), note(2, HOUSING, "encourage", SOUTH)],
            [(1, 2)],
            id="a note to everybody reaches each team",
        ),
        pytest.param(
            [],
            [note(1, HOUSING, "forbid"), note(2, RATE_CARD, "encourage")],
            [],
            id="notes on different subjects",
        ),
        pytest.param(
            [policy(HOUSING, "encourage")],
            [note(1, HOUSING, "forbid"), note(2, HOUSING, "discourage")],
            [(1, None), (2, None), (1, 2)],
            id="each against the policy and against the other",
        ),
    ],
)
def test_what_contradicts_what(
    said: list[Saying], notes: list[Saying], found: list[tuple[int, int | None]]
) -> None:
    assert numbers(contradictions(said, notes)) == found


SUBJECTS = st.sampled_from([EVERYTHING, HOUSING, RATE_CARD])
STANCES = st.sampled_from(["encourage", "discourage", "forbid"])
NOTES = st.lists(st.builds(note, st.just(0), SUBJECTS, STANCES, st.sampled_from([NORTH, SOUTH, EVERYBODY])))
POLICIES = st.dictionaries(SUBJECTS, STANCES).map(lambda said: [policy(*one) for one in said.items()])


@given(POLICIES, NOTES)
def test_whatever_is_found_differs_and_reaches_the_same_people(
    said: list[Saying], notes: list[Saying]
) -> None:
    for one in contradictions(said, notes):
        assert one.saying.stance != one.against.stance
        assert None in (one.saying.team, one.against.team) or one.saying.team == one.against.team


@given(POLICIES, SUBJECTS, st.sampled_from([NORTH, EVERYBODY]))
def test_a_note_that_repeats_what_the_policy_says_never_contradicts_it(
    said: list[Saying], subject: Subject, team: int | None
) -> None:
    spoken = stance_on(said, subject)
    if spoken is not None and not subject.is_everything:
        assert contradictions(said, [note(1, subject, spoken.stance, team)]) == []


@pytest.mark.parametrize(
    ("said", "stance"),
    [
        ([policy(HOUSING, "forbid"), policy(RATE_CARD, "encourage")], "forbid"),
        ([policy(RATE_CARD, "encourage"), policy(EVERYTHING, "forbid")], "encourage"),
        ([policy(EVERYTHING, "discourage")], "discourage"),
    ],
)
def test_of_a_service_the_kind_goes_before_the_route_and_both_before_everything(
    said: list[Saying], stance: str
) -> None:
    found = stance_on(said, HOUSING, RATE_CARD)
    assert found is not None
    assert found.stance == stance


def test_of_a_service_it_does_not_speak_of_it_says_nothing() -> None:
    assert stance_on([policy(HOUSING, "forbid")], Subject(kind=8), RATE_CARD) is None
