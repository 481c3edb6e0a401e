"""By which route a service is reached and paid (D3)."""

from django.db import models


class FundingRoute(models.TextChoices):
    """How a service is paid for. Only the rate card and spot purchase charge the buyer at use."""

    RATE_CARD = "rate_card", "Rate card"
    CORE = "core", "Core contract"
    CO_COMMISSIONED = "co_commissioned", "Co-commissioned"
    CHARITABLE = "charitable", "Charitable or own funds"
    SPOT = "spot", "Spot purchase"


class PriceUnit(models.TextChoices):
    """What one price buys."""

    SESSION = "session", "each session attended"
    START = "start", "each person who starts"
