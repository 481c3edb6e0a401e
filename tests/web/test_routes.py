"""Every route states who is let in, and holds to it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from throughline.web.routes import Route, every_route

ROUTES = list(every_route())


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
def test_every_route_states_a_guard(route: Route) -> None:
    assert route.guard is not None, f"{route.path} ({route.name}) says nowhere who is let in"


def test_the_list_of_routes_is_not_empty() -> None:
    assert {"account_login", "home", "health_ready"} <= {route.name for route in ROUTES}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "route",
    [route for route in ROUTES if route.guard and route.guard.lets_in in ("signed in", "permission")],
    ids=lambda route: route.path,
)
def test_nobody_signed_in_is_sent_to_sign_in(route: Route, client: Client) -> None:
    dated = route.path.replace("<quarter:quarter>", "2017-18-q1").replace("<financial_year:year>", "2018-19")
    address = re.sub(r"<(\w+:)?\w+>", "1", dated)
    for response in (client.get(address), client.post(address)):
        assert response.status_code == 302
        assert response["Location"].startswith("/sign-in?next=/")
