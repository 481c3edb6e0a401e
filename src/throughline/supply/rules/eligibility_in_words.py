"""For whom a service is, as its page says it, and which values a rule may name (S65)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from throughline.supply.rules.eligibility_words import VALUES, value_rule
from throughline.vocabulary.eligibility import Aspect


def values_of(aspect: str) -> list[tuple[str, str]]:
    """The values a rule about `aspect` may name, each with its words; “not recorded” is none of them."""
    return [(value, str(label)) for value, label in VALUES[Aspect(aspect)].choices if value != "unknown"]


def ages_in_words(one: Mapping[str, Any]) -> str:
    """The sexes and ages an entry is for, as in `Women aged 18 or over`."""
    who = "Women and men" if one["for_women"] and one["for_men"] else "Women" if one["for_women"] else "Men"
    youngest, oldest = one["youngest"], one["oldest"]
    if youngest is not None and oldest is not None:
        return f"{who} aged {youngest} to {oldest}"
    if youngest is not None:
        return f"{who} aged {youngest} or over"
    return f"{who} aged up to {oldest}" if oldest is not None else who


def rule_in_words(aspect: str, accepts: Sequence[str], refuses: Sequence[str], why: str = "") -> str:
    """One rule, as in `It does not take people whose kind of offence is arson. We share a house`."""
    rule = value_rule(Aspect(aspect), accepts, refuses)
    return ". ".join(part for part in (rule[:1].upper() + rule[1:], why.rstrip(".")) if part)
