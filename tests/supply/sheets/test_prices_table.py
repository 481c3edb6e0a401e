"""Prices from a table: below the top at once, of the rate card onto a draft notification."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import QuerySet

from tests import factories as make
from tests.supply.cards import Card, a_rate_card
from tests.supply.sheets.filled import as_csv, as_workbook, exported, load, why_rejected
from throughline.core.access import NotAllowed
from throughline.core.money import Money
from throughline.supply.imports.sheets.prices import DRAFT_TITLE
from throughline.supply.models import ChangeNotification, Price, RateCardItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours() -> Card:
    return a_rate_card()


def line(ours: Card, **says: str) -> bytes:
    return as_csv(
        {"service": ours.service.reference, "item": ours.item.name, "price": "50.00", "from": "2017-07-01"}
        | says
    )


def drafts() -> QuerySet[ChangeNotification]:
    return ChangeNotification.objects.filter(state="draft")


def test_a_price_below_the_top_is_set_at_once_by_whoever_pays(ours: Card) -> None:
    loaded = load("prices", line(ours, agreement=ours.links[1].reference), ours.manager)
    price = Price.objects.get(agreement=ours.links[1], during__contains=date(2017, 7, 1))
    assert price.amount == Money("50.00")
    (told,) = loaded.changes.listed
    assert (told.what, told.fields[0].was, told.fields[0].now) == ("changed", "38.00", "50.00")
    again = load("prices", line(ours, agreement=ours.links[1].reference), ours.manager)
    assert (again.report.loaded, again.report.unchanged) == (0, 1)


def test_the_rate_card_itself_is_put_on_a_draft_notification_once(ours: Card) -> None:
    loaded = load("prices", line(ours), ours.manager)
    assert loaded.changes.sentence == "1 proposed"
    draft = drafts().get()
    assert (draft.title, draft.prime) == (DRAFT_TITLE, ours.prime)
    proposed = draft.lines.get()
    assert (proposed.kind, proposed.amount, proposed.from_on) == (
        "price_change", Money("50.00"), date(2017, 7, 1)
    )  # fmt: skip
    assert not Price.objects.filter(agreement=ours.top, during__contains=date(2017, 7, 1)).exclude(
        amount=Money("46.50")
    )
    again = load("prices", line(ours), ours.manager)
    assert (again.report.loaded, again.report.unchanged) == (0, 1)
    assert drafts().get().lines.count() == 1


def test_a_new_item_is_proposed_with_its_unit_and_further_lines_share_the_draft(ours: Card) -> None:
    new = {"item": "Group place", "unit": "each person who starts", "part": "one", "usual_sessions": "8"}
    load("prices", line(ours, **new), ours.manager)
    load("prices", line(ours), ours.manager)
    draft = drafts().get()
    assert {(one.kind, one.name) for one in draft.lines.all()} == {
        ("new_item", "Group place"),
        ("price_change", ""),
    }
    assert draft.lines.get(kind="new_item").unit == "start"
    assert not RateCardItem.objects.filter(name="Group place").exists()
    assert load("prices", line(ours, **new), ours.manager).report.unchanged == 1


@pytest.mark.parametrize(
    ("says", "sentence"),
    [
        ({"item": "Group place"}, "Fill in what one price buys"),
        ({"unit": "start"}, "An item keeps its terms"),
        ({"agreement": "AG-222222"}, "not delivered under AG-222222"),
        ({"price": "46.505"}, "“price”"),
        ({"price": "free"}, "“price”"),
        ({"from": "1 July"}, "“from” must be a real date"),
    ],
)
def test_what_cannot_be_so_is_rejected(ours: Card, says: dict[str, str], sentence: str) -> None:
    assert sentence in why_rejected(load("prices", line(ours, **says), ours.manager))
    assert not drafts().exists()


def test_an_item_that_is_not_on_the_rate_card_is_not_priced_below_it(ours: Card) -> None:
    content = line(ours, item="Group place", unit="start", agreement=ours.links[1].reference)
    assert "Propose it there first" in why_rejected(load("prices", content, ours.manager))


def test_an_amount_that_a_workbook_keeps_in_binary_is_refused_by_its_column(ours: Card) -> None:
    content = as_workbook(
        {"service": ours.service.reference, "item": ours.item.name, "price": 46.55, "from": date(2017, 7, 1)}
    )
    assert "Column “price” holds the number 46.55" in why_rejected(load("prices", content, ours.manager))


def test_whoever_pays_nobody_loads_no_prices(ours: Card) -> None:
    with pytest.raises(NotAllowed, match="load prices"):
        load("prices", line(ours), make.member("provider_manager", ours.centre))


def test_another_primes_service_is_not_found(ours: Card) -> None:
    stranger = make.member("supply_chain_manager", make.OrganisationFactory())
    assert "among those you keep" in why_rejected(load("prices", line(ours), stranger))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_exported_is_loaded_again_without_a_change(ours: Card, ending: str) -> None:
    loaded = load("prices", exported("prices", ours.manager, ending), ours.manager)
    assert (loaded.report.rejected, loaded.report.loaded, loaded.report.unchanged) == ((), 0, 2)
    assert not drafts().exists()
