"""
Mary: half-way through her order the worker is away, nobody covers, and both sides see it the same day (S100).

HM Inspectorate of Probation, Probation Supply Chains (2018), section 5.5. Names are invented.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import factories as make
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from tests.world import charlenes_world


@pytest.mark.asks("S100", "S101")
def test_mary(site: Site, visitor: Visitor, check_page: CheckPage) -> None:
    with site.arranging():
        world = charlenes_world()
        for name, value in (("silence_days", 14), ("days_to_begin", 10), ("need_referral_days", 28)):
            make.SchemeRuleFactory(scheme=world.scheme, name=name, value=value)
        make.AreaRoleFactory(scheme=world.scheme, organisation=world.division, role="division")
        make.member("support_worker", world.centre, full_name="Bea Hill")
        make.ObjectiveFactory(plan=world.objective.plan, need="finance", words="Pay the rent")
        referral = world.allocated()
        world.recorded(world.booked(referral, world.now + timedelta(days=1)))
    address = f"/referrals/{referral.reference}"

    # The worker says that she is away, with cover until the 11th of June.
    site.set_clock(world.now + timedelta(days=4))
    visitor.sign_in(world.worker)
    visitor.go("/today")
    visitor.follow("Who is away, and who covers")
    check_page("absences-none")
    visitor.press("Somebody is away from Northmoor Women's Centre")
    visitor.press("Record absence")
    visitor.sees("Select who covers")
    check_page("absence-mistakes")
    visitor.choose("Bea Hill", of="Who covers?")
    for box, text in zip(("Day", "Month", "Year"), ("11", "6", "2017"), strict=True):
        visitor.page.get_by_role("group", name="Until which day do they cover?").get_by_label(box).fill(text)
    visitor.press("Record absence")
    visitor.sees("Kept. Bea Hill covers", "Nobody knows yet", "5 June 2017 to 11 June 2017")
    check_page("absences-covered")
    visitor.sign_in(world.officer)
    visitor.go(address)
    visitor.sees(
        "Amy Walsh", "Away Since 5 June 2017, nobody knows until when", "When the worker is away Bea Hill"
    )
    check_page("referral-worker-away")

    # The day the cover lapses both sides see it, and nobody had to note it first; a need waits as well.
    site.set_clock(world.now + timedelta(days=11))
    visitor.go("/officer")
    visitor.sees(
        "Worker away without cover: Charlene Example", "Refer for", "or say why not: Charlene Example"
    )
    check_page("officer-home-quiet")
    visitor.follow("Worker away without cover: Charlene Example")
    visitor.sees("Now Worker away without cover, since 12 June 2017")
    visitor.sign_in(world.manager)
    visitor.go("/provider")
    visitor.sees("Worker away without cover: Charlene Example")
    check_page("provider-home-quiet")

    # Nothing is recorded either: silence begins, and days are lost until the manager gives it to somebody.
    site.set_clock(world.now + timedelta(days=19))
    visitor.go("/silence")
    visitor.sees("Worker away without cover", "Nothing recorded", "12 June 2017", "16 June 2017")
    check_page("silence")
    visitor.go(f"{address}/hand-on")
    visitor.choose("Bea Hill")
    visitor.press("Give to worker")
    visitor.go("/silence")
    visitor.sees("No lines")
    visitor.go("/silence/days")
    visitor.sees("Northmoor Women's Centre 1 2 8")
    check_page("days-lost")
    visitor.sign_in(world.senior)
    visitor.go("/silence/days?by=referral")
    visitor.sees(f"{referral.reference} 1 2 8")
