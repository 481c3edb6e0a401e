"""Acting, and asking for pages, as a benchmark does: as one actor, signed in, without lines in the log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import transaction
from django.test import Client, override_settings

from throughline.core.access import acting_as
from throughline.core.access.actor import SYSTEM, Actor
from throughline.core.models import User

_STATIC_BY_NAME: Final = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@contextmanager
def as_one(actor: Actor) -> Iterator[None]:
    """In a transaction of its own, as `actor`."""
    with acting_as(actor), transaction.atomic():
        yield


@contextmanager
def quietly() -> Iterator[None]:
    """Requests without their lines in the log, static files under their own names, a password enough."""
    logging.disable(logging.INFO)
    try:
        # Nothing has been collected for a benchmark.
        storages = {"default": {}, "staticfiles": _STATIC_BY_NAME}
        with override_settings(STORAGES=storages, REQUIRE_SECOND_FACTOR=False):
            yield
    finally:
        logging.disable(logging.NOTSET)


def signed_in(user: User) -> Client:
    """A browser of somebody who has signed in."""
    client = Client()
    with as_one(SYSTEM):
        client.force_login(user)
    return client


def opened(client: Client, address: str) -> None:
    """Ask for a page, which has to be there."""
    response = client.get(address)
    assert response.status_code == 200, address
