"""A plan is reviewed with what the women's centre said; all read one plan, the person too (S112–S116)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import factories as make
from tests.journeys.conftest import CheckPage
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from tests.world import World, charlenes_world
from throughline.people.models import PersonAccess, PlannedWork

DAY = timedelta(days=1)


@pytest.fixture
def world(site: Site) -> World:
    with site.arranging():
        world = charlenes_world()
        make.AreaRoleFactory(scheme=world.scheme, organisation=world.division, role="division")
        make.SchemeRuleFactory(scheme=world.scheme, name="plan_review_days", value=112)
        plan = world.objective.plan
        plan.review_on = (world.now + 10 * DAY).date()
        plan.save()
    site.set_clock(world.now + 12 * DAY)
    return world


@pytest.mark.asks("S115")
def test_from_a_review_that_is_overdue_to_the_plan_it_leaves(
    world: World, site: Site, visitor: Visitor, check_page: CheckPage
) -> None:
    with site.arranging():
        referral = world.allocated()
        world.attended(referral, world.now + DAY)
        world.recorded(world.booked(referral, world.now + 8 * DAY), "missed")
    visitor.sign_in(world.officer)
    visitor.go("/officer")
    visitor.sees("Overdue by 2 days")
    visitor.follow("Review the plan: Charlene Example")
    visitor.sees("Not marked", "Took part", "Did not come", "Mark the feedback of each provider")
    check_page("review-not-begun")
    visitor.follow("Mark this feedback of Change programme")
    visitor.choose("Missing")
    visitor.fill(
        "How did you use it, why is it not relevant, or what do you ask?", "Why did she not come last week?"
    )
    check_page("review-mark")
    visitor.press("Save mark")
    visitor.sign_in(world.worker)
    visitor.go("/today")
    visitor.follow(f"Give feedback for a review: {referral.reference}")
    visitor.fill("What do you tell the responsible officer?", "Her daughter was ill. She telephoned")
    check_page("review-feedback")
    visitor.press("Send feedback")
    visitor.sees("Helen Price is told now")
    visitor.sign_in(world.officer)
    visitor.go("/officer")
    visitor.follow("Finish the review of the plan: Charlene Example")
    visitor.sees("Her daughter was ill. She telephoned")
    visitor.follow("Mark it otherwise of Change programme")
    visitor.choose("Used")
    visitor.fill(
        "How did you use it, why is it not relevant, or what do you ask?", "The group moves to school hours"
    )
    visitor.press("Save mark")
    check_page("review-marked")
    visitor.press("Close the review")
    visitor.fill("What changed, and why?", "The group meets in school hours, so that she can come")
    visitor.fill("What does the person say of the plan now? (optional)", "I can come on Tuesdays")
    check_page("review-close")
    visitor.press("Close review")
    visitor.sees("Review closed", "I can come on Tuesdays")
    visitor.follow("Reviews of this plan")
    check_page("reviews-closed")
    visitor.sign_in(world.senior)
    visitor.go("/reviews")
    visitor.sees("1 of 1, in 1 review")
    check_page("reviews-of-a-team")


@pytest.mark.asks("S112", "S113", "S114", "S116")
def test_one_plan_for_the_worker_the_person_and_whoever_manages(
    world: World, site: Site, visitor: Visitor, check_page: CheckPage
) -> None:
    with site.arranging():
        world.service.summary = "Company, and ways to worry less"
        world.service.save()
        first = make.PlannedWorkFactory(objective=world.objective, what="See the doctor", who="person")
        referral = world.allocated()
        world.attended(referral, world.now + DAY)
        PlannedWork.objects.filter(plan=first.plan, what="Change programme").update(after=first)
        world.booked(referral, world.now + 20 * DAY)
        charlene = make.member("person", world.division, full_name=world.person.name)
        world.person.user = charlene
        world.person.save()
        make.PersonAccessFactory(
            person=world.person, user=charlene, scope=PersonAccess.Scope.SELF, because="self"
        )
    visitor.sign_in(world.officer)
    visitor.go(f"/people/{world.person.reference}/supervision")
    for box, typed in (("Day", "21"), ("Month", "6"), ("Year", "2017")):
        visitor.fill(box, typed)
    visitor.fill("Time it begins", "10:30am")
    visitor.press("Book")
    visitor.sees("They have an appointment with Northmoor Women's Centre from 10:00 to 11:00")
    check_page("supervision-at-a-taken-hour")
    visitor.fill("Why do both appointments stand? (optional)", "We meet her there, the three of us")
    visitor.press("Book")
    visitor.sign_in(world.worker)
    visitor.go(f"/referrals/{referral.reference}")
    visitor.follow("The whole plan")
    visitor.sees(
        "Two appointments meet: Northmoor Women's Centre on 21 June 2017 at 10am to 11am",
        "“Change programme” has begun, and “See the doctor”, which comes before it, is not done",
    )
    visitor.does_not_see("the three of us")
    check_page("shared-plan")
    visitor.sign_in(charlene)
    visitor.go("/my-plan")
    visitor.sees("What it is for: Company, and ways to worry less. You are working on this.")
    visitor.press("I have seen this plan")
    check_page("my-plan-seen")
    visitor.choose("Yes, both")
    visitor.press("Send")
    visitor.sees("Your officer can see that you have read your plan")
    check_page("my-plan")
    visitor.sign_in(world.senior)
    visitor.go("/plans/known")
    visitor.sees("1 of 1 asked")
    check_page("plans-known")
    for address, name in (
        ("/plans/linked", "plans-linked"),
        ("/senior/joint-cases", "joint-cases"),
        (f"/senior/officers/{world.officer.pk}", "officer-joint-working"),
        ("/training/report", "training-report"),
        ("/senior/assessments", "assessments-by-sex"),
    ):
        visitor.go(address)
        check_page(name)
    visitor.sign_in(world.officer)
    visitor.go("/working-with-providers")
    check_page("working-with-providers")
