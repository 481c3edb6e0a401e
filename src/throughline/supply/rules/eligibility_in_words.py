"""For whom a service is, in words: its ages and sexes, and each rule of eligibility with why (S65)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from throughline.vocabulary.eligibility import Aspect, values_of


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
    """One rule, as in `Only low or medium. Not very high. Because sessions are in groups`."""
    words = {code: _inside_a_sentence(label, aspect) for code, label in values_of(aspect)}

    def named(codes: Sequence[str]) -> str:
        listed = [words.get(code, code) for code in codes]
        return " or ".join([", ".join(listed[:-1]), listed[-1]] if len(listed) > 1 else listed)

    only = f"Only {named(accepts)}" if accepts else ""
    but = f"Not {named(refuses)}" if refuses else ""
    return ". ".join(part for part in (only, but, why.rstrip(".")) if part)


def _inside_a_sentence(label: str, aspect: str) -> str:
    """With a small letter, but for languages, which keep their capital."""
    return label if aspect == Aspect.LANGUAGE or label[1:2].isupper() else label[:1].lower() + label[1:]
