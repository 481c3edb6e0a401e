"""Agreements: a chain from the payer down, from which an organisation's tier follows (D1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from throughline.core.fields import PeriodField
from throughline.core.immutable import never_changed
from throughline.core.models import Area, Organisation
from throughline.core.reference_numbers import reference_default
from throughline.core.states import Move, MoveRow, Stateful, fsm
from throughline.supply.models.schemes import Scheme
from throughline.supply.states import AGREEMENT_MOVES, AgreementState

PLACE_IN_CHAIN = """
IF TG_OP = 'UPDATE' AND (OLD.above_id IS DISTINCT FROM NEW.above_id
    OR OLD.payer_id <> NEW.payer_id OR OLD.provider_id <> NEW.provider_id) THEN
  RAISE EXCEPTION 'An agreement keeps its place in the chain and its parties: end it and make another'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_keeps_its_place';
END IF;
IF NEW.above_id IS NULL THEN
  NEW.tier := 1;
  NEW.path := ARRAY[NEW.id];
  NEW.parties := ARRAY[NEW.payer_id, NEW.provider_id];
  RETURN NEW;
END IF;
SELECT * INTO above FROM supply_agreement WHERE id = NEW.above_id;
IF above.provider_id <> NEW.payer_id THEN
  RAISE EXCEPTION 'The payer of an agreement is the provider of the agreement above it'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_hangs_together';
END IF;
IF NEW.provider_id = ANY (above.parties) THEN
  RAISE EXCEPTION 'An organisation stands only once in a chain of agreements'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_has_no_cycle';
END IF;
NEW.tier := above.tier + 1;
NEW.path := above.path || NEW.id;
NEW.parties := above.parties || NEW.provider_id;
RETURN NEW;
"""
"""Body of the trigger that places an agreement in its chain and refuses one that would not hang together."""


@pghistory.track()
class Agreement(Stateful):
    """
    One agreement between a payer and a provider, hanging from the one above it in the chain.

    `tier`, `path` (agreement ids from the top to this one) and `parties` (organisation ids from the
    payer at the top to this provider) are written by the database from the position, never by hand
    (D1). An agreement can be under negotiation while its services are already delivered (D7); one taken
    from another's records that do not say when it was signed stands as such until somebody says.
    """

    class Form(models.TextChoices):
        CONTRACT = "contract", "Contract with the state"
        PARTNERING = "ispa", "Industry standard partnering agreement (ISPA)"
        LITE = "lite", "Light partnering agreement"
        GRANT = "grant", "Grant letter"
        NOT_RECORDED = "unknown", "Not recorded"

    reference = models.CharField(
        max_length=16, unique=True, editable=False, db_default=reference_default("AG")
    )
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="agreements")
    payer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pays_under")
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="provides_under")
    above = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="below")
    title = models.CharField(max_length=250)
    their_reference = models.CharField(max_length=60, blank=True)
    form = models.CharField(max_length=20, choices=Form, default=Form.NOT_RECORDED)
    state = models.CharField(max_length=20, choices=AgreementState, default=AgreementState.NEGOTIATING)
    during = PeriodField()
    signed_on = models.DateField(null=True, blank=True)
    areas = models.ManyToManyField(Area, through="AgreementArea", related_name="agreements")
    tier = models.SmallIntegerField(editable=False, default=0)
    path = ArrayField(models.BigIntegerField(), editable=False, default=list)
    parties = ArrayField(models.BigIntegerField(), editable=False, default=list)

    MOVES: ClassVar[Sequence[Move]] = AGREEMENT_MOVES

    class Meta:
        ordering: ClassVar = ["reference"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(payer=F("provider")), name="agreement_between_two"),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=False)
                | Q(
                    state__in=(
                        AgreementState.NEGOTIATING,
                        AgreementState.NOT_RECORDED,
                        AgreementState.ABANDONED,
                        AgreementState.ENDED,
                    )
                ),
                name="agreement_signed_has_its_date",
            ),
            models.UniqueConstraint(
                fields=["scheme", "their_reference", "provider"],
                condition=~Q(their_reference=""),
                name="agreement_known_by_its_payers_reference",
            ),
        ]
        indexes: ClassVar = [models.Index("provider", "scheme", name="agreement_by_provider")]
        triggers: ClassVar = [
            fsm(AGREEMENT_MOVES),
            pgtrigger.Trigger(
                name="place_in_chain",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=PLACE_IN_CHAIN,
                declare=[("above", "supply_agreement%ROWTYPE")],
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def organisations_for(self, permission: str) -> Iterable[int]:
        """Either party acts on an agreement."""
        return (self.payer_id, self.provider_id)


class AgreementMove(MoveRow):
    """One move in an agreement's life."""

    subject = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="moves")

    class Meta(MoveRow.Meta):
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.name}"


class AgreementArea(models.Model):
    """An agreement reaches an area."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE)
    area = models.ForeignKey(Area, on_delete=models.PROTECT)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "area"], name="agreement_reaches_an_area_once")
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} in {self.area_id}"


class Chain(tuple[Agreement, ...]):
    """Agreements from the payer at the top down to the one who delivers."""

    @property
    def prime(self) -> Organisation | None:
        """The Tier 1 organisation, or nothing for a service outside every agreement."""
        return self[0].provider if self else None
