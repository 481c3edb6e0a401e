"""How a service is given: to one or to many, by which channel, in which language, on which day."""

from collections.abc import Mapping
from datetime import time
from typing import Final

from django.db import models


class Mode(models.TextChoices):
    """Whether a service is given to one person at a time or to a group (S164)."""

    ONE_TO_ONE = "one_to_one", "One to one"
    GROUP = "group", "In a group"
    BOTH = "both", "One to one and in a group"
    UNKNOWN = "unknown", "Not recorded"


class Channel(models.TextChoices):
    """By which way a session reaches the person."""

    IN_PERSON = "in_person", "Face to face"
    PHONE = "phone", "By telephone"
    VIDEO = "video", "By video call"
    ONLINE = "online", "Online, in one’s own time"


class Weekday(models.IntegerChoices):
    """Days of the week, numbered as ISO 8601 does."""

    MONDAY = 1, "Monday"
    TUESDAY = 2, "Tuesday"
    WEDNESDAY = 3, "Wednesday"
    THURSDAY = 4, "Thursday"
    FRIDAY = 5, "Friday"
    SATURDAY = 6, "Saturday"
    SUNDAY = 7, "Sunday"


class PartOfDay(models.TextChoices):
    """When in the day somebody can come; `HOURS_OF` says from when until when."""

    MORNING = "morning", "In the morning"
    AFTERNOON = "afternoon", "In the afternoon"
    EVENING = "evening", "In the evening"


HOURS_OF: Final[Mapping[PartOfDay, tuple[time, time]]] = {
    PartOfDay.MORNING: (time(0), time(12)),
    PartOfDay.AFTERNOON: (time(12), time(17)),
    PartOfDay.EVENING: (time(17), time.max),
}
"""The part of a day: London time, its end not counted."""


class Intake(models.TextChoices):
    """Whether a published service takes referrals now (S63): closed ones name an alternative or say why."""

    OPEN = "open", "Open to referrals"
    CAPPED = "capped", "Takes a set number of referrals a month"
    CLOSED = "closed", "Closed to new referrals"


class Language(models.TextChoices):
    """
    Languages in which services are given and people are spoken to, by ISO 639-1 code where there is one.

    English, Welsh and British Sign Language, then those most spoken in England and Wales as the census of
    2021 found them.
    """

    ENGLISH = "en", "English"
    WELSH = "cy", "Welsh"
    BRITISH_SIGN = "bfi", "British Sign Language"
    POLISH = "pl", "Polish"
    ROMANIAN = "ro", "Romanian"
    PANJABI = "pa", "Panjabi"
    URDU = "ur", "Urdu"
    PORTUGUESE = "pt", "Portuguese"
    SPANISH = "es", "Spanish"
    ARABIC = "ar", "Arabic"
    BENGALI = "bn", "Bengali"
    GUJARATI = "gu", "Gujarati"
    ITALIAN = "it", "Italian"
    TAMIL = "ta", "Tamil"
    FRENCH = "fr", "French"
    LITHUANIAN = "lt", "Lithuanian"
    CHINESE = "zh", "Chinese"
    TURKISH = "tr", "Turkish"
    BULGARIAN = "bg", "Bulgarian"
    HUNGARIAN = "hu", "Hungarian"
    SOMALI = "so", "Somali"
    VIETNAMESE = "vi", "Vietnamese"


class Reading(models.TextChoices):
    """How a text is written: in plain words, or easy to read (S64)."""

    PLAIN = "plain", "Plain words"
    EASY = "easy", "Easy read"
