"""Setting a price: the former one ends, two never overlap, and the past stays as it was."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import (
    NOW,
    START,
    AgreementFactory,
    OrganisationFactory,
    RateCardItemFactory,
    SchemeFactory,
    ServiceFactory,
    acting,
    chain,
    member,
)
from throughline.core.access import NotAllowed, acting_as
from throughline.core.models import User
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.supply.actions.prices import set_price
from throughline.supply.models import Agreement, Price, RateCardItem
from throughline.supply.refusals import (
    PriceBelowNothing,
    PriceInThePast,
    PriceNotOfThisChain,
    PriceOutsideAgreement,
    PriceOverlaps,
)

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
NEXT_YEAR = date(2018, 4, 1)


class Card(NamedTuple):
    """One item with the two links of its chain, and who decides each price."""

    item: RateCardItem
    top: Agreement
    below: Agreement
    board: User
    prime: User

    def set(self, amount: str, from_on: date, agreement: Agreement | None = None) -> Price:
        """The prime sets what it pays, unless another link is named."""
        with acting_as(acting(self.prime)):
            return set_price(
                item=self.item, agreement=agreement or self.below, amount=Money(amount), from_on=from_on,
                by=self.prime, at=NOW,
            )  # fmt: skip

    def prices(self) -> list[tuple[str, Period]]:
        """What the prime pays, in the order of time."""
        found = Price.objects.filter(item=self.item, agreement=self.below).order_by("during__startswith")
        return [(str(one.amount.pounds), one.during) for one in found]


@pytest.fixture
def card() -> Card:
    scheme = SchemeFactory()
    ministry, prime, centre = OrganisationFactory.create_batch(3)
    top, below = chain(ministry, prime, centre, scheme=scheme)
    item = RateCardItemFactory(service=ServiceFactory(scheme=scheme, deliverer=centre, agreement=below))
    board = member("contract_manager", scheme.steward)
    return Card(item, top, below, board, member("supply_chain_manager", prime))


@pytest.mark.asks("S179")
def test_a_new_price_ends_the_former_on_the_day_it_begins(card: Card) -> None:
    card.set("38.00", START)
    card.set("40.00", NEXT_YEAR)
    assert card.prices() == [
        ("38.00", Period(START, NEXT_YEAR)),
        ("40.00", Period(NEXT_YEAR, None)),
    ]


@pytest.mark.asks("S179")
@pytest.mark.parametrize(
    ("from_on", "refusal", "sentence"),
    [
        pytest.param(
            NEXT_YEAR, PriceOverlaps, "already a price of £40.00 from 1 April 2018", id="the same day"
        ),
        pytest.param(date(2018, 1, 1), PriceOverlaps, "Choose a day after that", id="before one to come"),
        pytest.param(
            date(2017, 3, 31), PriceOutsideAgreement, "is not in force on 31 March 2017", id="too early"
        ),
    ],
)
def test_two_prices_never_overlap(card: Card, from_on: date, refusal: type[Exception], sentence: str) -> None:
    card.set("38.00", START)
    card.set("40.00", NEXT_YEAR)
    with pytest.raises(refusal, match=sentence):
        card.set("45.00", from_on)


def test_a_price_that_held_on_a_day_gone_by_is_not_taken_back(card: Card) -> None:
    card.set("38.00", START)
    with pytest.raises(PriceInThePast, match=r"£38\.00 held on 31 May 2017.*Choose 1 June 2017 or later"):
        card.set("40.00", TODAY - timedelta(days=1))
    card.set("40.00", TODAY)
    assert card.prices()[0] == ("38.00", Period(START, TODAY))


def test_a_price_ends_with_its_agreement(card: Card) -> None:
    Agreement.objects.filter(pk=card.below.pk).update(during=Period(START, NEXT_YEAR))
    card.below.refresh_from_db()
    assert card.set("38.00", START).during == Period(START, NEXT_YEAR)
    with pytest.raises(PriceOutsideAgreement):
        card.set("40.00", NEXT_YEAR)


def test_nothing_is_a_price_and_less_is_not(card: Card) -> None:
    assert card.set("0.00", START).amount == Money("0.00")
    with pytest.raises(PriceBelowNothing):
        card.set("-0.01", NEXT_YEAR)


def test_an_agreement_of_another_chain_has_no_say(card: Card) -> None:
    other = AgreementFactory(scheme=card.top.scheme, payer=card.below.payer, above=card.top)
    with pytest.raises(PriceNotOfThisChain):
        card.set("38.00", START, other)


@pytest.mark.asks("S59")
def test_the_rate_card_itself_is_decided_by_who_oversees_the_scheme(card: Card) -> None:
    with pytest.raises(NotAllowed):
        card.set("46.50", START, card.top)
    with acting_as(acting(card.board)):
        made = set_price(
            item=card.item, agreement=card.top, amount=Money("46.50"), from_on=START, by=card.board, at=NOW
        )
    assert made.during == Period(START, None)


def test_who_is_paid_does_not_set_what_it_is_paid(card: Card) -> None:
    centre = member("provider_manager", card.below.provider)
    with acting_as(acting(centre)), pytest.raises(NotAllowed):
        set_price(
            item=card.item, agreement=card.below, amount=Money("99.00"), from_on=START, by=centre, at=NOW
        )


@pytest.mark.asks("S179")
@given(st.lists(st.integers(0, 60), min_size=1, max_size=8))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_is_tried_each_day_has_at_most_one_price(card: Card, offsets: list[int]) -> None:
    Price.objects.filter(item=card.item).delete()
    for pounds, offset in enumerate(offsets):
        try:
            card.set(f"{pounds}.00", TODAY + timedelta(days=offset))
        except (PriceOverlaps, PriceInThePast):
            continue
    held = [during for _, during in card.prices()]
    assert held
    for earlier, later in pairwise(held):
        assert earlier.to == later.from_
    assert held[-1].is_open
