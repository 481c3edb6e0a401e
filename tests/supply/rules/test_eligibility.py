"""Eligibility that explains itself: for each rule the three answers, and how the parts add up (D5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.supply.eligibility_cases import (
    BY_ONE_RULE,
    CARDIFF,
    CLEARED,
    FREE,
    GWENT,
    ON_VALUES,
    people,
    rules_of_a_service,
    value_rules,
)
from throughline.supply.rules.eligibility import Answer, Circumstances, ServiceRules, ValueRule, explain
from throughline.vocabulary.eligibility import Aspect
from throughline.vocabulary.needs import Need, Sex
from throughline.vocabulary.risks import Mappa

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


@pytest.mark.asks("S65")
@pytest.mark.parametrize(("rules", "person", "aspect", "sentence"), BY_ONE_RULE)
def test_each_rule_gives_its_answer_and_is_named(
    rules: ServiceRules, person: dict[str, Any], aspect: Aspect, sentence: str
) -> None:
    found = explain(rules, replace(FREE, **person))
    (part,) = found.parts
    assert (part.aspect, part.sentence) == (aspect, sentence)
    assert found.answer == part.answer
    assert sentence.startswith(part.answer.label)


@pytest.mark.asks("S65")
def test_each_rule_has_somebody_for_each_of_the_three_answers() -> None:
    found = {
        (part.aspect, part.answer)
        for one in BY_ONE_RULE
        for part in explain(one.values[0], replace(FREE, **one.values[1])).parts  # type: ignore[arg-type]
    }
    assert found == set(product(Aspect, Answer))


@pytest.mark.parametrize("mappa", ["none", None])
def test_a_rule_the_service_does_not_have_is_no_part(mappa: str | None) -> None:
    found = explain(CLEARED, Circumstances(mappa=mappa))
    assert found.parts == ()
    assert (found.answer, found.line) == (YES, "Eligible")


def test_refusing_goes_before_letting_in() -> None:
    rules = ServiceRules(
        values={Aspect.RISK: ValueRule(accepts=frozenset({"high"}), refuses=frozenset({"high"}))}
    )
    assert explain(rules, replace(FREE, risk="high")).answer == NO


@pytest.mark.asks("S65")
@pytest.mark.parametrize(
    ("person", "line"),
    [
        ({"sex": "female", "age": 30}, "Eligible"),
        (
            {"sex": "male", "age": 17},
            "Not eligible because it is for women and it is for people aged 18 or over",
        ),
        ({"sex": "male"}, "Not eligible because it is for women"),
        ({"sex": "female"}, "Unknown because age is not recorded"),
        ({}, "Unknown because sex and age are not recorded"),
    ],
)
def test_the_answer_in_one_line_names_what_decided_it(person: dict[str, Any], line: str) -> None:
    assert explain(ServiceRules(for_men=False, youngest=18), replace(FREE, **person)).line == line


@pytest.mark.parametrize(
    ("person", "exception"),
    [
        pytest.param({"lives_in": frozenset({CARDIFF}), "sex": "female"}, True, id="lives elsewhere"),
        pytest.param({"lives_in": frozenset({CARDIFF})}, True, id="elsewhere, sex not recorded"),
        pytest.param({"lives_in": frozenset({CARDIFF}), "sex": "male"}, False, id="elsewhere, and a man"),
        pytest.param({"lives_in": frozenset({GWENT}), "sex": "female"}, False, id="lives there"),
        pytest.param({"sex": "female"}, False, id="home not recorded"),
    ],
)
def test_only_where_the_person_lives_can_be_an_exception(person: dict[str, Any], exception: bool) -> None:
    rules = ServiceRules(for_men=False, areas={GWENT: "Gwent"})
    assert explain(rules, replace(FREE, **person)).only_outside == exception


def test_long_lists_of_areas_are_cut() -> None:
    many = ServiceRules(areas=dict(enumerate(["Avon", "Devon", "Kent", "Essex", "Wales"])))
    assert explain(many, FREE).parts[0].rule == "it is given in Avon, Devon, Kent and 2 other areas"


@pytest.mark.asks("S65")
@given(rules_of_a_service(), people())
def test_the_parts_always_add_up_to_the_answer(rules: ServiceRules, person: Circumstances) -> None:
    found = explain(rules, person)
    answers = [one.answer for one in found.parts]
    assert found.answer == (NO if NO in answers else UNKNOWN if UNKNOWN in answers else YES)
    aspects = [one.aspect for one in found.parts]
    assert aspects == sorted(set(aspects), key=list(Aspect).index)
    assert all(one.sentence.startswith(one.answer.label) for one in found.parts)
    assert {one.answer for one in found.deciding} <= {found.answer}
    assert bool(found.deciding) == (found.answer != YES)
    assert found.line.startswith(found.answer.label)


@pytest.mark.asks("S65")
@given(rules_of_a_service(), people())
def test_each_rule_is_a_part_and_says_what_it_says_alone(rules: ServiceRules, person: Circumstances) -> None:
    parts = {one.aspect: one for one in explain(rules, person).parts}
    alone = {one.aspect: one for by_itself in each_alone(rules) for one in explain(by_itself, person).parts}
    assert parts == alone


def each_alone(rules: ServiceRules) -> Iterator[ServiceRules]:
    """Services of which each has one of these rules; whether it is cleared is said of every one."""
    yield ServiceRules(cleared=rules.cleared)
    yield ServiceRules(for_women=rules.for_women, for_men=rules.for_men, cleared=rules.cleared)
    yield ServiceRules(youngest=rules.youngest, oldest=rules.oldest, cleared=rules.cleared)
    yield ServiceRules(areas=rules.areas, cleared=rules.cleared)
    for aspect, rule in rules.values.items():
        yield ServiceRules(values={aspect: rule}, cleared=rules.cleared)


@given(rules_of_a_service(), people(), st.data())
def test_one_more_rule_never_makes_anybody_more_eligible(
    rules: ServiceRules, person: Circumstances, data: st.DataObject
) -> None:
    without = explain(rules, person)
    free = [one for one in ON_VALUES if one not in rules.values]
    stricter = [replace(rules, cleared=False)]
    if free:
        aspect = data.draw(st.sampled_from(free))
        stricter.append(replace(rules, values={**rules.values, aspect: data.draw(value_rules(aspect))}))
    if rules.for_women and rules.for_men:
        stricter.append(replace(rules, for_men=False))
    if rules.youngest is None and (rules.oldest or 90) >= 18:
        stricter.append(replace(rules, youngest=18))
    if not rules.areas:
        stricter.append(replace(rules, areas={4: "Area 4"}))
    for one in stricter:
        assert explain(one, person).answer.rank <= without.answer.rank


@given(rules_of_a_service(), people())
def test_recording_what_was_not_recorded_only_settles_what_was_unknown(
    rules: ServiceRules, person: Circumstances
) -> None:
    before = {one.aspect: one.answer for one in explain(rules, person).parts}
    told = replace(
        person,
        sex=person.sex or Sex.FEMALE,
        age=person.age if person.age is not None else 30,
        mappa=person.mappa or Mappa.NONE,
        assessed=frozenset(Need),
    )
    for part in explain(rules, told).parts:
        assert before[part.aspect] in (part.answer, UNKNOWN)
