"""Rules and people for properties of eligibility: any that can stand in the records."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from throughline.supply.rules import eligibility_words as words
from throughline.supply.rules.eligibility import Circumstances, ServiceRules, ValueRule
from throughline.vocabulary.eligibility import Aspect
from throughline.vocabulary.needs import Need

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

BY_ONE_RULE = [
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
]  # fmt: skip
"""For each rule, services that have it alone, people, and what is said of them."""

AREAS = st.frozensets(st.integers(1, 3), max_size=2)
OPTIONAL_AGE = st.none() | st.sampled_from((17, 18, 25, 26))
"""Few, so that the boundaries are met often."""


def values(aspect: Aspect) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from([str(one) for one in words.VALUES[aspect].values]), max_size=3)


def one_of(aspect: Aspect) -> st.SearchStrategy[str | None]:
    known = [str(one) for one in words.VALUES[aspect].values if one != "unknown"]
    return st.none() | st.sampled_from(known)


@st.composite
def value_rules(draw: st.DrawFn, aspect: Aspect) -> ValueRule:
    rule = ValueRule(draw(values(aspect)), draw(values(aspect)))
    return rule if rule.accepts or rule.refuses else ValueRule(refuses=draw(values(aspect).filter(bool)))


ON_VALUES = (Aspect.RISK, Aspect.OFFENCE, Aspect.ORDER, Aspect.NEED, Aspect.LANGUAGE)


@st.composite
def rules_of_a_service(draw: st.DrawFn) -> ServiceRules:
    women, men = draw(st.sampled_from([(True, True), (True, False), (False, True)]))
    ages = sorted(age for age in (draw(OPTIONAL_AGE), draw(OPTIONAL_AGE)) if age is not None)
    youngest, oldest = [*ages, None, None][:2] if draw(st.booleans()) else (None, next(iter(ages), None))
    return ServiceRules(
        for_women=women,
        for_men=men,
        youngest=youngest,
        oldest=oldest,
        areas={one: f"Area {one}" for one in draw(AREAS)},
        values={one: draw(value_rules(one)) for one in ON_VALUES if draw(st.booleans())},
        cleared=draw(st.booleans()),
    )


@st.composite
def people(draw: st.DrawFn) -> Circumstances:
    assessed = draw(values(Aspect.NEED))
    return Circumstances(
        sex=draw(one_of(Aspect.SEX)),
        age=draw(OPTIONAL_AGE),
        lives_in=draw(st.none() | AREAS),
        perhaps_in=draw(AREAS),
        risk=draw(one_of(Aspect.RISK)),
        offences=draw(st.none() | values(Aspect.OFFENCE)),
        offence_missing=draw(st.booleans()),
        orders=draw(st.none() | values(Aspect.ORDER)),
        needs=frozenset(one for one in sorted(assessed) if draw(st.booleans())),
        assessed=assessed,
        language=draw(one_of(Aspect.LANGUAGE)),
        mappa=draw(one_of(Aspect.MAPPA)),
    )


@st.composite
def services_of_one_rule(draw: st.DrawFn) -> ServiceRules:
    """Services whose answer is that of one rule, and of MAPPA where they are not cleared."""
    whole = draw(rules_of_a_service())
    aspect = draw(st.sampled_from([Aspect.SEX, Aspect.AGE, Aspect.AREA, *ON_VALUES]))
    match aspect:
        case Aspect.SEX:
            return ServiceRules(for_women=False, cleared=whole.cleared)
        case Aspect.AGE:
            return ServiceRules(youngest=whole.youngest, oldest=whole.oldest, cleared=True)
        case Aspect.AREA:
            return ServiceRules(areas=whole.areas, cleared=True)
    return ServiceRules(values={aspect: draw(value_rules(aspect))}, cleared=True)
