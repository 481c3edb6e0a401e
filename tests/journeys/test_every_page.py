"""Every page of the access matrix, opened by somebody it is for: fit for everybody, on desk and phone."""

from __future__ import annotations

import pytest

from tests.access.furnished import CLOCK, NOBODY, VIEWERS, Furnished, furnish
from tests.access.matrix import ALSO, MATRIX
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor

LOOKED_AT = sorted(
    {
        (one.at, next(viewer for viewer in (NOBODY, *VIEWERS) if viewer in one.opens))
        for one in (*MATRIX.values(), *(also for _, also in ALSO))
        if one.opens
    }
)


@pytest.fixture(scope="module")
def world(running: Site) -> Furnished:
    """One world with a record of every kind, on the site of this process."""
    running.set_clock(CLOCK)
    with running.arranging():
        return furnish("Everypage")


def test_every_address_is_looked_at() -> None:
    looked_at = {at for at, _ in LOOKED_AT}
    assert [address for address, one in MATRIX.items() if one.at not in looked_at] == []


@pytest.mark.parametrize(("at", "viewer"), LOOKED_AT, ids=[f"{at} as {who}" for at, who in LOOKED_AT])
def test_the_page_is_fit_for_everybody(
    at: str, viewer: str, world: Furnished, visitor: Visitor, site: Site, check_page: CheckPage
) -> None:
    site.set_clock(CLOCK)
    if viewer != NOBODY:
        visitor.sign_in(world.viewers[viewer])
    answer = visitor.page.request.get(site.address + at.format(**world.parts))
    if answer.status != 200 or not answer.headers["content-type"].startswith("text/html"):
        pytest.skip(f"answers {answer.status} with {answer.headers['content-type']}: no page to look at")
    visitor.page.goto(site.address + at.format(**world.parts))
    check_page("every" + at.replace("/", "-").replace("{", "").replace("}", "").split("?")[0])
