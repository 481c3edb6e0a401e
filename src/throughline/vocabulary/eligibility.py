"""What decides whether a service is for a person (D5, S65)."""

from django.db import models


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
