"""A price that changes is told to everybody it concerns, once each, and to nobody more than they may see."""

from __future__ import annotations

import pytest

from tests import factories as make
from tests.factories import NOW, acting, member
from tests.supply.cards import JULY, Card, a_rate_card
from throughline.core.access import acting_as
from throughline.core.models import Message, User
from throughline.core.money import Money
from throughline.people.models import PersonAccess
from throughline.supply.actions import board, proposing
from throughline.supply.actions.changes import answer_questions
from throughline.supply.actions.prices import set_price
from throughline.supply.models import SchemeRule

pytestmark = pytest.mark.django_db

WITH_AMOUNTS = "£46.50 until 30 June 2017, £50.00 from 1 July 2017"
WITHOUT = "has another price from 1 July 2017"


class Concerned:
    """A card, and one person of each kind that a price concerns."""

    def __init__(self) -> None:
        self.card = a_rate_card()
        self.commissioner = member("commissioner", self.card.division, full_name="The commissioner")
        self.manager = member("provider_manager", self.card.centre, full_name="The provider’s manager")
        self.officer = self.officer_with_a_referral("The officer")
        self.officer_with_a_referral("An officer whose referral is over", state="completed")
        member("responsible_officer", self.card.division)
        member("commissioner", make.OrganisationFactory())

    def officer_with_a_referral(self, name: str, state: str = "sent") -> User:
        officer = member("responsible_officer", self.card.division, full_name=name)
        referral = make.ReferralFactory(
            service=self.card.service,
            state=state,
            sent_at=NOW,
            worker=make.UserFactory() if state == "completed" else None,
        )
        make.SupervisionFactory(person=referral.person, officer=officer, organisation=self.card.division)
        make.PersonAccessFactory(person=referral.person, user=officer, scope=PersonAccess.Scope.SUPERVISE)
        return officer

    def approve(self) -> None:
        line = self.card.proposes("50.00", JULY)
        self.card.suitable(line.notification)
        Message.objects.all().delete()
        self.card.approves(line)


def told() -> dict[str, str]:
    """What each person was told about the price: one message each."""
    about = Message.objects.filter(about__startswith="price").select_related("to")
    found = {one.to.full_name: one.text for one in about}
    assert len(found) == about.count()
    return found


@pytest.mark.asks("S62")
def test_every_buyer_officer_and_provider_is_told_once_with_old_and_new_value_and_date() -> None:
    concerned = Concerned()
    concerned.approve()
    found = told()
    assert set(found) == {"The commissioner", "Owen Clark", "The officer", "The provider’s manager"}
    for name in ("The commissioner", "Owen Clark", "The officer"):
        assert WITH_AMOUNTS in found[name]
    assert WITHOUT in found["The provider’s manager"]
    assert "£" not in found["The provider’s manager"]


@pytest.mark.asks("S62", "S71")
def test_an_officer_from_whom_prices_are_hidden_is_told_of_the_day_and_not_of_the_price() -> None:
    concerned = Concerned()
    SchemeRule.objects.filter(name="officers_see_prices").update(value=False)
    concerned.approve()
    assert WITHOUT in told()["The officer"]
    assert "£" not in told()["The officer"]


def test_buyers_are_those_the_item_names(db: None) -> None:
    concerned = Concerned()
    other = make.OrganisationFactory()
    member("commissioner", other, full_name="Another commissioner")
    make.ItemBuyerFactory(item=concerned.card.item, buyer=other)
    concerned.approve()
    assert "Another commissioner" in told()
    assert "The commissioner" not in told()


def test_a_route_for_any_buyer_concerns_every_division_of_the_scheme() -> None:
    concerned = Concerned()
    division = make.OrganisationFactory()
    make.AreaRoleFactory(scheme=concerned.card.scheme, organisation=division, role="division")
    member("commissioner", division, full_name="Another commissioner")
    make.ServiceRouteFactory(service=concerned.card.service, route="spot", buyer=None)
    concerned.approve()
    assert {"The commissioner", "Another commissioner"} <= set(told())


def test_a_price_below_the_top_stays_between_its_parties() -> None:
    concerned = Concerned()
    card = concerned.card
    colleague = member("supply_chain_manager", card.prime, full_name="A colleague")
    with acting_as(acting(card.manager)):
        set_price(
            item=card.item,
            agreement=card.links[1],
            amount=Money("40"),
            from_on=JULY,
            by=card.manager,
            at=NOW,
        )
    assert set(told()) == {colleague.full_name, "The provider’s manager"}
    for text in told().values():
        assert "Northmoor CRC to Northmoor Women's Centre: £38.00 until 30 June 2017, £40.00 from" in text


def test_a_withdrawn_item_is_told_as_such() -> None:
    concerned = Concerned()
    card = concerned.card
    with acting_as(acting(card.manager)):
        line = proposing.propose_withdrawal(notification=card.draft(), item=card.item, from_on=JULY)
    card.suitable(line.notification)
    card.approves(line)
    text = told()["The commissioner"]
    assert "£46.50 until 30 June 2017, not to be bought from 1 July 2017" in text


def test_a_first_price_has_none_before_it() -> None:
    concerned = Concerned()
    card = concerned.card
    line = card.proposes("12.00", JULY, item=make.RateCardItemFactory(service=card.service, name="Group"))
    card.suitable(line.notification)
    card.approves(line)
    assert "Group, each session attended. £12.00 from 1 July 2017" in told()["The commissioner"]


def test_nothing_of_anybody_on_probation_is_in_a_message() -> None:
    concerned = Concerned()
    concerned.approve()
    for referral in concerned.card.service.referrals.all():
        for said in told().values():
            assert referral.person.last_name not in said
            assert referral.reference not in said


@pytest.mark.asks("S62")
def test_each_step_is_told_to_whoever_acts_next(db: None) -> None:
    card: Card = a_rate_card()
    colleague = member("supply_chain_manager", card.prime, full_name="A colleague")
    line = card.proposes()
    change = card.submitted(line.notification)
    with acting_as(acting(card.reviewer)):
        board.return_with_questions(notification=change, questions="Why?", by=card.reviewer, at=NOW)
    with acting_as(acting(card.manager)):
        answer_questions(notification=change, answer="Rents", by=card.manager, at=NOW)
    with acting_as(acting(card.reviewer)):
        board.find_suitable(notification=change, by=card.reviewer, at=NOW)
    card.rejects(line)
    said = [
        (one.to.full_name, one.subject.partition(change.reference)[2].strip())
        for one in Message.objects.select_related("to").order_by("pk")
    ]
    assert said == [
        (card.reviewer.full_name, "waits for your review of its suitability"),
        (card.manager.full_name, "was returned with questions"),
        (colleague.full_name, "was returned with questions"),
        (card.reviewer.full_name, "was answered and waits for your review"),
        (card.member.full_name, "waits for the Change Board"),
        (card.manager.full_name, "was decided"),
        (colleague.full_name, "was decided"),
    ]
