"""The sentence plan: objectives that answer needs, the work for each, and every version of it (D13)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from throughline.core.immutable import never_changed
from throughline.core.models import Organisation, User
from throughline.core.states import Move, MoveRow, Stateful, fsm
from throughline.people.models.person import Person
from throughline.people.models.sentence import Sentence
from throughline.people.states import (
    OBJECTIVE_MOVES,
    WORK_MOVES,
    ObjectiveState,
    WorkState,
)
from throughline.vocabulary.needs import Need

WORK_HANGS_TOGETHER = """
IF NEW.objective_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM people_objective o WHERE o.id = NEW.objective_id AND o.plan_id = NEW.plan_id) THEN
  RAISE EXCEPTION 'The objective is not one of this plan'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'work_serves_its_own_plan';
END IF;
IF NEW.after_id IS NOT NULL THEN
  IF NOT EXISTS (
      SELECT 1 FROM people_plannedwork w WHERE w.id = NEW.after_id AND w.plan_id = NEW.plan_id) THEN
    RAISE EXCEPTION 'What the work waits for is not in this plan'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'work_waits_for_its_own_plan';
  END IF;
  IF EXISTS (
      WITH RECURSIVE before(id, after_id) AS (
        SELECT w.id, w.after_id FROM people_plannedwork w WHERE w.id = NEW.after_id
        UNION SELECT w.id, w.after_id FROM people_plannedwork w JOIN before b ON w.id = b.after_id)
      SELECT 1 FROM before WHERE id = NEW.id) THEN
    RAISE EXCEPTION 'The work would wait for itself'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'work_never_waits_for_itself';
  END IF;
END IF;
IF NEW.rar_days > 0 AND NEW.state <> 'dropped' AND (
    SELECT coalesce(sum(w.rar_days), 0) + NEW.rar_days FROM people_plannedwork w
    WHERE w.plan_id = NEW.plan_id AND w.id <> NEW.id AND w.state <> 'dropped')
   > (SELECT coalesce(sum(r.rar_days), 0) FROM people_requirement r
      JOIN people_plan p ON p.sentence_id = r.sentence_id WHERE p.id = NEW.plan_id) THEN
  RAISE EXCEPTION 'More RAR days would be planned than the court ordered'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'work_plans_no_more_rar_days_than_ordered';
END IF;
RETURN NEW;
"""
"""Body of the trigger that keeps work within its plan, in an order, and within the days ordered (S127)."""


@pghistory.track()
class Plan(models.Model):
    """
    The plan of one sentence, begun on a day.

    `own_words` is what the person says of it as a whole. It is looked at again on `review_on`; left
    empty, no day is set.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plans")
    sentence = models.OneToOneField(Sentence, on_delete=models.PROTECT, related_name="plan")
    made_on = models.DateField()
    own_words = models.TextField(blank=True)
    review_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index("review_on", name="plan_by_review")]

    def __str__(self) -> str:
        return f"Plan of {self.made_on:%-d %B %Y}"


@pghistory.track()
class Objective(Stateful):
    """
    One thing the plan sets out to change, for one need; `position` is its priority, 1 first.

    `words` are the officer's, `own_words` the person's. It was `set_on` a day; left empty, when the plan was
    made.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="objectives")
    need = models.CharField(max_length=20, choices=Need)
    words = models.TextField()
    own_words = models.TextField(blank=True)
    position = models.SmallIntegerField(default=1)
    set_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=ObjectiveState, default=ObjectiveState.OPEN)

    MOVES: ClassVar[Sequence[Move]] = OBJECTIVE_MOVES

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        triggers: ClassVar = [fsm(OBJECTIVE_MOVES)]

    def __str__(self) -> str:
        return self.words

    def organisations_for(self, permission: str) -> Iterable[int]:
        """Those that supervise the person, or did."""
        return _supervising(self.plan.person)


class ObjectiveMove(MoveRow):
    """One move in an objective's life; its reason says what shows it, or why."""

    subject = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="moves")

    class Meta(MoveRow.Meta):
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.name}"


@pghistory.track()
class PlannedWork(Stateful):
    """
    One piece of work: what is done, by whom, by when, and after what else (S112).

    It serves an objective, or says why it serves none. `who` does it: a provider (`organisation`, once one
    is chosen), the responsible officer, the person, or somebody `with_whom` names. `due_on` is the last day
    in time. `rar_days` are those of the order that it is planned to take up; the whole plan never plans
    more than were ordered.
    """

    class Who(models.TextChoices):
        PROVIDER = "provider", "A provider"
        OFFICER = "officer", "The responsible officer"
        PERSON = "person", "The person themselves"
        OTHER = "other", "Somebody else"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="work")
    objective = models.ForeignKey(Objective, null=True, on_delete=models.PROTECT, related_name="work")
    why_no_objective = models.TextField(blank=True)
    what = models.TextField()
    who = models.CharField(max_length=20, choices=Who)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    with_whom = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    after = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="waited_for_by"
    )
    rar_days = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=20, choices=WorkState, default=WorkState.PLANNED)

    MOVES: ClassVar[Sequence[Move]] = WORK_MOVES

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(objective__isnull=False) | ~Q(why_no_objective=""),
                name="work_serves_an_objective_or_says_why_not",
            ),
            models.CheckConstraint(
                condition=Q(who="provider") | Q(organisation__isnull=True), name="work_of_a_provider_names_it"
            ),
            models.CheckConstraint(
                condition=(Q(who="other") & ~Q(with_whom="")) | (~Q(who="other") & Q(with_whom="")),
                name="work_of_somebody_else_names_them",
            ),
            models.CheckConstraint(condition=Q(rar_days__gte=0), name="work_plans_no_fewer_days_than_none"),
        ]
        triggers: ClassVar = [
            fsm(WORK_MOVES),
            pgtrigger.Trigger(
                name="hangs_together",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=WORK_HANGS_TOGETHER,
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def organisations_for(self, permission: str) -> Iterable[int]:
        """Those that supervise the person, or did."""
        return _supervising(self.plan.person)


class PlannedWorkMove(MoveRow):
    """One move in the life of a piece of work."""

    subject = models.ForeignKey(PlannedWork, on_delete=models.PROTECT, related_name="moves")

    class Meta(MoveRow.Meta):
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.name}"


class PlanVersion(models.Model):
    """
    One version of a plan: all that stood in it from `kept_at` on, as one document. Never changed.

    `content` is what `people.queries.plans.content_of` gives. How far work has come is no part of it.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    content = models.JSONField()
    kept_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["plan", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_numbered_once")
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"plan {self.plan_id}, version {self.number}"


def _supervising(person: Person) -> list[int]:
    return list(person.supervisions.values_list("organisation_id", flat=True).distinct())
