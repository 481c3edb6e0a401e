"""Appointments: what was arranged, with whom, when, and whether it was planned as RAR activity."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from throughline.core.immutable import never_changed
from throughline.core.models import Organisation, User
from throughline.core.reference_numbers import reference_default
from throughline.core.states import Move, MoveRow, Stateful, fsm
from throughline.line.models.referral import Referral
from throughline.line.states import APPOINTMENT_MOVES, AppointmentState
from throughline.people.models import Person, Requirement
from throughline.vocabulary.permissions import Permission

NOT_OUTSIDE_WHILE_INSIDE = """
IF TG_OP = 'UPDATE' AND OLD.starts_at = NEW.starts_at AND OLD.in_prison = NEW.in_prison THEN
  RETURN NEW;
END IF;
IF NOT NEW.in_prison AND EXISTS (
    SELECT 1 FROM people_custody c WHERE c.person_id = NEW.person_id
       AND c.during @> (NEW.starts_at AT TIME ZONE 'Europe/London')::date) THEN
  RAISE EXCEPTION 'The person is in custody on that day'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_outside_while_inside';
END IF;
RETURN NEW;
"""
"""Body of the trigger by which nobody in custody is expected in the community (S222)."""


@pghistory.track()
class Appointment(Stateful):
    """
    One arranged hour: an activity of a referral, or supervision by the responsible officer.

    `rar_requirement` is the requirement whose days it should count towards, and `planned_as_rar_at` the
    moment it was planned so: only before `starts_at` does it count without a decision (D17). A
    supervision appointment never has one. `organisation` is whose worker holds it. `clash_reason` says why it
    stands at an hour at which the person had another one already (S113). `in_prison` says that it is held in
    the prison in which the person is, or by telephone or video with it (S222).
    """

    class Kind(models.TextChoices):
        ACTIVITY = "activity", "Activity"
        SUPERVISION = "supervision", "Supervision"

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        PHONE = "phone", "By phone"
        VIDEO = "video", "By video"

    reference = models.CharField(
        max_length=16, unique=True, editable=False, db_default=reference_default("AP")
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    referral = models.ForeignKey(Referral, null=True, on_delete=models.PROTECT, related_name="appointments")
    kind = models.CharField(max_length=20, choices=Kind)
    mode = models.CharField(max_length=20, choices=Mode, default=Mode.IN_PERSON)
    place = models.CharField(max_length=200, blank=True)
    in_prison = models.BooleanField(default=False, db_default=False)
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="appointments")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    clash_reason = models.TextField(blank=True, db_default="")
    booked_at = models.DateTimeField()
    booked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    rar_requirement = models.ForeignKey(
        Requirement, null=True, on_delete=models.PROTECT, related_name="rar_appointments"
    )
    planned_as_rar_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=20, choices=AppointmentState, default=AppointmentState.BOOKED)

    MOVES: ClassVar[Sequence[Move]] = APPOINTMENT_MOVES

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="appointment_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(kind="activity", referral__isnull=False)
                | Q(kind="supervision", referral__isnull=True, rar_requirement__isnull=True),
                name="appointment_supervision_is_no_activity",
            ),
            models.CheckConstraint(
                condition=Q(rar_requirement__isnull=True, planned_as_rar_at__isnull=True)
                | Q(rar_requirement__isnull=False, planned_as_rar_at__isnull=False),
                name="appointment_planned_as_rar_has_its_moment",
            ),
        ]
        indexes: ClassVar = [
            models.Index("worker", "starts_at", name="appointment_for_worker"),
            models.Index("person", "starts_at", name="appointment_for_person"),
            models.Index("referral", "starts_at", name="appointment_of_referral"),
            models.Index(
                "rar_requirement", name="appointment_for_rar", condition=Q(rar_requirement__isnull=False)
            ),
        ]
        triggers: ClassVar = [
            fsm(APPOINTMENT_MOVES),
            pgtrigger.Trigger(
                name="not_outside_while_inside",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=NOT_OUTSIDE_WHILE_INSIDE,
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def organisations_for(self, permission: str) -> Iterable[int]:
        """Whoever holds such appointments for the organisation changes it: supervision is the officer's."""
        return (self.organisation_id,) if permission == self.held_by else ()

    @property
    def held_by(self) -> Permission:
        """The permission of those who hold such appointments: supervision is no activity of a provider."""
        return Permission.SUPERVISE if self.kind == self.Kind.SUPERVISION else Permission.DELIVER


class AppointmentMove(MoveRow):
    """One move in an appointment's life."""

    subject = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="moves")

    class Meta(MoveRow.Meta):
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.name}"
