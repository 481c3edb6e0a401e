"""Change Notifications: what a prime proposes to change, line by line, and what became of it (D6, S59)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from throughline.core.fields import MoneyField
from throughline.core.immutable import never_changed
from throughline.core.models import Organisation, User
from throughline.core.money import Money
from throughline.core.reference_numbers import reference_default
from throughline.core.states import Move, MoveRow, Stateful, fsm
from throughline.supply.models.agreements import Agreement
from throughline.supply.models.board import BoardMeeting
from throughline.supply.models.items import RateCardItem
from throughline.supply.models.schemes import Scheme
from throughline.supply.models.services import Service
from throughline.supply.states import CHANGE_MOVES, LINE_MOVES, ChangeState, LineState
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.routes import IN_THE_CHAIN, SETS_A_PRICE, CardPart, ChangeKind, PriceUnit

WRITTEN_BY_THE_PRIME = """
SELECT n.state INTO stands FROM supply_changenotification n
 WHERE n.id = CASE TG_OP WHEN 'DELETE' THEN OLD.notification_id ELSE NEW.notification_id END FOR SHARE;
IF TG_OP = 'DELETE' THEN
  IF stands NOT IN ('draft', 'returned') THEN
    RAISE EXCEPTION 'A line is taken out only while its notification is being written'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'change_line_being_written';
  END IF;
  RETURN OLD;
END IF;
-- What was decided elsewhere comes in with its whole history, and never under an open notification.
IF TG_OP = 'INSERT' THEN
  IF NOT (NEW.state = 'proposed' AND stands IN ('draft', 'returned')) AND stands <> 'decided' THEN
    RAISE EXCEPTION 'A line is proposed while its notification is being written'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'change_line_being_written';
  END IF;
  RETURN NEW;
END IF;
IF NEW.state <> OLD.state AND stands <> 'board' THEN
  RAISE EXCEPTION 'A line is decided only while its notification is before the Change Board'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'change_line_decided_by_the_board';
END IF;
IF NEW.state <> OLD.state AND NEW.meeting_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM supply_boardmeeting m WHERE m.id = NEW.meeting_id AND m.state = 'open') THEN
  RAISE EXCEPTION 'Nothing is decided in a meeting whose minutes are agreed'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'change_line_decided_in_an_open_meeting';
END IF;
IF NEW.notification_id <> OLD.notification_id OR (stands NOT IN ('draft', 'returned') AND
   (OLD.kind, OLD.service_id, OLD.agreement_id, OLD.organisation_id, OLD.replaces_id, OLD.name, OLD.part,
    OLD.unit, OLD.usual_sessions, OLD.usual_minutes, OLD.buyer_ids, OLD.area_ids, OLD.amount, OLD.from_on,
    OLD.same_prices)
   IS DISTINCT FROM
   (NEW.kind, NEW.service_id, NEW.agreement_id, NEW.organisation_id, NEW.replaces_id, NEW.name, NEW.part,
    NEW.unit, NEW.usual_sessions, NEW.usual_minutes, NEW.buyer_ids, NEW.area_ids, NEW.amount, NEW.from_on,
    NEW.same_prices))
   OR (NEW.item_id IS DISTINCT FROM OLD.item_id AND OLD.item_id IS NOT NULL) THEN
  RAISE EXCEPTION 'What a line proposes is changed only while its notification is being written'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'change_line_being_written';
END IF;
IF OLD.state <> 'proposed' AND NEW.state = OLD.state AND
   ((OLD.in_force_on, OLD.decided_at, OLD.decided_by_id, OLD.was, OLD.meeting_id, OLD.made_id)
    IS DISTINCT FROM
    (NEW.in_force_on, NEW.decided_at, NEW.decided_by_id, NEW.was, NEW.meeting_id, NEW.made_id)
    OR OLD.carried_out_at IS NOT NULL) THEN
  RAISE EXCEPTION 'A decision stays as it was made'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'change_line_stays_decided';
