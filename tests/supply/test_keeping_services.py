"""Publishing, suspending, withdrawing and confirming an entry of the directory."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.factories import (
    NOW,
    OrganisationFactory,
    SchemeFactory,
    ServiceFactory,
    ServicePlaceFactory,
    acting,
    chain,
    complete,
    member,
)
from throughline.core.access import NotAllowed, acting_as
from throughline.core.models import User
from throughline.core.states import MoveNotAllowed, ReasonMissing
from throughline.supply.actions.services import (
    confirm_service,
    publish_service,
    suspend_service,
    take_back_confirmation,
    withdraw_service,
)
from throughline.supply.models import Service
from throughline.supply.queries.directory import Wanted, directory
from throughline.supply.refusals import ConfirmedSince, ServiceNotComplete, ServiceNotOpen

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def entry(state: str = "draft", **more: object) -> tuple[Service, User]:
    """An entry with all it needs, and the manager of whoever delivers it."""
    scheme = SchemeFactory()
    ministry, prime, centre = OrganisationFactory.create_batch(3)
    link = chain(ministry, prime, centre, scheme=scheme)[-1]
    service = ServiceFactory(
        scheme=scheme, deliverer=centre, agreement=link, state=state, name="Job club", **more
    )
    return complete(service), member("provider_manager", centre)


def found() -> list[Service]:
    return list(directory(Wanted(), on=NOW.date()))


def test_a_draft_is_published_and_confirmed_that_day() -> None:
    service, manager = entry()
    with acting_as(acting(manager)):
        publish_service(service=service, by=manager, at=NOW)
        service.refresh_from_db()
        assert (service.state, service.confirmed_on) == ("published", NOW.date())
        assert found() == [service]
        assert [(row.name, row.by) for row in service.moves.all()] == [("publish", manager)]


LACKS = {
    "areas": "where it is given",
    "needs": "which need it answers",
    "routes": "how it is paid for",
    "contacts": "whom to ask about it",
    "given_at": "at which place, or that the place is withheld",
    "hours": "at which times, or that they are by arrangement",
    "words": "what happens in it",
}


def without(service: Service, lacks: str) -> None:
    if lacks == "areas":
        service.areas.clear()
    elif lacks == "hours":
        service.given_at.get().hours.all().delete()
    elif lacks == "words":
        Service.objects.filter(pk=service.pk).update(what_happens=" ")
        service.refresh_from_db()
    else:
        if lacks == "given_at":
            service.given_at.get().hours.all().delete()
        getattr(service, lacks).all().delete()


@pytest.mark.asks("S5", "S66")
@pytest.mark.parametrize("lacks", LACKS)
def test_an_entry_that_nobody_could_use_is_not_published(lacks: str) -> None:
    service, manager = entry()
    without(service, lacks)
    sentence = f"Say {LACKS[lacks]} before you publish Job club"
    with acting_as(acting(manager)), pytest.raises(ServiceNotComplete, match=sentence):
        publish_service(service=service, by=manager, at=NOW)
    assert found() == []


def test_all_that_is_missing_is_said_in_one_sentence() -> None:
    service, manager = entry()
    for lacks in ("areas", "needs", "contacts"):
        without(service, lacks)
    with acting_as(acting(manager)), pytest.raises(ServiceNotComplete) as refused:
        publish_service(service=service, by=manager, at=NOW)
    assert str(refused.value) == (
        "Say which need it answers, where it is given and whom to ask about it before you publish Job club"
    )
    assert [one.part for one in refused.value.missing] == ["needs", "areas", "contacts"]


@pytest.mark.parametrize("role", ["deliverer", "steward"])
def test_a_withheld_place_with_times_by_arrangement_is_enough(role: str) -> None:
    service, manager = entry()
    without(service, "given_at")
    ServicePlaceFactory(service=service, is_withheld=True, by_arrangement=True)
    who = manager if role == "deliverer" else member("contract_manager", service.scheme.steward)
    with acting_as(acting(who)):
        publish_service(service=service, by=who, at=NOW)
        assert found() == [service]


def test_whoever_publishes_an_entry_of_nobody_owns_it() -> None:
    service, manager = entry()
    with acting_as(acting(manager)):
        publish_service(service=service, by=manager, at=NOW)
    service.refresh_from_db()
    assert service.owner == manager


@pytest.mark.asks("S63")
@pytest.mark.parametrize("close", [suspend_service, withdraw_service], ids=["suspended", "withdrawn"])
def test_a_closed_entry_leaves_the_directory_at_once_with_a_reason(close: object) -> None:
    service, manager = entry("published")
    with acting_as(acting(manager)):
        with pytest.raises(ReasonMissing):
            close(service=service, by=manager, at=NOW, why=" ")  # type: ignore[operator]
        assert found() == [service]
        close(service=service, by=manager, at=NOW, why="No worker this month")  # type: ignore[operator]
        assert found() == []
        assert service.moves.get().reason == "No worker this month"


def test_a_suspended_entry_comes_back_and_a_withdrawn_one_does_not() -> None:
    service, manager = entry("published")
    with acting_as(acting(manager)):
        suspend_service(service=service, by=manager, at=NOW, why="Holidays")
        publish_service(service=service, by=manager, at=LATER)
        withdraw_service(service=service, by=manager, at=LATER, why="Funding ended")
        with pytest.raises(MoveNotAllowed, match="it is now withdrawn"):
            publish_service(service=service, by=manager, at=LATER)


@pytest.mark.asks("S63")
def test_whoever_confirms_an_entry_becomes_its_owner() -> None:
    service, manager = entry("published")
    with acting_as(acting(manager)):
        confirm_service(service=service, by=manager, at=LATER)
        service.refresh_from_db()
        assert (service.owner, service.confirmed_on) == (manager, LATER.date())


def test_one_takes_back_ones_own_confirmation_on_its_day() -> None:
    service, manager = entry("published", confirmed_on=date(2017, 2, 1))
    other = member("provider_manager", service.deliverer)
    with acting_as(acting(manager)):
        confirm_service(service=service, by=manager, at=NOW)
        take_back_confirmation(
            service=service, confirmed_on=date(2017, 2, 1), owner_id=None, by=manager, at=NOW
        )
        service.refresh_from_db()
        assert (service.confirmed_on, service.owner) == (date(2017, 2, 1), None)
        confirm_service(service=service, by=manager, at=NOW)
    with acting_as(acting(other)):
        confirm_service(service=service, by=other, at=NOW)
    with acting_as(acting(manager)), pytest.raises(ConfirmedSince):
        take_back_confirmation(service=service, confirmed_on=None, owner_id=None, by=manager, at=NOW)


def test_what_is_not_published_is_not_confirmed() -> None:
    service, manager = entry("suspended")
    with (
        acting_as(acting(manager)),
        pytest.raises(ServiceNotOpen, match="because it is suspended"),
    ):
        confirm_service(service=service, by=manager, at=NOW)


@pytest.mark.parametrize("role", ["provider_manager", "responsible_officer", "support_worker"])
def test_others_keep_their_hands_off(role: str) -> None:
    service, _ = entry("published")
    stranger = member(role, OrganisationFactory())
    with acting_as(acting(stranger)):
        for act in (confirm_service, publish_service):
            with pytest.raises(NotAllowed):
                act(service=service, by=stranger, at=NOW)
        for close in (suspend_service, withdraw_service):
            with pytest.raises(NotAllowed):
                close(service=service, by=stranger, at=NOW, why="Not ours to close")


def test_the_prime_above_keeps_the_entry_true_as_well() -> None:
    service, _ = entry("published")
    assert service.agreement is not None
    prime = member("supply_chain_manager", service.agreement.payer)
    with acting_as(acting(prime)):
        confirm_service(service=service, by=prime, at=NOW)
        suspend_service(service=service, by=prime, at=NOW, why="Under review")
    service.refresh_from_db()
    assert (service.owner, service.state) == (prime, "suspended")
