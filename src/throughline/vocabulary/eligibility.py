"""What decides whether a service is for a person (D5, S65)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import models

from throughline.vocabulary.delivery import Language
from throughline.vocabulary.needs import Need
from throughline.vocabulary.offences import OffenceKind
from throughline.vocabulary.orders import OrderKind
from throughline.vocabulary.risks import RiskLevel


class Aspect(models.TextChoices):
    """What one rule of eligibility looks at. The label finishes "… is not recorded"."""

    SEX = "sex", "Sex"
    AGE = "age", "Age"
    AREA = "area", "Where the person lives"
    RISK = "risk", "Risk of serious harm"
    OFFENCE = "offence", "Kind of offence"
    ORDER = "order", "Kind of order"
    NEED = "need", "Assessed need"
    LANGUAGE = "language", "Language"
    MAPPA = "mappa", "MAPPA management"


VALUES_OF: Final[Mapping[str, type[models.TextChoices]]] = {
    Aspect.RISK: RiskLevel,
    Aspect.OFFENCE: OffenceKind,
    Aspect.ORDER: OrderKind,
    Aspect.NEED: Need,
    Aspect.LANGUAGE: Language,
}
"""Which values a rule that looks at an aspect may name; sex, ages and areas are no such rules."""


def values_of(aspect: str) -> list[tuple[str, str]]:
    """The values a rule about `aspect` may name, each with its words; “not recorded” is none of them."""
    return [(value, str(label)) for value, label in VALUES_OF[aspect].choices if value != "unknown"]
