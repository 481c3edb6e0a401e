"""What can run out is locked before it is counted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import charlenes_world

pytestmark = pytest.mark.django_db


@pytest.mark.asks("S127")
def test_the_requirement_is_locked_before_its_days_are_counted() -> None:
    """Two bookings at one moment would each find the last day free, and together plan one too many."""
    world = charlenes_world()
    referral = world.allocated()
    with CaptureQueriesContext(connection) as asked:
        world.booked(referral, world.now + timedelta(days=3))
    said = [one["sql"] for one in asked]
    locked = next(
        at for at, sql in enumerate(said) if 'FROM "people_requirement"' in sql and "FOR NO KEY UPDATE" in sql
    )
    counted = next(at for at, sql in enumerate(said) if '"line_appointment"."planned_as_rar_at"' in sql)
    booked = next(at for at, sql in enumerate(said) if sql.startswith('INSERT INTO "line_appointment"'))
    assert locked < counted < booked
