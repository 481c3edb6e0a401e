"""Rules of eligibility and the facts they meet, in the words of an explanation."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from django.db.models import Choices

from throughline.vocabulary.delivery import Language
from throughline.vocabulary.eligibility import Aspect
from throughline.vocabulary.needs import Need, Sex
from throughline.vocabulary.offences import OffenceKind
from throughline.vocabulary.orders import OrderKind
from throughline.vocabulary.risks import Mappa, RiskLevel

VALUES: Final[Mapping[Aspect, type[Choices]]] = {
    Aspect.SEX: Sex,
    Aspect.RISK: RiskLevel,
    Aspect.OFFENCE: OffenceKind,
    Aspect.ORDER: OrderKind,
    Aspect.NEED: Need,
    Aspect.LANGUAGE: Language,
    Aspect.MAPPA: Mappa,
}
"""The list that the values of each aspect come from."""

_NAMES_KEEP_THEIR_CAPITALS: Final = (Aspect.LANGUAGE, Aspect.MAPPA)
_MOST_NAMES: Final = 3

_ACCEPTS: Final = {
    Aspect.RISK: "it takes people whose risk of serious harm is {}",
    Aspect.OFFENCE: "it takes people whose kind of offence is {}",
    Aspect.ORDER: "it takes people whose kind of order is {}",
    Aspect.NEED: "it is for people with an assessed need in {}",
    Aspect.LANGUAGE: "it is for people who speak {}",
}
_REFUSES: Final = {
    Aspect.RISK: "it does not take people whose risk of serious harm is {}",
    Aspect.OFFENCE: "it does not take people whose kind of offence is {}",
    Aspect.ORDER: "it does not take people whose kind of order is {}",
    Aspect.NEED: "it does not take people with an assessed need in {}",
    Aspect.LANGUAGE: "it is not for people who speak {}",
}
_FACT: Final = {
    Aspect.RISK: "the risk is {}",
    Aspect.OFFENCE: "the kind of offence is {}",
    Aspect.ORDER: "the kind of order is {}",
    Aspect.NEED: "the assessment found a need in {}",
    Aspect.LANGUAGE: "the person speaks {}",
}
_NO_FACT: Final = {
    Aspect.OFFENCE: "no offence is recorded",
    Aspect.ORDER: "no order runs",
    Aspect.NEED: "the assessment found no such need",
}


def aspect(one: Aspect) -> str:
    """What an aspect is called inside a sentence, as in `kind of offence`."""
    said = str(one.label)
    return said if one == Aspect.MAPPA else said[:1].lower() + said[1:]


def label(one: Aspect, value: str) -> str:
    """A value of an aspect as it stands inside a sentence; one that no list knows is given as it is."""
    try:
        said = str(VALUES[one](value).label)
    except ValueError:
        return value
    return said if one in _NAMES_KEEP_THEIR_CAPITALS else said[:1].lower() + said[1:]


def ages(youngest: int | None, oldest: int | None) -> str:
    """The rule of age, both ends included."""
    if youngest is None:
        return f"it is for people aged up to {oldest}"
    if oldest is None:
        return f"it is for people aged {youngest} or over"
    return f"it is for people aged {youngest} to {oldest}"


def given_in(names: Sequence[str]) -> str:
    """The rule of where, with the first few names."""
    if len(names) <= _MOST_NAMES:
        return f"it is given in {listed(names, 'and')}"
    more = len(names) - _MOST_NAMES
    return f"it is given in {', '.join(names[:_MOST_NAMES])} and {more} other area{'s'[: more > 1]}"


def value_rule(one: Aspect, accepts: Collection[str], refuses: Collection[str]) -> str:
    """A rule on values, in the order of their list."""
    said = [
        form[one].format(listed(_ordered(one, values), "or"))
        for form, values in ((_ACCEPTS, accepts), (_REFUSES, refuses))
        if values
    ]
    return listed(said, "and")


def value_fact(one: Aspect, values: Collection[str]) -> str:
    """The values a person has, or that there is none."""
    return _FACT[one].format(listed(_ordered(one, values), "and")) if values else _NO_FACT[one]


def listed(parts: Sequence[str], join: str) -> str:
    """Several things in a sentence, as in `a, b or c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {join} {parts[-1]}"


def _ordered(one: Aspect, values: Collection[str]) -> list[str]:
    order = {value: place for place, value in enumerate(VALUES[one].values)}
    return [label(one, value) for value in sorted(values, key=lambda value: (order.get(value, 99), value))]
