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
    """What one price buys (worked examples in docs/rules/prices.md)."""

    SESSION = "session", "each session attended"
    HOUR = "hour", "each hour attended"
    START = "start", "each person who starts"
    COMPLETION = "completion", "each person who completes"
    RAR_DAY = "rar_day", "each RAR day completed"
    OUTCOME = "outcome", "each outcome achieved"


PAID_AT_THE_END = frozenset({PriceUnit.COMPLETION, PriceUnit.OUTCOME})
"""Units that are earned when the referral ends, and by no session."""

BY_WHAT_IS_PLANNED = frozenset({PriceUnit.SESSION, PriceUnit.HOUR, PriceUnit.RAR_DAY})
"""Units of which a referral is expected to use one for each session that is planned; of others, one."""


class CardPart(models.TextChoices):
    """
    The two parts of a rate card: what has to be bought, and what may be.

    Source: HM Inspectorate of Probation, Probation Supply Chains (2018), section 4.1.
    """

    ONE = "one", "Part one: mandatory services"
    TWO = "two", "Part two: discretionary services"


class ChangeKind(models.TextChoices):
    """What one line of a Change Notification proposes."""

    NEW_ITEM = "new_item", "New item"
    NEW_PRICE = "new_price", "New price"
    PRICE_CHANGE = "price_change", "Price change"
    ITEM_WITHDRAWN = "item_withdrawn", "Item withdrawn"
    SUBCONTRACTOR_ADDED = "subcontractor_added", "Subcontractor added"
    SUBCONTRACTOR_REMOVED = "subcontractor_removed", "Subcontractor removed"


SETS_A_PRICE = frozenset({ChangeKind.NEW_ITEM, ChangeKind.NEW_PRICE, ChangeKind.PRICE_CHANGE})
"""Kinds of line whose approval puts a price in force."""

IN_THE_CHAIN = frozenset({ChangeKind.SUBCONTRACTOR_ADDED, ChangeKind.SUBCONTRACTOR_REMOVED})
"""Kinds of line whose approval changes who works below whom."""
