"""The directory: services, what they answer, for whom, where, by which route, and whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q

from throughline.core.fields import PeriodField
from throughline.core.immutable import never_changed
from throughline.core.models import Area, Organisation, User
from throughline.core.reference_numbers import reference_default
from throughline.core.states import Move, MoveRow, Stateful, fsm
from throughline.supply.models.agreements import Agreement
from throughline.supply.models.schemes import Scheme
from throughline.supply.states import SERVICE_MOVES, ServiceState
from throughline.vocabulary.needs import Need
from throughline.vocabulary.routes import FundingRoute


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
    """

    reference = models.CharField(
        max_length=16, unique=True, editable=False, db_default=reference_default("SV")
    )
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="services")
    kind = models.ForeignKey(ServiceKind, on_delete=models.PROTECT, related_name="services")
    name = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
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
    meets_children = models.BooleanField(default=False)
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_on = models.DateField(null=True, blank=True)
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
            models.UniqueConstraint(
                fields=["scheme", "their_reference"],
                condition=~Q(their_reference=""),
                name="service_known_by_its_commissioners_reference",
            ),
        ]
        indexes: ClassVar = [
            GinIndex(OpClass("name", "gin_trgm_ops"), name="service_name_words"),
            GinIndex(SearchVector("name", "summary", config="english"), name="service_text_words"),
            models.Index("deliverer", "state", name="service_by_deliverer"),
        ]
        triggers: ClassVar = [fsm(SERVICE_MOVES)]

    def __str__(self) -> str:
        return self.name

    def organisations_for(self, permission: str) -> Iterable[int]:
        """The deliverer and everyone above it in the chain keep the entry true."""
        above = self.agreement.parties[1:] if self.agreement else []
        return {self.deliverer_id, *above}


class ServiceMove(MoveRow):
    """One move in the life of a directory entry."""

    subject = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="moves")

    class Meta(MoveRow.Meta):
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.name}"


class ServiceArea(models.Model):
    """A service is actually given in an area (S6: footprint as areas, never as a label)."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE)
    area = models.ForeignKey(Area, on_delete=models.PROTECT)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "area"], name="service_in_an_area_once")
        ]

    def __str__(self) -> str:
        return f"{self.service_id} in {self.area_id}"


class ServiceNeed(models.Model):
    """A need that a service answers; a service may answer several (S17)."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="needs")
    need = models.CharField(max_length=20, choices=Need)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "need"], name="service_answers_a_need_once")
        ]

    def __str__(self) -> str:
        return f"{self.service_id} answers {self.need}"


class ServiceActivity(models.Model):
    """What happens in a service: one activity, how it is given and where, in the provider's words."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="activities")
    need_area = models.CharField(max_length=200, blank=True)
    activity = models.TextField(blank=True)
    method = models.TextField(blank=True)
    place = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.activity[:60]


@pghistory.track()
class ServiceRoute(models.Model):
    """One funding route of a service: for which buyer (any, when empty), who pays, over which dates (D3)."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="routes")
    route = models.CharField(max_length=20, choices=FundingRoute)
    buyer = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="buys_by"
    )
    payer = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    during = PeriodField()

    class Meta:
        constraints: ClassVar = [
            ExclusionConstraint(
                name="one_route_for_a_buyer_at_a_time",
                expressions=[
                    ("service", "="),
                    (models.functions.Coalesce("buyer", 0), "="),
                    ("during", "&&"),
                ],
                violation_error_message="This buyer already has a route to this service on these dates",
            )
        ]

    def __str__(self) -> str:
        return f"{self.service_id} by {self.route}"
