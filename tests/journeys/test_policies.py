"""A policy is published, an officer says why a service is not used, and both meet where they are counted."""

from __future__ import annotations

import pytest

from tests import factories as make
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from tests.world import charlenes_world


@pytest.mark.asks("S69", "S70")
def test_policy_note_and_reason(visitor: Visitor, site: Site, check_page: CheckPage) -> None:
    site.set_clock(make.NOW)
    with site.arranging():
        world = charlenes_world()
        make.AreaRoleFactory(scheme=world.scheme, role="division", organisation=world.division)
    visitor.sign_in(world.commissioner)
    visitor.go("/commissioner")
    visitor.follow("Publish the referral policy of NPS Ridgeway")
    visitor.fill("Title", "Referring to services of the rate card")
    visitor.fill("What the policy says", "Look at each person.\n\nRefer wherever a service suits.")
    visitor.page.get_by_label("1. Of which services does it say something? (optional)").select_option(
        label="Paid for by: Rate card"
    )
    visitor.page.get_by_label("1. What does it say of them? (optional)").select_option(
        label="Refer wherever it suits"
    )
    check_page("referral-policy-new")
    visitor.press("Publish")
    visitor.sees("It holds from 1 June 2017", "Local notes that say otherwise than the policy")

    visitor.sign_in(world.officer)
    visitor.go(f"/people/{world.person.reference}/refer")
    visitor.sees("In force from 1 June 2017, by Grace Hughes")
    check_page("refer-with-policy")
    visitor.follow("Referring to services of the rate card")
    visitor.press("Write a local note")
    visitor.fill("Or another team (optional)", "Northmoor office")
    visitor.page.get_by_label("About what?").select_option(label="Paid for by: Rate card")
    visitor.choose("Think of something else first")
    visitor.fill("In your words", "Ask me before you spend on the rate card")
    check_page("local-note-new")
    visitor.press("Write this note")
    visitor.sees("Ask me before you spend on the rate card")
    visitor.go(f"/people/{world.person.reference}")
    visitor.press("Say why a service is not used")
    service = f"Change programme, {world.centre.name} (emotional well-being)"
    visitor.page.get_by_label("Which service do you not use?").select_option(label=service)
    visitor.choose("Mixed messages from the organisation")
    check_page("not-referred-of-a-person")
    visitor.press("Record this")
    visitor.sees("Recorded why Change programme is not used")

    visitor.sign_in(world.commissioner)
    visitor.go("/commissioner")
    visitor.sees("Settle 1 contradiction of local notes in NPS Ridgeway")
    visitor.go(f"/referral-policies/{world.division.reference}")
    visitor.sees("The note to Northmoor office: think of something else first")
    check_page("referral-policy")
    visitor.go("/not-referred")
    visitor.sees("1 time in all", "Change programme")
    check_page("not-referred")
    visitor.go("/referral-policies")
    check_page("referral-policies")
