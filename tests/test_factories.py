"""Every model of ours has a factory, and what it makes is valid."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from factory.django import DjangoModelFactory

from tests import factories


def is_a_factory(found: Any) -> bool:
    return (
        inspect.isclass(found) and issubclass(found, DjangoModelFactory) and found is not DjangoModelFactory
    )


FACTORIES: dict[type[models.Model], Any] = {
    made._meta.model: made for _, made in inspect.getmembers(factories, is_a_factory)
}
MADE_BY_MOVES = {
    "AgreementMove",
    "ServiceMove",
    "ReferralMove",
    "AppointmentMove",
    "ChoiceApprovalMove",
    "CommitmentMove",
    "IntentionMove",
    "ChangeMove",
    "ChangeLineMove",
    "OfferMove",
    "StatedNeedMove",
    "ObjectiveMove",
    "PlannedWorkMove",
    "TransferMove",
}
KEPT_BY_TRIGGERS = {
    "Occupancy",
    "ServiceWords",
    "Deliverer",
    "ListedName",
    "ListedPerson",
    "ListedProvider",
    "ListedReferral",
    "ListedService",
    "ListedWorker",
}
OURS = [
    model
    for config in apps.get_app_configs()
    if config.name.startswith("throughline.")
    for model in config.get_models()
    if not model.__name__.endswith("Event") and model.__name__ not in MADE_BY_MOVES | KEPT_BY_TRIGGERS
]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_model_has_a_factory_that_makes_a_valid_one(model: type[models.Model], db: None) -> None:
    made = FACTORIES[model]()
    made.refresh_from_db()
    assert made.pk
