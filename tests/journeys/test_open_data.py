"""Anybody reads the published supply chain."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from tests.open_data.chains import landscape
from throughline.open_data.actions.publications import publish
from throughline.open_data.documents import What


def test_anybody_follows_the_chain_from_the_list_to_the_money(
    visitor: Visitor, site: Site, check_page: CheckPage
) -> None:
    with site.arranging():
        chain = landscape(code="westshire")
        chain.attend("Gardening", people=2, rates=("1200", "900", "700"))
        chain.attend("Debt advice", people=12, rates=("80", "46.50"))
        for what in What:
            publish(what=what, window=chain.window, by=None, at=datetime(2017, 7, 17, 9, tzinfo=UTC))
    visitor.go("/open/")
    visitor.sees("What is published", "April to June 2017")
    check_page("open-data")
    visitor.go("/open/returns/westshire/2017-18-q1")
    visitor.sees("£2,358.00", "Company 04123456", "Hidden", "Edition 1 published")
    check_page("supply-chain-return")
