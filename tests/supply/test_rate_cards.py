"""Rate cards: read by every prime and division of the scheme, as at a day; to officers as the scheme says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import factories as make
from tests.factories import NOW, START, acting, member
from tests.supply.cards import AUGUST, JULY, Card, a_rate_card, approved_price
from throughline.core.access import acting_as
from throughline.core.access.actor import Actor
from throughline.core.models import User
from throughline.core.money import Money
from throughline.core.periods import Period
from throughline.supply.models import Price, SchemeRule
from throughline.supply.queries.price_visibility import sees_rate_card
from throughline.supply.queries.rate_cards import (
    RateCard,
    days_of_change,
    differences,
    items_on,
    rate_card,
    rate_cards,
)

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def card() -> Card:
    return a_rate_card()


def another_prime(card: Card) -> User:
    prime = make.OrganisationFactory(name="Southmoor CRC")
    make.AreaRoleFactory(scheme=card.scheme, organisation=prime)
    return member("supply_chain_manager", prime)


def changed_since(card: Card) -> Card:
    """The card after a price rose and an item was added on 1 July, and another withdrawn on 1 August."""
    dearer = card.proposes("50.00", JULY)
    card.suitable(dearer.notification)
    card.approves(dearer)
    ended = make.RateCardItemFactory(service=card.service, name="Group")
    approved_price(ended, card.top, "12.00", START, AUGUST)
    added = make.RateCardItemFactory(service=card.service, name="Course", unit="completion")
    approved_price(added, card.top, "300.00", JULY)
    return card


def read_by(actor: Actor, card: Card, on: date = TODAY) -> RateCard | None:
    return rate_card(actor, scheme=card.scheme.code, prime=card.prime.reference, on=on, today=TODAY)


def shown(actor: Actor, card: Card, on: date = TODAY) -> list[tuple[str, str]]:
    found = read_by(actor, card, on)
    return [] if found is None else [(one.name, str(one.price.pounds)) for one in items_on(found, on=on)]  # type: ignore[attr-defined]


@pytest.mark.asks("S56")
def test_every_prime_and_division_of_the_scheme_reads_it_and_nobody_else(card: Card) -> None:
    of_the_scheme = (
        card.manager, another_prime(card), member("commissioner", card.division), card.reviewer, card.member,
        member("responsible_officer", card.division),
    )  # fmt: skip
    elsewhere = (
        member("commissioner", make.OrganisationFactory()),
        member("supply_chain_manager", make.OrganisationFactory()),
        member("responsible_officer", make.OrganisationFactory()),
        member("provider_manager", card.centre),
        member("inspector", make.OrganisationFactory()),
    )
    for user in of_the_scheme:
        with acting_as(acting(user)) as actor:
            assert shown(actor, card) == [("Session", "46.50")]
    for user in elsewhere:
        with acting_as(acting(user)) as actor:
            assert read_by(actor, card) is None


class TestAsAtAnyDay:
    """The card of a day is what was in force then; between two days, what differs."""

    @pytest.fixture
    def changed(self, card: Card) -> Card:
        return changed_since(card)

    @pytest.mark.parametrize(
        ("on", "items"),
        [
            pytest.param(date(2017, 3, 31), [], id="before anything was priced"),
            pytest.param(START, [("Group", "12.00"), ("Session", "46.50")], id="the first day"),
            pytest.param(date(2017, 6, 30), [("Group", "12.00"), ("Session", "46.50")], id="the day before"),
            pytest.param(
                JULY, [("Course", "300.00"), ("Group", "12.00"), ("Session", "50.00")], id="the day"
            ),
            pytest.param(AUGUST, [("Course", "300.00"), ("Session", "50.00")], id="withdrawn from that day"),
        ],
    )
    def test_the_items_of_a_day(self, changed: Card, on: date, items: list[tuple[str, str]]) -> None:
        with acting_as(acting(changed.manager)) as actor:
            assert sorted(shown(actor, changed, on)) == items

    def test_what_differs_between_two_days(self, changed: Card) -> None:
        with acting_as(acting(changed.manager)) as actor:
            found = read_by(actor, changed)
            assert found is not None
            told = [
                (one.item.name, one.what, one.before, one.after, one.by)
                for one in differences(found, first=date(2017, 6, 30), second=AUGUST)
            ]
            assert days_of_change(found) == [AUGUST, JULY, START]
            assert differences(found, first=JULY, second=JULY) == []
        assert told == [
            ("Course", "Added", None, Money("300.00"), None),
            ("Group", "Withdrawn", Money("12.00"), None, None),
            ("Session", "Price changed", Money("46.50"), Money("50.00"), Money("3.50")),
        ]


class TestWhetherOfficersSeePrices:
    """A setting of the scheme, or of an area of it, from a day."""

    def officer_sees(self, card: Card, on: date = TODAY) -> bool:
        with acting_as(acting(member("responsible_officer", card.division))) as actor:
            seen = sees_rate_card(card.service, actor, today=on)
            if on == TODAY:
                # The database holds the same rule, by its own clock.
                assert Price.objects.filter(agreement=card.top).exists() is seen
                assert bool(rate_cards(actor, on=on, today=on)) is seen
            return seen

    def says(self, card: Card, value: bool, *, in_area: bool, during: Period | None = None) -> None:
        SchemeRule.objects.create(
            scheme=card.scheme,
            area=card.area if in_area else None,
            name="officers_see_prices",
            value=value,
            during=during or Period(START),
        )

    @pytest.mark.asks("S71")
    @pytest.mark.parametrize(
        ("scheme_says", "area_says", "seen"),
        [
            pytest.param(None, None, False, id="nothing is said"),
            pytest.param(True, None, True, id="the scheme shows"),
            pytest.param(False, None, False, id="the scheme hides"),
            pytest.param(True, False, False, id="its area hides"),
            pytest.param(False, True, True, id="its area shows"),
            pytest.param(None, True, True, id="only its area says so"),
        ],
    )
    def test_by_scheme_and_area(
        self, card: Card, scheme_says: bool | None, area_says: bool | None, seen: bool
    ) -> None:
        SchemeRule.objects.filter(name="officers_see_prices").delete()
        make.AgreementAreaFactory(agreement=card.top, area=card.area)
        for value, in_area in ((scheme_says, False), (area_says, True)):
            if value is not None:
                self.says(card, value, in_area=in_area)
        assert self.officer_sees(card) is seen

    def test_of_two_areas_one_that_hides_is_enough(self, card: Card) -> None:
        for area, value in ((card.area, True), (make.AreaFactory(), False)):
            make.AgreementAreaFactory(agreement=card.top, area=area)
            SchemeRule.objects.create(
                scheme=card.scheme, area=area, name="officers_see_prices", value=value, during=Period(START)
            )
        assert self.officer_sees(card) is False

    @pytest.mark.asks("S71")
    def test_from_a_day(self, card: Card) -> None:
        SchemeRule.objects.filter(name="officers_see_prices").delete()
        self.says(card, True, in_area=False, during=Period(START, JULY))
        self.says(card, False, in_area=False, during=Period(JULY))
        with acting_as(acting(member("responsible_officer", card.division))) as actor:
            assert sees_rate_card(card.service, actor, today=JULY - timedelta(days=1))
            assert not sees_rate_card(card.service, actor, today=JULY)
