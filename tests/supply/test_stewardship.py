"""What is watched of rate cards: reviews due, days to a decision, days to a listing, what primes keep."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import factories as make
from tests.factories import NOW, START, acting, member
from tests.supply.cards import Card, a_rate_card, approved_price
from throughline.core.access import NotAllowed, acting_as
from throughline.core.money import Money
from throughline.supply.actions.card_reviews import record_review
from throughline.supply.models import Agreement, ChangeMove, ServiceMove
from throughline.supply.queries.card_reviews import decision_times, review_calendar
from throughline.supply.queries.listing_times import listing_times, overdue_listings
from throughline.supply.queries.retained import retained_by_primes
from throughline.supply.refusals import ReviewedAlready, ReviewStillToCome
from throughline.supply.rules.retained import Retained

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def card() -> Card:
    made = a_rate_card()
    make.SchemeRuleFactory(scheme=made.scheme, name="rate_card_review_months", value=3)
    make.SchemeRuleFactory(scheme=made.scheme, name="publication_days", value=30)
    return made


class TestReviews:
    """Every so many months, from the last review or from the first day of the contract."""

    def due(self, card: Card, on: date) -> list[tuple[date | None, date, int]]:
        with acting_as(acting(card.reviewer)) as actor:
            return [(one.last_on, one.due_on, one.days_overdue(on)) for one in review_calendar(actor, on=on)]

    @pytest.mark.asks("S60")
    def test_the_first_is_counted_from_the_contract_and_the_next_from_the_last(self, card: Card) -> None:
        assert self.due(card, date(2017, 7, 1)) == [(None, date(2017, 7, 1), 0)]
        assert self.due(card, date(2017, 7, 11)) == [(None, date(2017, 7, 1), 10)]
        self.review(card, date(2017, 7, 11))
        assert self.due(card, date(2017, 7, 12)) == [(date(2017, 7, 11), date(2017, 10, 11), 0)]
        assert self.due(card, date(2017, 7, 10)) == [(None, date(2017, 7, 1), 9)]

    def review(self, card: Card, held_on: date, at: datetime | None = None) -> None:
        with acting_as(acting(card.reviewer)):
            record_review(
                scheme=card.scheme,
                prime=card.prime,
                held_on=held_on,
                found="Prices stand",
                by=card.reviewer,
                at=at or datetime.combine(held_on, time(12), UTC),
            )

    def test_what_is_refused(self, card: Card) -> None:
        with pytest.raises(ReviewStillToCome):
            self.review(card, TODAY + timedelta(days=1), at=NOW)
        self.review(card, TODAY)
        with pytest.raises(ReviewedAlready):
            self.review(card, TODAY)
        with acting_as(acting(card.manager)), pytest.raises(NotAllowed):
            record_review(
                scheme=card.scheme, prime=card.prime, held_on=TODAY, found="Fine", by=card.manager, at=NOW
            )

    def test_a_prime_sees_its_own_and_a_scheme_without_the_rule_reviews_nothing(self, card: Card) -> None:
        a_rate_card()
        with acting_as(acting(card.manager)) as actor:
            assert [one.prime for one in review_calendar(actor, on=TODAY)] == [card.prime]
        with acting_as(acting(member("commissioner", card.division))) as actor:
            assert review_calendar(actor, on=TODAY) == []


class TestDaysToADecision:
    """Median and longest by prime, from the first submission."""

    def decided(self, card: Card, days: int, *, state: str = "decided") -> None:
        change = make.ChangeNotificationFactory(
            scheme=card.scheme, prime=card.prime, state=state, submitted_at=NOW
        )
        steps = [("submit", "draft", "submitted", 0), ("find suitable", "submitted", "board", days // 2)]
        if state == "decided":
            steps.append(("close", "board", "decided", days))
        for name, start, end, after in steps:
            ChangeMove.objects.create(
                subject=change,
                name=name,
                from_state=start,
                to_state=end,
                happened_at=NOW + timedelta(days=after),
            )

    @pytest.mark.asks("S60")
    def test_by_prime_with_each_step(self, card: Card) -> None:
        for days in (10, 30, 100):
            self.decided(card, days)
        self.decided(card, 5, state="board")
        other = make.OrganisationFactory(name="Southmoor CRC")
        make.ChangeNotificationFactory(scheme=card.scheme, prime=other, state="submitted", submitted_at=NOW)
        make.ChangeNotificationFactory(scheme=card.scheme, prime=other, state="withdrawn")
        with acting_as(acting(card.reviewer)) as actor:
            found = {one.prime.name: one for one in decision_times(actor, on=TODAY)}
        ours, theirs = found["Northmoor CRC"], found["Southmoor CRC"]
        assert (ours.median, ours.longest) == (30, 100)
        assert ours.median_of("submitted") == 15  # type: ignore[arg-type]
        assert ours.median_of("board") == 15  # type: ignore[arg-type]
        assert (theirs.median, theirs.longest, theirs.waiting) == (None, None, 1)


class TestFromAgreementToDirectory:
    """An agreement that was signed is listed within the scheme's days, or reported."""

    @pytest.fixture
    def signed(self, card: Card) -> Card:
        Agreement.objects.filter(pk__in=[one.pk for one in card.links]).update(signed_on=date(2017, 5, 1))
        return card

    def listed(self, card: Card, at: datetime) -> None:
        ServiceMove.objects.create(
            subject=card.service, name="publish", from_state="draft", to_state="published", happened_at=at
        )

    def reported(self, card: Card, on: date) -> list[tuple[str, int]]:
        with acting_as(acting(card.reviewer)) as actor:
            return [
                (one.agreement.provider.name, one.days_overdue(on)) for one in overdue_listings(actor, on=on)
            ]

    @pytest.mark.asks("S61")
    def test_an_agreement_signed_with_no_listing_after_the_deadline_is_reported(self, signed: Card) -> None:
        assert self.reported(signed, date(2017, 5, 31)) == []
        assert self.reported(signed, TODAY) == [("Northmoor CRC", 1), ("Northmoor Women's Centre", 1)]
        self.listed(signed, NOW)
        assert self.reported(signed, TODAY) == []
        assert self.reported(signed, date(2017, 5, 31)) == []

    @pytest.mark.asks("S61")
    def test_the_days_from_signing_to_the_first_listing(self, signed: Card) -> None:
        self.listed(signed, datetime(2017, 5, 20, 23, 30, tzinfo=UTC))
        self.listed(signed, NOW)
        with acting_as(acting(signed.reviewer)) as actor:
            assert [(one.days, one.listed_on) for one in listing_times(actor, on=TODAY)] == [
                (20, date(2017, 5, 21)),
                (20, date(2017, 5, 21)),
            ]

    def test_a_service_that_was_listed_before_anything_was_signed_took_no_days(self, signed: Card) -> None:
        self.listed(signed, datetime(2017, 4, 3, tzinfo=UTC))
        with acting_as(acting(signed.manager)) as actor:
            assert {one.days for one in listing_times(actor, on=TODAY)} == {0}

    def test_an_agreement_that_nobody_signed_has_no_deadline(self, signed: Card) -> None:
        make.AgreementFactory(
            scheme=signed.scheme, payer=signed.prime, above=signed.top, state="negotiating", signed_on=None
        )
        self.listed(signed, NOW)
        assert self.reported(signed, date(2018, 1, 1)) == []


