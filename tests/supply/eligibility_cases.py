"""Rules and people for properties of eligibility: any that can stand in the records."""

from __future__ import annotations

from hypothesis import strategies as st

from throughline.supply.rules import eligibility_words as words
from throughline.supply.rules.eligibility import Circumstances, ServiceRules, ValueRule
from throughline.vocabulary.eligibility import Aspect

AREAS = st.frozensets(st.integers(1, 5), max_size=3)
OPTIONAL_AGE = st.none() | st.integers(10, 90)


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
