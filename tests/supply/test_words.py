"""The words a service is found by follow its record, whoever changes what of it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import ProgrammingError, transaction

from tests import factories as make
from throughline.core.access.actor import acting_as
from throughline.core.models import Organisation
from throughline.supply.models import Service, ServiceActivity, ServiceWording, ServiceWords
from throughline.supply.queries.directory import Wanted, directory

pytestmark = pytest.mark.django_db


def finds(words: str) -> bool:
    return directory(Wanted(words=words), on=date(2017, 6, 1)).exists()


@pytest.fixture
def service() -> Service:
    made: Service = make.ServiceFactory(name="Moving on", deliverer__name="Larkfield Trust")
    return made


def test_a_new_name_and_what_happens_in_it(service: Service) -> None:
    service.name, service.what_happens = "Settling in", "You meet a gardener"
    service.save()
    assert finds("settling")
    assert finds("gardeners")
    assert not finds("moving")


def test_another_deliverer_and_another_name_of_the_same(service: Service) -> None:
    Organisation.objects.filter(pk=service.deliverer_id).update(name="Skylark House")
    assert finds("skylark")
    assert not finds("larkfield")
    service.deliverer = make.OrganisationFactory(name="Merlin Trust")
    service.save()
    assert finds("merlin")
    assert not finds("skylark")


def test_activities_come_and_go(service: Service) -> None:
    activity = make.ServiceActivityFactory(service=service, activity="Woodwork", method="In a shed")
    assert finds("woodwork")
    assert finds("shed")
    ServiceActivity.objects.filter(pk=activity.pk).update(activity="Pottery")
    assert finds("pottery")
    assert not finds("woodwork")
    activity.delete()
    assert not finds("pottery")


def test_where_an_activity_takes_place_is_not_searched(service: Service) -> None:
    make.ServiceActivityFactory(service=service, activity="Talking", place="Refuge at 5 Hidden Lane")
    assert not finds("Hidden Lane")


@pytest.mark.asks("S56")
def test_words_in_welsh(service: Service) -> None:
    make.ServiceWordingFactory(service=service, name="Canolfan y menywod")
    assert finds("canolfan")
    ServiceWording.objects.all().delete()
    assert not finds("canolfan")


@pytest.mark.asks("S56")
def test_words_from_the_name_and_the_deliverer_together_in_any_order(service: Service) -> None:
    assert finds("larkfield moving")


def test_too_few_letters_forgive_nothing(service: Service) -> None:
    service.name = "Heart group"
    service.save()
    assert finds("heart")
    assert not finds("art")


def test_nobody_writes_the_words_themselves(service: Service) -> None:
    manager = make.member("provider_manager", service.deliverer)
    with acting_as(make.acting(manager)):
        Service.objects.filter(pk=service.pk).update(name="Settling in")
        assert finds("settling")
        with pytest.raises(ProgrammingError), transaction.atomic():
            ServiceWords.objects.update(named="Anything")
