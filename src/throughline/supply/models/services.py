"""The directory: kinds of service, and its entries with their life."""

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
from throughline.core.models import Area, Organisation, User
from throughline.core.reference_numbers import reference_default
from throughline.core.states import Move, MoveRow, Stateful, fsm
from throughline.supply.models.agreements import Agreement
from throughline.supply.models.said import says_again
from throughline.supply.models.schemes import Scheme
from throughline.supply.states import SERVICE_MOVES, ServiceState
from throughline.vocabulary.delivery import Channel, Intake, Language, Mode
from throughline.vocabulary.involved import Involved, in_their_order
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.service_types import ServiceType


@pghistory.track()
class ServiceKind(models.Model):
    """A kind of service in a scheme, with the NSI code its referrals run on: derived, never chosen (S90)."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="service_kinds")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    nsi_code = models.CharField(max_length=20)
    nsi_source = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["scheme", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "code"], name="service_kind_once_in_a_scheme"),
            models.CheckConstraint(condition=~Q(nsi_code=""), name="service_kind_has_its_nsi_code"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Service(Stateful):
    """
    One entry of the service directory.

    `agreement` is the lowest agreement of the chain it is delivered under; a voluntary or legacy
    service has none and makes no money entries (S21). `deliverer` is who does the work (S5).

    What is left empty was not recorded: `sessions`, `session_minutes` and `weeks` are the usual dose,
    `waiting_days` the wait the provider states, on the day `waiting_said_on`. `intake_cap` is how many
    referrals a capped service takes in a month; a closed one names `alternative` or says why in
    `intake_note` (S63), and `intake_said_on` is the day on which it was closed, capped or opened.
    `review_days` takes the place of the scheme's interval for confirming (D4). Whether children come is
    `meets_children` and never in `involves`; `everything_involved` holds both (S96).
    """

    reference = models.CharField(
        max_length=16, unique=True, editable=False, db_default=reference_default("SV")
    )
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="services")
    kind = models.ForeignKey(ServiceKind, on_delete=models.PROTECT, related_name="services")
    name = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    service_type = models.CharField(max_length=20, choices=ServiceType, default=ServiceType.OTHER)
    what_happens = models.TextField(blank=True)
    mode = models.CharField(max_length=12, choices=Mode, default=Mode.UNKNOWN)
    channels = ArrayField(models.CharField(max_length=10, choices=Channel), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=3, choices=Language), default=list, blank=True)
    sessions = models.SmallIntegerField(null=True, blank=True)
    session_minutes = models.SmallIntegerField(null=True, blank=True)
    weeks = models.SmallIntegerField(null=True, blank=True)
    deliverer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="delivers")
    agreement = models.ForeignKey(
        Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="services"
    )
    state = models.CharField(max_length=20, choices=ServiceState, default=ServiceState.DRAFT)
    during = PeriodField()
    for_women = models.BooleanField(default=True)
    for_men = models.BooleanField(default=True)
    youngest = models.SmallIntegerField(null=True, blank=True)
    oldest = models.SmallIntegerField(null=True, blank=True)
    indicative_rar_days = models.SmallIntegerField(null=True, blank=True)
    places = models.IntegerField(null=True, blank=True)
    intake = models.CharField(max_length=10, choices=Intake, default=Intake.OPEN)
    intake_cap = models.SmallIntegerField(null=True, blank=True)
    intake_note = models.TextField(blank=True)
    intake_said_on = models.DateField(null=True, blank=True)
    alternative = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="stands_in_for"
    )
    waiting_days = models.SmallIntegerField(null=True, blank=True)
    waiting_said_on = models.DateField(null=True, blank=True)
    meets_children = models.BooleanField(default=False)
    involves = ArrayField(models.CharField(max_length=12, choices=Involved), default=list, blank=True)
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_on = models.DateField(null=True, blank=True)
    review_days = models.SmallIntegerField(null=True, blank=True)
    their_reference = models.CharField(max_length=60, blank=True)
    areas = models.ManyToManyField(Area, through="ServiceArea", related_name="services")

    MOVES: ClassVar[Sequence[Move]] = SERVICE_MOVES

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(for_women=True) | Q(for_men=True), name="service_is_for_somebody"
            ),
            models.CheckConstraint(
                condition=Q(youngest__isnull=True) | Q(oldest__isnull=True) | Q(youngest__lte=F("oldest")),
                name="service_ages_in_order",
            ),
            models.CheckConstraint(
                condition=(Q(intake=Intake.CAPPED, intake_cap__isnull=False, intake_cap__gte=1))
                | (~Q(intake=Intake.CAPPED) & Q(intake_cap__isnull=True)),
                name="capped_service_says_how_many",
            ),
            models.CheckConstraint(
                condition=~Q(intake=Intake.CLOSED) | Q(alternative__isnull=False) | ~Q(intake_note=""),
                name="closed_service_says_what_instead",
            ),
            models.CheckConstraint(
                condition=~Q(involves__contains=[Involved.CHILDREN]),
                name="service_says_in_one_place_that_children_come",
            ),
            models.CheckConstraint(
                condition=Q(alternative__isnull=True) | ~Q(alternative=F("pk")),
                name="service_not_its_own_alternative",
            ),
            models.CheckConstraint(
                condition=Q(waiting_days__isnull=True, waiting_said_on__isnull=True)
                | Q(waiting_days__isnull=False, waiting_days__gte=0, waiting_said_on__isnull=False),
                name="stated_wait_has_its_day",
            ),
            models.CheckConstraint(
                condition=(Q(sessions__isnull=True) | Q(sessions__gte=1))
                & (Q(session_minutes__isnull=True) | Q(session_minutes__gte=1))
                & (Q(weeks__isnull=True) | Q(weeks__gte=1))
                & (Q(review_days__isnull=True) | Q(review_days__gte=1)),
                name="service_dose_and_interval_above_nothing",
            ),
            models.UniqueConstraint(
                fields=["scheme", "their_reference"],
                condition=~Q(their_reference=""),
                name="service_known_by_its_commissioners_reference",
            ),
        ]
        indexes: ClassVar = [
            models.Index("deliverer", "state", name="service_by_deliverer"),
        ]
        triggers: ClassVar = [
            fsm(SERVICE_MOVES),
            says_again(pgtrigger.Insert, "SELECT id FROM new_values"),
            says_again(
                pgtrigger.Update,
                "SELECT n.id FROM new_values n JOIN old_values o ON o.id = n.id "
                "WHERE (o.name, o.summary, o.what_happens, o.deliverer_id) IS DISTINCT FROM "
                "(n.name, n.summary, n.what_happens, n.deliverer_id)",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def everything_involved(self) -> list[Involved]:
        """What a session may involve, children among it where the service meets them (S96)."""
        return in_their_order([*self.involves, *([Involved.CHILDREN] if self.meets_children else [])])

    def organisations_for(self, permission: str) -> Iterable[int]:
        """The deliverer and everyone above it in the chain keep the entry; who oversees the scheme too."""
        if permission == Permission.OVERSEE_SCHEME:
            return {self.scheme.steward_id}
        above = self.agreement.parties[1:] if self.agreement else []
        return {self.deliverer_id, *above}


class ServiceMove(MoveRow):
    """One move in the life of a directory entry."""

    subject = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="moves")

    class Meta(MoveRow.Meta):
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.name}"
