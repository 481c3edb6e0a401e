"""Who pays for resettlement, by prison and by who holds the case: docs/rules/custody.md (S222)."""

from __future__ import annotations

import pytest

from throughline.line.rules.gate import DISCRETIONARY, MANDATORY, GateRule, Settled, settled_by_prison
from throughline.vocabulary.custody import GateTerms
from throughline.vocabulary.routes import CardPart

pytestmark = pytest.mark.asks("S222")
RULE = GateRule(frozenset({"resettlement"}), frozenset({"division"}))
NPS, CRC = {"division"}, {"prime"}


@pytest.mark.parametrize(
    ("prison", "holds", "is_resettlement", "settled"),
    [
        pytest.param("resettlement", NPS, True, MANDATORY, id="NPS, resettlement prison: not priced"),
        pytest.param("resettlement", CRC, True, MANDATORY, id="CRC, resettlement prison: not priced"),
        pytest.param("other", NPS, True, DISCRETIONARY, id="NPS, other prison: priced"),
        pytest.param("other", CRC, True, None, id="CRC, other prison: as the entry says"),
        pytest.param("resettlement", NPS, False, None, id="other work in a resettlement prison"),
        pytest.param("other", NPS, False, None, id="other work in another prison"),
        pytest.param("", NPS, True, None, id="outside, or a prison of no recorded kind"),
        pytest.param("other", set(), True, None, id="no part in the scheme"),
    ],
)
def test_what_a_prison_settles(
    prison: str, holds: set[str], is_resettlement: bool, settled: Settled | None
) -> None:
    found = settled_by_prison(RULE, prison_kind=prison, roles=holds, is_resettlement=is_resettlement)
    assert found == settled


def test_a_scheme_without_the_rule_settles_nothing() -> None:
    assert settled_by_prison(None, prison_kind="other", roles=NPS, is_resettlement=True) is None


@pytest.mark.parametrize(
    ("settled", "is_priced", "part", "terms"),
    [
        (MANDATORY, False, CardPart.ONE, GateTerms.FEE_FOR_SERVICE),
        (DISCRETIONARY, True, CardPart.TWO, GateTerms.FEE_FOR_USE),
    ],
)
def test_mandatory_is_not_priced_and_discretionary_is(
    settled: Settled, is_priced: bool, part: CardPart, terms: GateTerms
) -> None:
    assert (settled.is_priced, settled.part, settled.terms) == (is_priced, part, terms)
