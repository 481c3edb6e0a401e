"""People who use the system, and the roles they hold in organisations."""

from __future__ import annotations

from typing import Any, ClassVar

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models

from throughline.core.fields import PeriodField
from throughline.core.models.organisations import Organisation


class UserManager(BaseUserManager["User"]):
    """Makes users; there is no superuser: what anyone may do comes from memberships."""

    def create_user(self, email: str, full_name: str, password: str | None = None, **more: Any) -> User:
        """A new user with a normalised address; without a password they cannot sign in by one."""
        user = self.model(email=self.normalize_email(email).lower(), full_name=full_name, **more)
        user.set_password(password)
        user.save()
        return user


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractBaseUser):
    """Somebody who signs in. A person under supervision who does so is linked from `people.Person`."""

    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=200)
    telephone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        """The name as others see it."""
        return self.full_name


@pghistory.track()
class Membership(models.Model):
    """One role that a person holds in one organisation over a period."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40)
    during = PeriodField()

    class Meta:
        constraints: ClassVar = [
            ExclusionConstraint(
                name="membership_once_at_a_time",
                expressions=[("user", "="), ("organisation", "="), ("role", "="), ("during", "&&")],
                violation_error_message=(
                    "This person already holds this role in this organisation on these dates"
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.role} in {self.organisation}"
