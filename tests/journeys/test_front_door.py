"""Anybody comes to the front door, and signs in."""

from __future__ import annotations

from tests import factories as make
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor


def test_anybody_finds_where_to_sign_in(visitor: Visitor, check_page: CheckPage) -> None:
    visitor.go("/")
    visitor.sees("From a person’s need to its outcome")
    check_page("front-door")
    visitor.press("Sign in")
    visitor.sees("Email address")
    check_page("sign-in")


def test_whoever_is_signed_in_sees_their_name(visitor: Visitor, site: Site) -> None:
    with site.arranging():
        user = make.UserFactory(full_name="Helen Price")
    visitor.sign_in(user)
    visitor.go("/")
    visitor.sees("Helen Price", "You have no role in Throughline today")
