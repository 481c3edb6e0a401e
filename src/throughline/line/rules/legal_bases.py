"""On which basis each kind of thing about a person is shared (S111)."""

from __future__ import annotations

from typing import Final

from throughline.vocabulary.legal_bases import LegalBasis
from throughline.vocabulary.risks import RiskKind

SAFEGUARDS: Final = frozenset({RiskKind.CHILD_SAFEGUARDING, RiskKind.DOMESTIC_ABUSE, RiskKind.RISK_TO_SELF})
"""Kinds of risk that are shared so that a child, or somebody at risk, is kept safe."""


def basis_of_risk(kind: str) -> LegalBasis:
    """The basis on which a risk of this kind is shared with a provider."""
    return LegalBasis.SAFEGUARDING if kind in SAFEGUARDS else LegalBasis.SUPERVISION


def basis_of_concern(*, in_danger: bool) -> LegalBasis:
    """The basis on which a concern is shared with others who work with the person."""
    return LegalBasis.LIFE if in_danger else LegalBasis.SAFEGUARDING
