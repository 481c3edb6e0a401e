"""
What a session of a service may involve, and what an order may forbid or limit (S96).

One list for both, so that the two can be held against each other.
"""

from collections.abc import Iterable
from typing import Final

from django.db import models


class Involved(models.TextChoices):
    """One thing that services involve and that restrictions name."""

    COMPUTERS = "computers", "Computers or the internet"
    CAMERAS = "cameras", "Devices with a camera"
    CHILDREN = "children", "Children present"
    VULNERABLE = "vulnerable", "Vulnerable adults present"
    WOMEN_ONLY = "women_only", "Places for women only"
    ALONE = "alone", "Being alone with one worker"
    HOMES = "homes", "Going into people’s homes"
    ALCOHOL = "alcohol", "Alcohol present"
    MONEY = "money", "Handling money"
    DRIVING = "driving", "Driving"
    AWAY = "away", "Going outside the area"
    EVENINGS = "evenings", "Evenings or nights"
    BLADES = "blades", "Knives or sharp tools"


ASKED_OF_A_SERVICE: Final = [one for one in Involved.choices if one[0] != Involved.CHILDREN]
"""What a service is asked: whether children come to it is asked and kept by itself."""


def in_their_order(things: Iterable[str]) -> list[Involved]:
    """Things in the order of the list, each once."""
    found = set(things)
    return [one for one in Involved if one in found]


def in_a_sentence(things: Iterable[str]) -> str:
    """Things inside a sentence, as in `computers or the internet, and driving`; empty for none."""
    *before, last = [str(one.label).lower() for one in in_their_order(things)] or [""]
    return f"{', '.join(before)}, and {last}" if before else last
