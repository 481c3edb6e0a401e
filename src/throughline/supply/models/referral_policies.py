"""One referral policy of each organisation at a time, and the local notes beside it (S69, S70)."""

from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from throughline.core.fields import PeriodField
from throughline.core.immutable import never_changed
from throughline.core.models import Organisation, User
from throughline.core.reference_numbers import reference_default
from throughline.supply.models.services import ServiceKind
from throughline.vocabulary.routes import FundingRoute
from throughline.vocabulary.stances import Stance

_ONE_SUBJECT = Q(kind__isnull=True) | Q(route="")
"""A stance is on a kind of service, on a route, or on every service: never on a kind and a route."""


@pghistory.track()
class ReferralPolicy(models.Model):
    """
    What an organisation says to those who refer, from a day until its next policy.

    Two never hold on one day. Once written its words stay: it ends when another begins, and both are read.
    """

    reference = models.CharField(
        max_length=16, unique=True, editable=False, db_default=reference_default("RP")
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="referral_policies")
    title = models.CharField(max_length=200)
    text = models.TextField()
    during = PeriodField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-during", "-pk"]
        constraints: ClassVar = [
            ExclusionConstraint(
                name="one_referral_policy_at_a_time",
                expressions=[("organisation", "="), ("during", "&&")],
                violation_error_message="Another referral policy already holds on these days",
            )
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="words_stay",
                fields=["organisation", "title", "text", "written_by", "written_at", "reference"],
            ),
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.title


class PolicyStance(models.Model):
    """What a policy says of one kind of service, one route, or every service."""

    policy = models.ForeignKey(ReferralPolicy, on_delete=models.PROTECT, related_name="stances")
    kind = models.ForeignKey(ServiceKind, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    route = models.CharField(max_length=20, choices=FundingRoute, blank=True)
    stance = models.CharField(max_length=20, choices=Stance)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=_ONE_SUBJECT, name="policy_stance_on_one_subject"),
            models.UniqueConstraint(
                fields=["policy", "kind", "route"],
                nulls_distinct=False,
                name="policy_speaks_once_of_a_subject",
            ),
        ]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.policy_id}: {self.stance}"


class Team(models.Model):
    """A team of an organisation, as its notes name it: once, whatever letters are capital."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint("organisation", Lower("name"), name="team_once_in_an_organisation"),
            models.CheckConstraint(condition=~Q(name=""), name="team_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class LocalNote(models.Model):
    """
    What somebody says to one team, or to the whole organisation (`team` empty), beside its policy.

    It holds from its first day until it is ended (`NoteEnd`); its words stay.
    """

    reference = models.CharField(
        max_length=16, unique=True, editable=False, db_default=reference_default("LN")
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="local_notes")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="notes")
    kind = models.ForeignKey(ServiceKind, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    route = models.CharField(max_length=20, choices=FundingRoute, blank=True)
    stance = models.CharField(max_length=20, choices=Stance)
    text = models.TextField()
    from_on = models.DateField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-from_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=_ONE_SUBJECT, name="local_note_on_one_subject"),
        ]
        indexes: ClassVar = [models.Index("organisation", "from_on", name="local_note_by_organisation")]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.reference}: {self.stance}"


class NoteEnd(models.Model):
    """That a local note holds no longer, and why."""

    note = models.OneToOneField(LocalNote, on_delete=models.PROTECT, related_name="end")
    why = models.TextField()
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(why=""), name="note_end_says_why")]
        triggers: ClassVar = never_changed()

    def __str__(self) -> str:
        return f"{self.note_id} ended: {self.why}"