class TestWhatPrimesKeep:
    """The rate card price less what is passed on, for the roles allowed."""

    @pytest.mark.asks("S74")
    def test_of_1200_with_900_passed_on_300_stay_a_quarter(self, card: Card) -> None:
        course = make.RateCardItemFactory(service=card.service, name="Course")
        approved_price(course, card.top, "1200.00")
        make.PriceFactory(item=course, agreement=card.links[1], amount=Money("900.00"))
        with acting_as(acting(card.reviewer)) as actor:
            found = {one.item.name: one for one in retained_by_primes(actor, on=TODAY)}
        kept = found["Course"].retained
        assert kept is not None
        assert (kept.kept, kept.per_cent) == (Money("300.00"), Decimal("25.0"))
        assert found["Course"].provider == card.centre

    @pytest.mark.asks("S74")
    def test_nobody_but_whoever_oversees_the_scheme_sees_it(self, card: Card) -> None:
        for user in (
            card.manager,
            card.member,
            member("commissioner", card.division),
            member("provider_manager", card.centre),
            member("contract_manager", make.OrganisationFactory()),
        ):
            with acting_as(acting(user)) as actor:
                assert list(retained_by_primes(actor, on=TODAY)) == []

    def test_what_is_not_agreed_by_use_below_is_not_known_and_who_delivers_itself_keeps_all(
        self, card: Card
    ) -> None:
        group = make.RateCardItemFactory(service=card.service, name="Group")
        approved_price(group, card.top, "12.00")
        own = make.ServiceFactory(scheme=card.scheme, deliverer=card.prime, agreement=card.top)
        approved_price(make.RateCardItemFactory(service=own, name="Own"), card.top, "20.00")
        with acting_as(acting(card.reviewer)) as actor:
            found = {one.item.name: one for one in retained_by_primes(actor, on=TODAY)}
        assert found["Group"].retained is None
        assert found["Own"].provider is None
        assert found["Own"].retained == Retained(Money("20.00"), Money.zero())

    def test_as_at_a_day(self, card: Card) -> None:
        with acting_as(acting(card.reviewer)) as actor:
            assert list(retained_by_primes(actor, on=START - timedelta(days=1))) == []

    @pytest.mark.parametrize(
        ("paid", "passed_on", "per_cent"),
        [
            pytest.param("1200", "900", "25.0", id="a quarter"),
            pytest.param("3", "2", "33.3", id="a third, to one place"),
            pytest.param("80", "79.96", "0.1", id="half upwards"),
            pytest.param("100", "130", "-30.0", id="more is passed on than paid"),
            pytest.param("0", "0", None, id="a price of nothing"),
        ],
    )
    def test_the_share(self, paid: str, passed_on: str, per_cent: str | None) -> None:
        share = Retained(Money(paid), Money(passed_on)).per_cent
        assert share == (None if per_cent is None else Decimal(per_cent))

    @given(st.integers(0, 10_000_000), st.integers(0, 10_000_000))
    def test_what_is_kept_and_what_is_passed_on_are_what_was_paid(self, paid: int, passed_on: int) -> None:
        one = Retained(Money.of_pence(paid), Money.of_pence(passed_on))
        assert one.kept + one.passed_on == one.paid
