"""Eligibility that explains itself: for each rule the three answers, and how the parts add up (D5)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.supply.eligibility_cases import ON_VALUES, people, rules_of_a_service, value_rules
from throughline.supply.rules.eligibility import Answer, Circumstances, ServiceRules, ValueRule, explain
from throughline.vocabulary.eligibility import Aspect
from throughline.vocabulary.needs import Need, Sex
from throughline.vocabulary.risks import Mappa

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
GWENT, WALES, CARDIFF = 1, 2, 3

FREE = Circumstances(mappa="none")
"""Somebody of whom nothing is recorded but that no agencies manage them together."""


def accepts(aspect: Aspect, *values: str) -> ServiceRules:
    return ServiceRules(values={aspect: ValueRule(accepts=frozenset(values))})


def refuses(aspect: Aspect, *values: str) -> ServiceRules:
    return ServiceRules(values={aspect: ValueRule(refuses=frozenset(values))})


WOMEN, MEN = ServiceRules(for_men=False), ServiceRules(for_women=False)
ADULTS, YOUNG = ServiceRules(youngest=18), ServiceRules(youngest=18, oldest=25)
IN_GWENT = ServiceRules(areas={GWENT: "Gwent"})
LOW_RISK = accepts(Aspect.RISK, "low", "medium")
NO_ARSON = refuses(Aspect.OFFENCE, "arson")
LICENCE = accepts(Aspect.ORDER, "licence")
HOUSING = accepts(Aspect.NEED, "accommodation", "finance")
NOT_DRUGS = refuses(Aspect.NEED, "drugs")
WELSH = accepts(Aspect.LANGUAGE, "cy")
NOT_CLEARED, CLEARED = ServiceRules(), ServiceRules(cleared=True)


@pytest.mark.asks("S65")
@pytest.mark.parametrize(
    ("rules", "person", "aspect", "sentence"),
    [
        pytest.param(
            WOMEN, {"sex": "female"}, Aspect.SEX,
            "Eligible: it is for women, and the person is female", id="a woman, for women",
        ),
        pytest.param(
            WOMEN, {"sex": "male"}, Aspect.SEX,
            "Not eligible because it is for women: the person is male", id="a man, for women",
        ),
        pytest.param(
            MEN, {"sex": "female"}, Aspect.SEX,
            "Not eligible because it is for men: the person is female", id="a woman, for men",
        ),
        pytest.param(
            WOMEN, {}, Aspect.SEX,
            "Unknown because sex is not recorded: it is for women", id="sex not recorded",
        ),
        pytest.param(
            ADULTS, {"age": 18}, Aspect.AGE,
            "Eligible: it is for people aged 18 or over, and the person is 18", id="the first year",
        ),
        pytest.param(
            ADULTS, {"age": 17}, Aspect.AGE,
            "Not eligible because it is for people aged 18 or over: the person is 17", id="a child",
        ),
        pytest.param(
            YOUNG, {"age": 25}, Aspect.AGE,
            "Eligible: it is for people aged 18 to 25, and the person is 25", id="the last year",
        ),
        pytest.param(
            YOUNG, {"age": 26}, Aspect.AGE,
            "Not eligible because it is for people aged 18 to 25: the person is 26", id="a year too old",
        ),
        pytest.param(
            ServiceRules(oldest=25), {}, Aspect.AGE,
            "Unknown because age is not recorded: it is for people aged up to 25", id="age not recorded",
        ),
        pytest.param(
            IN_GWENT, {"lives_in": frozenset({GWENT, WALES})}, Aspect.AREA,
            "Eligible: it is given in Gwent, and the person lives there", id="lives there",
        ),
        pytest.param(
            IN_GWENT, {"lives_in": frozenset({CARDIFF, WALES})}, Aspect.AREA,
            "Not eligible because it is given in Gwent: the person lives elsewhere", id="lives elsewhere",
        ),
        pytest.param(
            IN_GWENT, {}, Aspect.AREA,
            "Unknown because where the person lives is not recorded: it is given in Gwent",
            id="home not recorded",
        ),
        pytest.param(
            IN_GWENT, {"lives_in": frozenset({WALES}), "perhaps_in": frozenset({GWENT})}, Aspect.AREA,
            "Unknown because where exactly the person lives is not recorded: it is given in Gwent",
            id="in Wales, no more is known",
        ),
        pytest.param(
            LOW_RISK, {"risk": "medium"}, Aspect.RISK,
            "Eligible: it takes people whose risk of serious harm is low or medium, and the risk is medium",
            id="medium risk",
        ),
        pytest.param(
            LOW_RISK, {"risk": "high"}, Aspect.RISK,
            "Not eligible because it takes people whose risk of serious harm is low or medium: "
            "the risk is high",
            id="high risk",
        ),
        pytest.param(
            LOW_RISK, {}, Aspect.RISK,
            "Unknown because risk of serious harm is not recorded: it takes people whose risk of serious "
            "harm is low or medium",
            id="risk not recorded",
        ),
        pytest.param(
            NO_ARSON, {"offences": frozenset({"theft", "fraud"})}, Aspect.OFFENCE,
            "Eligible: it does not take people whose kind of offence is arson, and the kind of offence is "
            "theft and fraud",
            id="two other offences",
        ),
        pytest.param(
            NO_ARSON, {"offences": frozenset({"theft", "arson"})}, Aspect.OFFENCE,
            "Not eligible because it does not take people whose kind of offence is arson: "
            "the kind of offence is arson",
            id="arson among them",
        ),
        pytest.param(
            NO_ARSON, {}, Aspect.OFFENCE,
            "Unknown because kind of offence is not recorded: it does not take people whose kind of offence "
            "is arson",
            id="offence not recorded",
        ),
        pytest.param(
            NO_ARSON, {"offences": frozenset({"theft"}), "offence_missing": True}, Aspect.OFFENCE,
            "Unknown because kind of offence is not recorded: it does not take people whose kind of offence "
            "is arson",
            id="one of two offences not recorded",
        ),
        pytest.param(
            LICENCE, {"orders": frozenset({"licence", "community"})}, Aspect.ORDER,
            "Eligible: it takes people whose kind of order is licence, and the kind of order is licence",
            id="on licence as well",
        ),
        pytest.param(
            LICENCE, {"orders": frozenset({"community"})}, Aspect.ORDER,
            "Not eligible because it takes people whose kind of order is licence: "
            "the kind of order is community order",
            id="on another order",
        ),
        pytest.param(
            LICENCE, {}, Aspect.ORDER,
            "Unknown because kind of order is not recorded: it takes people whose kind of order is licence",
            id="order not recorded",
        ),
        pytest.param(
            HOUSING, {"needs": frozenset({"finance"}), "assessed": frozenset({"finance"})}, Aspect.NEED,
            "Eligible: it is for people with an assessed need in accommodation or finance, benefit and debt, "
            "and the assessment found a need in finance, benefit and debt",
            id="one of the needs",
        ),
        pytest.param(
            HOUSING, {"needs": frozenset({"drugs"}), "assessed": frozenset(Need)}, Aspect.NEED,
            "Not eligible because it is for people with an assessed need in accommodation or finance, "
            "benefit and debt: the assessment found no such need",
            id="assessed, another need",
        ),
        pytest.param(
            HOUSING, {"assessed": frozenset({"finance"})}, Aspect.NEED,
            "Unknown because assessed need is not recorded: it is for people with an assessed need in "
            "accommodation or finance, benefit and debt",
            id="one of the needs never assessed",
        ),
        pytest.param(
            NOT_DRUGS, {"needs": frozenset({"drugs"}), "assessed": frozenset({"drugs"})}, Aspect.NEED,
            "Not eligible because it does not take people with an assessed need in drug misuse: "
            "the assessment found a need in drug misuse",
            id="the need that keeps out",
        ),
        pytest.param(
            NOT_DRUGS, {"assessed": frozenset({"drugs"})}, Aspect.NEED,
            "Eligible: it does not take people with an assessed need in drug misuse, "
            "and the assessment found no such need",
            id="assessed without it",
        ),
        pytest.param(
            NOT_DRUGS, {"assessed": frozenset({"alcohol"})}, Aspect.NEED,
            "Unknown because assessed need is not recorded: it does not take people with an assessed need in "
            "drug misuse",
            id="silence is not no need",
        ),
        pytest.param(
            WELSH, {"language": "cy"}, Aspect.LANGUAGE,
            "Eligible: it is for people who speak Welsh, and the person speaks Welsh", id="speaks Welsh",
        ),
        pytest.param(
            WELSH, {"language": "en"}, Aspect.LANGUAGE,
            "Not eligible because it is for people who speak Welsh: the person speaks English",
            id="speaks English",
        ),
        pytest.param(
            WELSH, {}, Aspect.LANGUAGE,
            "Unknown because language is not recorded: it is for people who speak Welsh",
            id="language not recorded",
        ),
        pytest.param(
            CLEARED, {"mappa": "2"}, Aspect.MAPPA,
            "Eligible: it is cleared for people managed under MAPPA, and the person is managed at "
            "MAPPA level 2",
            id="MAPPA, cleared",
            marks=pytest.mark.asks("S246"),
        ),
        pytest.param(
            NOT_CLEARED, {"mappa": "1"}, Aspect.MAPPA,
            "Not eligible because it is not cleared for people managed under MAPPA: the person is managed at "
            "MAPPA level 1",
            id="MAPPA, not cleared",
            marks=pytest.mark.asks("S246"),
        ),
        pytest.param(
            NOT_CLEARED, {"mappa": None}, Aspect.MAPPA,
            "Unknown because MAPPA management is not recorded: it is not cleared for people managed under "
            "MAPPA",
            id="MAPPA not recorded",
            marks=pytest.mark.asks("S246"),
        ),
    ],
)  # fmt: skip
def test_each_rule_gives_its_answer_and_is_named(
    rules: ServiceRules, person: dict[str, Any], aspect: Aspect, sentence: str
) -> None:
    found = explain(rules, replace(FREE, **person))
    (part,) = found.parts
    assert (part.aspect, part.sentence) == (aspect, sentence)
    assert found.answer == part.answer
    assert sentence.startswith(part.answer.label)


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
