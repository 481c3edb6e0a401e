"""How much a person's situation asks of a service, need by need."""

from typing import Final

from django.db import models

from throughline.vocabulary.needs import Need


class Complexity(models.TextChoices):
    """How complex a referral is held to be by the officer who makes it (S104)."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


_OF_ANY: Final = (
    "Acts on information and encouragement",
    "Needs somebody to plan and act with them over some weeks",
    "Needs close support with several things at once, or is in crisis",
)
_OF: Final = {
    Need.ACCOMMODATION: (
        "Has somewhere to live and needs help to keep or better it",
        "Stays with others, or may lose the place soon",
        "Sleeps rough, or has nowhere to go on the day of release",
    ),
    Need.EMPLOYMENT: (
        "Is ready to work or learn and looks for the right opening",
        "Has gaps in skills or papers that stand in the way",
        "Has been out of work for years, or cannot read or write well enough",
    ),
    Need.FINANCE: (
        "Has bills in order and wants advice",
        "Has debts or a benefit claim that need sorting out",
        "Has no income, or debts that put the home or safety at risk",
    ),
    Need.RELATIONSHIPS: (
        "Wants to better one relationship",
        "Is in conflict with family, or apart from children",
        "Lives with violence, or has children in proceedings",
    ),
    Need.WELLBEING: (
        "Is low or anxious at times and copes",
        "Is often low, anxious or isolated, and it shows in daily life",
        "Harms themselves or is in crisis, with or without treatment",
    ),
    Need.DRUGS: (
        "Uses now and then, and wants to stop",
        "Uses often, and it drives offending or debt",
        "Depends on drugs, with harm to health or a risk of overdose",
    ),
    Need.ALCOHOL: (
        "Drinks more than is good at times",
        "Drinks often, and it drives offending or trouble at home",
        "Depends on alcohol, with harm to health",
    ),
}


def describes(need: str) -> dict[str, str]:
    """What each level looks like where the need is `need`, for whoever has to choose one."""
    said = _OF.get(Need(need), _OF_ANY)
    return dict(zip(Complexity.values, said, strict=True))
