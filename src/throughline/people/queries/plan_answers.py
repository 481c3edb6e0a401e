"""Who has seen their plan and knows what is in it, and who was not asked (S116)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from throughline.core.access.actor import Actor
from throughline.core.shares import percent
from throughline.people.models import Person, Plan, PlanAnswer, PlanVersion, Supervision
from throughline.people.queries.limits import hidden_from
from throughline.people.queries.people import sentences_of
from throughline.vocabulary.permissions import Permission


@dataclass
class PlansKnown:
    """
    Of the people of one officer of a team who have a plan: how many were asked about what stands, and said.

    `asked` is the denominator of the share; who was asked about a former version only was not asked.
    """

    team: str
    officer: str
    plans: int = 0
    asked: int = 0
    know: int = 0
    know_what_for: int = 0

    @property
    def not_asked(self) -> int:
        """How many have not been asked about the version that stands."""
        return self.plans - self.asked

    @property
    def share(self) -> int | None:
        """Of those asked, the whole percent who know what is in their plan, half rounded up."""
        return percent(self.know, self.asked)


def plan_on(person: Person, on: date) -> Plan | None:
    """The plan of the sentence that runs on a day, or of the latest; nothing where none was begun."""
    sentences = list(sentences_of(person))
    running = [one for one in sentences if on in one.during]
    for one in (*running, *sentences):
        held: Plan | None = getattr(one, "plan", None)
        if held is not None:
            return held
    return None


def number_that_stands(plan: Plan) -> int:
    """The number of the version that stands; 0 before any was kept."""
    return plan.versions.order_by("-number").values_list("number", flat=True).first() or 0


def latest_answer(plan: Plan) -> PlanAnswer | None:
    """What the person last said of the plan, of whichever version."""
    found = PlanAnswer.objects.filter(version__plan=plan).select_related("version", "recorded_by")
    return found.order_by("-recorded_at", "-pk").first()


def plans_known(actor: Actor, on: date) -> list[PlansKnown]:
    """By team and officer whose cases the actor manages, who knows their plan on the day `on`."""
    held = Supervision.objects.filter(
        ~hidden_from(actor), organisation__in=actor.holds(Permission.MANAGE_CASES), during__contains=on
    )
    versions = PlanVersion.objects.filter(plan=OuterRef("pk")).order_by("-number")
    answers = PlanAnswer.objects.filter(version=OuterRef("stands")).order_by("-recorded_at", "-pk")
    plans = (
        Plan.objects.filter(person__in=held.values("person"), sentence__during__contains=on)
        .annotate(stands=Subquery(versions.values("pk")[:1]))
        .annotate(said=Subquery(answers.values("answer")[:1]))
        .values_list("person", "said")
    )
    of_whom = {
        person: (team, officer)
        for person, team, officer in held.values_list("person", "organisation__name", "officer__full_name")
    }
    found: dict[tuple[str, str], PlansKnown] = {}
    for person, said in plans:
        row = found.setdefault(of_whom[person], PlansKnown(*of_whom[person]))
        row.plans += 1
        row.asked += said is not None
        row.know += said in PlanAnswer.KNOWS_THE_PLAN
        row.know_what_for += said == PlanAnswer.Answer.BOTH
    return [found[key] for key in sorted(found)]
