"""Many cases that go from their officers to others on one day, as one record with its lines (S223)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughline.core.immutable import never_changed
from throughline.core.models import ImportedFile, Organisation, User
from throughline.core.reference_numbers import reference_default
from throughline.core.states import Move, MoveRow, Stateful, fsm
from throughline.people.models.person import Person, Supervision
from throughline.people.states import TRANSFER_MOVES, TransferState


class Transfer(Stateful):
    """
    Cases supervised for one organisation that go to officers of the same or another on `on_day`.

    `chosen_by` says how they were chosen, in words without a name of anybody supervised; `officers` are the
    ids of the accounts among whom they are shared. Who planned it,
    confirmed it, carried it out or reversed it, when and why is in its moves.
    """

    class Way(models.TextChoices):
        CASELOAD = "caseload", "An officer’s whole caseload"
        OFFICE = "office", "Everybody who lives in one area"
        LIST = "list", "A list of case references"
        FILE = "file", "A file of case references"

    reference = models.CharField(
        max_length=16, unique=True, editable=False, db_default=reference_default("TR")
    )
    way = models.CharField(max_length=10, choices=Way)
    chosen_by = models.CharField(max_length=300)
    from_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    to_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    officers = ArrayField(models.BigIntegerField())
    why = models.TextField()
    on_day = models.DateField()
    file = models.ForeignKey(ImportedFile, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=TransferState, default=TransferState.DRAFT)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    MOVES: ClassVar[Sequence[Move]] = TRANSFER_MOVES

    class Meta:
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(why=""), name="transfer_has_its_reason"),
        ]
        indexes: ClassVar = [models.Index("state", "on_day", name="transfer_due")]
        triggers: ClassVar = [fsm(TRANSFER_MOVES)]

    def __str__(self) -> str:
        return self.reference

    def organisations_for(self, permission: str) -> Iterable[int]:
        """The organisation that the cases are of, and the one that they go to."""
        if self.state == TransferState.DONE:
            return (self.from_organisation_id, self.to_organisation_id)
        return (self.from_organisation_id,)


class TransferMove(MoveRow):
    """One move in a transfer’s life: the line of the audit."""

    subject = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="moves")

    class Meta(MoveRow.Meta):
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.name}"


class TransferLine(models.Model):
    """
    One case of a transfer: from whom, to whom, and what became of it.

    `left_out` says why it does not go, or did not on the day. `held` is the supervision it goes from and
    `made` the one that the transfer made. `returned_at` is when it went back, `stayed` why it did not.
    `reference` is the person's: whoever handed the case over may see it no longer, and finds the line by it.
    `transfer_reference` is for the officers, who read their own line and not the transfer.
    """

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="lines")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="transfer_lines")
    reference = models.CharField(max_length=16)
    transfer_reference = models.CharField(max_length=16)
    from_officer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    to_officer = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    held = models.ForeignKey(Supervision, null=True, on_delete=models.SET_NULL, related_name="+")
    made = models.ForeignKey(Supervision, null=True, on_delete=models.SET_NULL, related_name="+")
    left_out = models.CharField(max_length=300, blank=True)
    moved_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    stayed = models.CharField(max_length=300, blank=True)
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["transfer", "person"], name="transfer_has_a_case_once"),
            models.CheckConstraint(
                condition=~Q(left_out="") | Q(to_officer__isnull=False), name="transfer_line_goes_to_somebody"
            ),
            models.CheckConstraint(
                condition=Q(moved_at__isnull=True) | Q(left_out=""), name="transfer_line_moved_or_left_out"
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True) | Q(moved_at__isnull=False),
                name="transfer_line_returned_after_moving",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                "to_officer",
                name="transfer_line_to_read",
                condition=Q(moved_at__isnull=False, acknowledged_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference} of transfer {self.transfer_id}"
