"""Editions are kept, and an amended one says why."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest

from tests import factories
from tests.open_data.chains import AS_AT, Q1, Landscape, landscape
from throughline.core.access import NotAllowed
from throughline.core.access.actor import acting_as
from throughline.core.models import User
from throughline.open_data.actions.publications import AmendmentSaysNothing, publish
from throughline.open_data.documents import What
from throughline.open_data.models import Publication
from throughline.open_data.queries.publications import edition_of, editions_of, everything_published
from throughline.open_data.queries.window import Window

pytestmark = pytest.mark.django_db

PUBLISHED = datetime(2017, 7, 17, 9, tzinfo=UTC)
LATER = PUBLISHED + timedelta(days=30)


@pytest.fixture
def chain() -> Landscape:
    made = landscape()
    made.attend("Gardening", people=6, rates=("1200", "900", "700"))
    return made


@pytest.fixture
def contract_manager(chain: Landscape) -> User:
    return factories.member("contract_manager", chain.scheme.steward)


def test_a_contract_manager_publishes_for_their_scheme(chain: Landscape, contract_manager: User) -> None:
    with acting_as(factories.acting(contract_manager)):
        made = publish(what=What.RETURN, window=chain.window, by=contract_manager, at=PUBLISHED)
    assert [(one.kind, one.edition) for one in made] == [("return", 1), ("return_metadata", 1)]
    assert made[0].sha256 == hashlib.sha256(made[0].content.encode()).hexdigest()
    assert made[0].published_by == contract_manager


@pytest.mark.parametrize("role", ["supply_chain_manager", "commissioner", "responsible_officer"])
def test_nobody_else_does(chain: Landscape, role: str) -> None:
    user = factories.member(role, chain.scheme.steward)
    with acting_as(factories.acting(user)), pytest.raises(NotAllowed):
        publish(what=What.RETURN, window=chain.window, by=user, at=PUBLISHED)


def test_nor_another_schemes_contract_manager(chain: Landscape) -> None:
    user = factories.member("contract_manager", factories.OrganisationFactory())
    with acting_as(factories.acting(user)), pytest.raises(NotAllowed):
        publish(what=What.OCDS, window=chain.window, by=user, at=PUBLISHED)


def test_publishing_the_same_again_adds_nothing(chain: Landscape) -> None:
    first = publish(what=What.RETURN, window=chain.window, by=None, at=PUBLISHED)
    again = publish(what=What.RETURN, window=chain.window, by=None, at=LATER)
    assert [one.pk for one in again] == [one.pk for one in first]


@pytest.mark.asks("S199")
def test_an_amended_return_stands_beside_the_earlier_and_says_why(chain: Landscape) -> None:
    first = publish(what=What.RETURN, window=chain.window, by=None, at=PUBLISHED)[0]
    later = Window(chain.scheme, Q1, AS_AT + timedelta(days=30))
    with pytest.raises(AmendmentSaysNothing, match="Say why the publication for 2017-18 Q1 is amended"):
        publish(what=What.RETURN, window=later, by=None, at=LATER, why_amended="  ")
    publish(what=What.RETURN, window=later, by=None, at=LATER, why_amended="Two registers came in late")
    latest = edition_of("return", "tr", Q1)
    assert latest is not None
    assert (latest.edition, latest.why_amended) == (2, "Two registers came in late")
    kept = edition_of("return", "tr", Q1, edition=1)
    assert kept is not None
    assert kept.content == first.content
    assert [one.edition for one in editions_of("return", "tr", Q1)] == [2, 1]


def test_the_return_and_the_contracting_data_have_editions_of_their_own(chain: Landscape) -> None:
    publish(what=What.RETURN, window=chain.window, by=None, at=PUBLISHED)
    (package,) = publish(what=What.OCDS, window=chain.window, by=None, at=PUBLISHED)
    assert (package.kind, package.edition, package.content_type) == ("ocds", 1, "application/json")


def test_what_is_published_is_listed_by_quarter_from_the_latest(chain: Landscape) -> None:
    publish(what=What.RETURN, window=chain.window, by=None, at=PUBLISHED)
    following = Window(chain.scheme, Q1.next, date(2017, 10, 14))
    publish(what=What.OCDS, window=following, by=None, at=PUBLISHED)
    listed = [(str(one.quarter), one.scheme, sorted(one.kinds)) for one in everything_published()]
    assert listed == [("2017-18 Q2", "tr", ["ocds"]), ("2017-18 Q1", "tr", ["return", "return_metadata"])]


def test_nothing_is_found_that_was_not_published(chain: Landscape) -> None:
    assert edition_of("return", "tr", Q1) is None
    assert Publication.objects.count() == 0
