"""The person's own plan in the words one would say it in, for their screen and for paper (S116)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from functools import cached_property

from throughline.core.access import Actor
from throughline.core.time import london_day
from throughline.gateway.leaflets import Leaflet, plan_leaflet_of
from throughline.line.models import Referral
from throughline.line.queries.referrals import referrals_visible_to
from throughline.line.states import DRAFT
from throughline.people.models import Person, PlanAnswer, Supervision
from throughline.people.queries.plan_answers import latest_answer, number_that_stands, plan_on
from throughline.people.queries.plans import NOTHING, content_of
from throughline.web import words

WHERE_IT_STANDS = {
    "sent": "They have been asked and will decide soon",
    "queried": "They have asked your officer a question and will decide soon",
    "accepted": "They said yes and are choosing who will work with you",
    "declined": "They could not take this on",
    "allocated": "You will hear when you first meet",
    "started": "You are working on this",
    "completed": "This is done",
    "ended_early": "This ended early",
    "withdrawn": "This was called off",
}
"""A referral's state as one would say it to the person."""


class OwnPlan:
    """The plan of the person, as at the moment `at`, for whoever may see it: the person or their officer."""

    def __init__(self, person: Person, actor: Actor, at: datetime) -> None:
        self.person = person
        self.actor = actor
        self.at = at
        self.plan = plan_on(person, london_day(at))
        self.number = number_that_stands(self.plan) if self.plan else 0

    @cached_property
    def leaflet(self) -> Leaflet:
        """What stands in the plan: the screen shows it and paper is set from it."""
        return plan_leaflet_of(
            content_of(self.plan) if self.plan else NOTHING,
            name=self.person.name,
            officer=self._officer(),
            helps=self._helps(),
            number=self.number,
            on=london_day(self.at),
        )

    @cached_property
    def answer(self) -> PlanAnswer | None:
        """What the person last said of the plan."""
        return latest_answer(self.plan) if self.plan else None

    @property
    def is_seen(self) -> bool:
        """Whether they have seen the version that stands."""
        return self.answer is not None and self.answer.version.number == self.number

    def _officer(self) -> str:
        found = Supervision.objects.select_related("officer", "organisation")
        held = found.filter(person=self.person, during__contains=london_day(self.at)).first()
        if held is None:
            return "You have no officer today."
        called = f". Telephone {held.officer.telephone}" if held.officer.telephone else ""
        return f"Your officer is {held.officer.full_name}, {held.organisation.name}{called}."

    def _helps(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        sent = referrals_visible_to(self.actor, self.at).filter(person=self.person).exclude(state=DRAFT)
        for one in sent.select_related("service", "deliverer", "worker").order_by("drafted_at", "pk"):
            found[one.objective_id].append(_help(one))
        return found


def _help(referral: Referral) -> str:
    """Who helps, what they are for and where it stands."""
    service, provider = referral.service.name, referral.deliverer.name
    worker = referral.worker.full_name if referral.worker else ""
    names = [worker, "" if words.names_its_provider(service, provider) else provider]
    called = ", ".join(one for one in names if one)
    what_for = referral.service.summary.split("\n")[0].strip().rstrip(".")
    said = f"{service} with {called}. " if called else f"{service}. "
    if what_for:
        said += f"What it is for: {what_for}. "
    return f"{said}{WHERE_IT_STANDS[referral.state]}."
