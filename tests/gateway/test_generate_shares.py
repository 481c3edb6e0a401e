"""Sharing things out by published proportions."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from throughline.gateway.generate.streams import Streams, dealt, quota
from throughline.gateway.generate.supply_mix import FORMS, NEEDS_ADDRESSED, SECTORS, provider_kinds

SHARES = st.dictionaries(st.integers(), st.integers(1, 50), min_size=1, max_size=8)


@given(st.integers(0, 500), SHARES)
def test_shares_sum_to_the_whole_and_none_is_one_off(number: int, shares: dict[int, int]) -> None:
    counts = quota(number, shares)
    assert sum(counts.values()) == number
    for kind, count in counts.items():
        assert abs(count - number * shares[kind] / sum(shares.values())) < 1


@given(st.integers(0, 200), SHARES, st.integers())
def test_dealing_changes_the_order_only(number: int, shares: dict[int, int], seed: int) -> None:
    cards = dealt(number, shares, random.Random(seed))
    wanted = quota(number, shares)
    assert {kind: cards.count(kind) for kind in shares} == wanted


def test_26_providers_are_exactly_those_that_were_inspected() -> None:
    kinds = provider_kinds(26, random.Random(1))
    assert {sector: sum(one.sector == sector for one in kinds) for sector in SECTORS} == SECTORS
    assert {form: sum(one.form == form for one in kinds) for form in FORMS} == FORMS
    addressed = {need: sum(need in one.needs for one in kinds) for need in NEEDS_ADDRESSED}
    assert addressed == NEEDS_ADDRESSED
    assert sum(len(one.needs) for one in kinds) == 29


def test_a_section_draws_the_same_whatever_others_draw() -> None:
    alone, among = Streams(7), Streams(7)
    among.of("another section").random()
    assert alone.of("people").random() == among.of("people").random()
