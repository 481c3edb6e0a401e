"""The noticeboard: what is needed, beside what is offered, each answered with a status (S76)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from throughline.core.fields import MoneyField
from throughline.core.immutable import never_changed
from throughline.core.models import Area, Organisation, User
from throughline.core.money import Money
from throughline.core.reference_numbers import reference_default
from throughline.core.states import Move, MoveRow, Stateful, fsm
from throughline.core.time import london_day
from throughline.supply.models.schemes import AreaRole, Scheme
from throughline.supply.models.services import Service
from throughline.supply.states import NEED_MOVES, OFFER_MOVES, NeedState, OfferState
from throughline.vocabulary.needs import Need
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.populations import Population
from throughline.vocabulary.routes import PriceUnit

MADE_TO_WHO_ASKED = """
IF NEW.need_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM supply_statedneed n
     WHERE n.id = NEW.need_id AND n.asker_id = NEW.to_id AND n.scheme_id = NEW.scheme_id) THEN
  RAISE EXCEPTION 'An offer that answers a need is made to whoever stated it'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'offer_is_made_to_who_asked';
END IF;
RETURN NEW;
"""
"""Body of the trigger that keeps an offer with the need it answers."""


@pghistory.track()
class StatedNeed(Stateful):
    """
    What `asker` needs in an area and does not find: for how many people a year, and by when.

    `waiting_since` is set while it waits for its first answer, and says since when.
    """

    reference = models.CharField(
        max_length=16, unique=True, editable=False, db_default=reference_default("SN")
    )
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="stated_needs")
    asker = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="stated_needs")
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    need = models.CharField(max_length=20, choices=Need)
    population = models.CharField(max_length=20, choices=Population, default=Population.ANYBODY)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    people = models.IntegerField()
    wanted_by = models.DateField()
    stated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=NeedState, default=NeedState.WAITING)
    waiting_since = models.DateTimeField(null=True, blank=True)

    MOVES: ClassVar[Sequence[Move]] = NEED_MOVES

    class Meta:
        ordering: ClassVar = ["stated_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(people__gte=1), name="stated_need_is_for_somebody"),
            models.CheckConstraint(
                condition=Q(state=NeedState.WAITING, waiting_since__isnull=False)
                | (~Q(state=NeedState.WAITING) & Q(waiting_since__isnull=True)),
                name="stated_need_waits_since_a_moment",
            ),
        ]
        indexes: ClassVar = [models.Index("scheme", "state", name="stated_need_by_state")]
        triggers: ClassVar = [fsm(NEED_MOVES)]

    def __str__(self) -> str:
        return self.title

    def organisations_for(self, permission: str) -> Iterable[int]:
        """
        Who asked; to say that it cannot be met now, the scheme's steward and the primes thereabouts.

        Those of its area, of areas within it and of those around it, on the day it was stated.
        """
        if permission != Permission.ANSWER_NEEDS:
            return (self.asker_id,)
        here = (
            Q(area=self.area_id)
            | Q(area__parents__parent=self.area_id)
            | Q(area__children__area=self.area_id)
        )
        primes = AreaRole.objects.filter(
            here,
            scheme=self.scheme_id,
            role=AreaRole.Role.PRIME,
            during__contains=london_day(self.stated_at),
        )
        return (*primes.values_list("organisation", flat=True), self.scheme.steward_id)


class StatedNeedMove(MoveRow):
    """One move in the life of a stated need."""

    subject = models.ForeignKey(StatedNeed, on_delete=models.PROTECT, related_name="moves")

    class Meta(MoveRow.Meta):
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.name}"


@pghistory.track()
class Offer(Stateful):
    """
    What `offerer` offers `to` a body that buys: a service of the directory, or one that is proposed.

    An offer to a stated need is made to whoever stated it: the database refuses others. Its price stands
    apart (`OfferPrice`), because fewer people see it.
    """

    reference = models.CharField(
        max_length=16, unique=True, editable=False, db_default=reference_default("OF")
    )
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="offers")
    offerer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="offers")
    to = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="offers_received")
    need = models.ForeignKey(
        StatedNeed, null=True, blank=True, on_delete=models.PROTECT, related_name="offers"
    )
    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.PROTECT, related_name="offers"
    )
    title = models.CharField(max_length=200)
    proposal = models.TextField(blank=True)
    capacity = models.IntegerField()
    available_from = models.DateField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=OfferState, default=OfferState.MADE)

    MOVES: ClassVar[Sequence[Move]] = OFFER_MOVES

    class Meta:
        ordering: ClassVar = ["made_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(capacity__gte=1), name="offer_has_room"),
            models.CheckConstraint(condition=~Q(offerer=F("to")), name="offer_between_two"),
            models.CheckConstraint(
                condition=Q(service__isnull=False) | ~Q(proposal=""), name="offer_says_what_is_offered"
            ),
        ]
        indexes: ClassVar = [
            models.Index("to", "state", name="offer_by_who_answers"),
            models.Index("offerer", "state", name="offer_by_who_offers"),
        ]
        triggers: ClassVar = [
            fsm(OFFER_MOVES),
            pgtrigger.Trigger(
                name="made_to_who_asked",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=MADE_TO_WHO_ASKED,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def organisations_for(self, permission: str) -> Iterable[int]:
        """Who offers withdraws it; whom it is made to answers."""
        return (self.offerer_id if permission == Permission.OFFER_SERVICES else self.to_id,)


class OfferPrice(models.Model):
    """What an offer costs: read by who offers, whom it is offered to, and the scheme's steward only."""

    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="price")
    amount = MoneyField()
    unit = models.CharField(max_length=20, choices=PriceUnit)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__gte=Money.zero()), name="offer_price_not_below_nothing"
            )
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.amount.display()} for {self.get_unit_display()}"


class OfferMove(MoveRow):
    """One move in the life of an offer."""

    subject = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="moves")

    class Meta(MoveRow.Meta):
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.name}"
