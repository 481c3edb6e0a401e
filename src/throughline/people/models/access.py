"""The one indexed table of who may see which person, because of what, and until when (design, section 5)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughline.core.models import Organisation, User
from throughline.people.models.person import Person


class PersonAccess(models.Model):
    """
    A user, or those who see every case of an organisation, may see a person until a moment (D12, D14).

    Written by the moves that cause it, in their transaction. `scope` says as what: whoever supervises
    sees every risk flag, whoever delivers sees those in `shared_flags` only, the person sees none.
    `because` and `because_id` name the record the right comes from, so that its end can find it.
    """

    class Scope(models.TextChoices):
        SUPERVISE = "supervise", "Supervises the person"
        DELIVER = "deliver", "Delivers a service to the person"
        SELF = "self", "Is the person"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="access")
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=10, choices=Scope)
    shared_flags = ArrayField(models.BigIntegerField(), default=list)
    because = models.CharField(max_length=20)
    because_id = models.BigIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) ^ Q(organisation__isnull=False),
                name="access_for_a_user_or_an_organisation",
            ),
            models.UniqueConstraint(
                fields=["because", "because_id", "user", "organisation"],
                nulls_distinct=False,
                name="access_once_for_one_cause",
            ),
        ]
        indexes: ClassVar = [
            models.Index("person", name="access_by_person"),
            models.Index("user", "person", name="access_by_user", condition=Q(user__isnull=False)),
            models.Index(
                "organisation",
                "person",
                name="access_by_organisation",
                condition=Q(organisation__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} of person {self.person_id} because of {self.because} {self.because_id}"
