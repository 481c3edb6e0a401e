"""Giving and ending the right to see a person, with the move that causes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from throughline.core.access.actor import as_system
from throughline.core.models import Organisation, User
from throughline.people.models import Person, PersonAccess


def give_access(
    person: Person,
    *,
    to: User | Organisation,
    scope: PersonAccess.Scope,
    because: str,
    because_id: int,
    at: datetime,
    shared_flags: Sequence[int] = (),
) -> None:
    """
    Let a user, or those who see every case of an organisation, see `person` from `at` on.

    Given again for the same cause it is opened anew. `shared_flags` are the ids of the risk flags that
    somebody who delivers is told of (D14).
    """
    user = to if isinstance(to, User) else None
    organisation = to if isinstance(to, Organisation) else None
    with as_system():
        PersonAccess.objects.update_or_create(
            because=because,
            because_id=because_id,
            user=user,
            organisation=organisation,
            defaults={
                "person": person,
                "scope": scope,
                "shared_flags": list(shared_flags),
                "since": at,
                "until": None,
            },
        )


def share_more(*, because: str, because_id: int, flags: Sequence[int]) -> None:
    """Tell everybody who sees a person because of this of more risk flags, by their ids (S108)."""
    with as_system():
        rights = PersonAccess.objects.filter(because=because, because_id=because_id, until__isnull=True)
        for one in rights.select_for_update():
            one.shared_flags = sorted({*one.shared_flags, *flags})
            one.save(update_fields=["shared_flags"])


def end_access(*, because: str, because_id: int, at: datetime, user: User | None = None) -> None:
    """End at `at` every right that `because` gave, or only that of `user`."""
    rights = PersonAccess.objects.filter(because=because, because_id=because_id, until__isnull=True)
    if user is not None:
        rights = rights.filter(user=user)
    with as_system():
        rights.update(until=at)