END IF;
RETURN NEW;
"""
"""Body of the trigger that keeps a line as it was proposed and its decision as it was made."""


DECIDED_AS_A_WHOLE = """
IF NEW.state <> OLD.state AND NEW.state = 'decided' AND EXISTS (
    SELECT 1 FROM supply_changeline l WHERE l.notification_id = NEW.id AND l.state = 'proposed') THEN
  RAISE EXCEPTION 'A notification is decided when each of its lines is'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'change_decided_line_by_line';
END IF;
IF NEW.state <> OLD.state AND NEW.state = 'withdrawn' AND EXISTS (
    SELECT 1 FROM supply_changeline l WHERE l.notification_id = NEW.id AND l.state <> 'proposed') THEN
  RAISE EXCEPTION 'A notification of which a line is decided is not withdrawn'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'change_not_withdrawn_once_decided';
END IF;
RETURN NEW;
"""
"""Body of the trigger by which a notification is over when its lines are, and not before."""


@pghistory.track()
class ChangeNotification(Stateful):
    """
    What a prime proposes to change of its rate card or its subcontractors, and where the proposal stands.

    `waiting_since` is when it came to whoever has to act now, and `due_on` the last day on which they do so
    in time, by a rule of the scheme; nobody's clock runs on a draft.
    """

    reference = models.CharField(
        max_length=16, unique=True, editable=False, db_default=reference_default("CN")
    )
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="changes")
    prime = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="changes_proposed")
    title = models.CharField(max_length=200)
    case = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=ChangeState, default=ChangeState.DRAFT)
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)

    MOVES: ClassVar[Sequence[Move]] = CHANGE_MOVES

    class Meta:
        ordering: ClassVar = ["-drafted_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[ChangeState.DRAFT, ChangeState.WITHDRAWN])
                | Q(submitted_at__isnull=False),
                name="change_submitted_has_its_moment",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="change_says_what_it_is"),
        ]
        indexes: ClassVar = [
            models.Index("scheme", "state", "waiting_since", name="change_waiting_in_scheme"),
            models.Index("prime", "state", name="change_by_prime"),
        ]
        triggers: ClassVar = [
            fsm(CHANGE_MOVES),
            pgtrigger.Trigger(
                name="decided_as_a_whole",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=DECIDED_AS_A_WHOLE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.title}"

    def organisations_for(self, permission: str) -> Iterable[int]:
        """The prime proposes; whoever oversees the scheme reviews and decides."""
        return (self.prime_id if permission == Permission.PROPOSE_PRICES else self.scheme.steward_id,)


class ChangeMove(MoveRow):
    """One step of a Change Notification."""

    subject = models.ForeignKey(ChangeNotification, on_delete=models.PROTECT, related_name="moves")

    class Meta(MoveRow.Meta):
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.name}"


@pghistory.track()
class ChangeLine(Stateful):
    """
    One change that is proposed, decided by itself.

    Of an item: `service`, the `agreement` at the top of its chain, and the `item`, which a new item gets
    when it is approved; until then what it would be stands here and can be bought by no route. Of a
    subcontractor (S232): `agreement` is the one that ends, or the one above the new subcontractor,
    `organisation` who comes, and `replaces` the agreement whose work they take over, for the `same_prices` or
    for others. Approved, it has `made` the agreement that stands from its day; `carried_out_at` is when
    services and referrals followed, on that day or at the first act after it.
    `from_on` is the day proposed and `in_force_on` the one decided; `was` is the amount that held before.
    """

    notification = models.ForeignKey(ChangeNotification, on_delete=models.PROTECT, related_name="lines")
    number = models.SmallIntegerField()
    kind = models.CharField(max_length=30, choices=ChangeKind)
    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.PROTECT, related_name="changes"
    )
    item = models.ForeignKey(
        RateCardItem, null=True, blank=True, on_delete=models.PROTECT, related_name="changes"
    )
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="changes")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    replaces = models.ForeignKey(
        Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    made = models.OneToOneField(
        Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="made_by"
    )
    same_prices = models.BooleanField(default=False, db_default=False)
    carried_out_at = models.DateTimeField(null=True, blank=True)
    name = models.CharField(max_length=120, blank=True)
    part = models.CharField(max_length=3, choices=CardPart, blank=True)
    unit = models.CharField(max_length=20, choices=PriceUnit, blank=True)
    usual_sessions = models.SmallIntegerField(null=True, blank=True)
    usual_minutes = models.SmallIntegerField(null=True, blank=True)
    buyer_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    area_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    amount = MoneyField(null=True, blank=True)
    was = MoneyField(null=True, blank=True)
    from_on = models.DateField()
    why = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=LineState, default=LineState.PROPOSED)
    in_force_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    meeting = models.ForeignKey(
        BoardMeeting, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )

    MOVES: ClassVar[Sequence[Move]] = LINE_MOVES

    class Meta:
        ordering: ClassVar = ["notification", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notification", "number"], name="change_line_numbered_once"),
            models.UniqueConstraint(
                fields=["notification", "item"],
                condition=Q(item__isnull=False),
                name="change_of_an_item_once_in_a_notification",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=SETS_A_PRICE, amount__isnull=False, amount__gte=Money.zero())
                | (~Q(kind__in=SETS_A_PRICE) & Q(amount__isnull=True)),
                name="change_line_has_its_amount",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[ChangeKind.NEW_PRICE, ChangeKind.PRICE_CHANGE, ChangeKind.ITEM_WITHDRAWN],
                    service__isnull=False,
                    item__isnull=False,
                )
                | (
                    Q(kind=ChangeKind.NEW_ITEM, service__isnull=False, usual_sessions__gte=1)
                    & Q(usual_minutes__gte=1)
                    & ~Q(name="")
                    & ~Q(unit="")
                    & ~Q(part="")
                    & (Q(state=LineState.APPROVED) ^ Q(item__isnull=True))
                )
                | Q(kind=ChangeKind.SUBCONTRACTOR_ADDED, item__isnull=True, organisation__isnull=False)
                | Q(kind=ChangeKind.SUBCONTRACTOR_REMOVED, item__isnull=True, organisation__isnull=True),
                name="change_line_says_what_it_changes",
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind=ChangeKind.SUBCONTRACTOR_ADDED)
                    & (Q(state=LineState.APPROVED) ^ Q(made__isnull=True))
                    & (Q(replaces__isnull=False) | Q(same_prices=False))
                )
                | Q(made__isnull=True, replaces__isnull=True, same_prices=False),
                name="change_line_makes_an_agreement",
            ),
            models.CheckConstraint(
                condition=Q(carried_out_at__isnull=True) | Q(kind__in=IN_THE_CHAIN, state=LineState.APPROVED),
                name="change_line_carried_out_once_approved",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=LineState.PROPOSED,
                    decided_at__isnull=True,
                    in_force_on__isnull=True,
                    meeting__isnull=True,
                )
                | Q(state=LineState.APPROVED, decided_at__isnull=False, in_force_on__isnull=False)
                | (Q(state=LineState.REJECTED, decided_at__isnull=False) & ~Q(reason="")),
                name="change_line_decided_as_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(in_force_on__isnull=True) | Q(in_force_on__gte=F("from_on")),
                name="change_not_before_it_was_asked_for",
            ),
        ]
        indexes: ClassVar = [
            models.Index("agreement", name="change_of_agreement"),
            models.Index(
                "in_force_on",
                name="change_to_carry_out",
                condition=Q(kind__in=IN_THE_CHAIN, state=LineState.APPROVED, carried_out_at__isnull=True),
            ),
        ]
        triggers: ClassVar = [
            fsm(LINE_MOVES),
            pgtrigger.Trigger(
                name="written_by_the_prime",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=WRITTEN_BY_THE_PRIME,
                declare=[("stands", "text")],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, line {self.number}"

    def organisations_for(self, permission: str) -> Iterable[int]:
        """Whoever oversees the scheme decides."""
        return (self.notification.scheme.steward_id,)


class ChangeLineMove(MoveRow):
    """The decision on one line."""

    subject = models.ForeignKey(ChangeLine, on_delete=models.PROTECT, related_name="moves")

    class Meta(MoveRow.Meta):
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.name}"
