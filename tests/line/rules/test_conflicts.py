"""What a risk forbids, held against what a service involves, as a table, and what always holds (S96)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.line.rules.conflicts import Conflict, GoingOn, conflicts, not_answered, out_of_time
from throughline.line.rules.risk_sharing import LiveFlag
from throughline.vocabulary.involved import Involved

RAISED = date(2017, 5, 10)
TODAY = date(2017, 6, 1)


def flag(*limits: str, number: int = 1, kind: str = "shpo") -> LiveFlag:
    return LiveFlag(number, kind, "Sexual harm prevention order", RAISED, frozenset(limits))


def answer(**other: object) -> GoingOn:
    return GoingOn(
        **{"reason": "Useful", "coordinator": "Dilys", "coordinator_reason": "Watched", "spoke_on": TODAY}
        | other  # type: ignore[arg-type]
    )


@pytest.mark.asks("S96")
@pytest.mark.parametrize(
    ("limits", "involved", "things"),
    [
        pytest.param((), ("computers",), (), id="a risk that forbids nothing"),
        pytest.param(("computers",), (), (), id="a service that involves nothing"),
        pytest.param(("children",), ("computers",), (), id="forbids something else"),
        pytest.param(("computers",), ("computers",), ("computers",), id="forbids what the service does"),
        pytest.param(
            ("children", "computers", "cameras"),
            ("computers", "children", "alone"),
            ("computers", "children"),
            id="several, in the order of the service",
        ),
    ],
)
def test_what_a_risk_forbids_of_what_a_service_does(
    limits: tuple[str, ...], involved: tuple[str, ...], things: tuple[str, ...]
) -> None:
    found = conflicts([flag(*limits)], involved)
    assert [one.things for one in found] == ([things] if things else [])


@pytest.mark.asks("S96")
@pytest.mark.parametrize(
    ("given", "left"),
    [
        pytest.param({}, True, id="nothing said"),
        pytest.param({1: answer()}, False, id="both reasons and the conversation"),
        pytest.param({1: answer(reason=" ")}, True, id="without the officer's reason"),
        pytest.param({1: answer(coordinator="")}, True, id="without a name"),
        pytest.param({1: answer(coordinator_reason="")}, True, id="without the coordinator's reason"),
        pytest.param({2: answer()}, True, id="an answer about another risk"),
    ],
)
def test_what_has_to_be_said_to_go_on(given: dict[int, GoingOn], left: bool) -> None:
    found = conflicts([flag("computers")], ["computers"])
    assert bool(not_answered(found, given)) is left


@pytest.mark.asks("S96")
@pytest.mark.parametrize(
    ("day", "refused"),
    [
        pytest.param(RAISED - timedelta(1), True, id="before the risk was raised"),
        pytest.param(RAISED, False, id="the day it was raised"),
        pytest.param(TODAY, False, id="today"),
        pytest.param(TODAY + timedelta(1), True, id="tomorrow"),
    ],
)
def test_when_the_conversation_was(day: date, refused: bool) -> None:
    found = conflicts([flag("computers")], ["computers"])
    assert bool(out_of_time(found, {1: answer(spoke_on=day)}, today=TODAY)) is refused


THINGS = st.lists(st.sampled_from(Involved.values), unique=True)


@pytest.mark.asks("S96")
@given(flags=st.lists(THINGS, max_size=4), involved=THINGS)
def test_each_thing_both_forbidden_and_done_is_found_and_no_other(
    flags: list[list[str]], involved: list[str]
) -> None:
    live = [flag(*limits, number=number) for number, limits in enumerate(flags)]
    found: list[Conflict] = conflicts(live, involved)
    pairs = {(one.flag.id, thing) for one in found for thing in one.things}
    assert pairs == {(one.id, thing) for one in live for thing in one.limits & set(involved)}
    assert all(one.things for one in found)
    assert [one.flag.id for one in found] == sorted(one.flag.id for one in found)
