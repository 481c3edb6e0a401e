"""Roles and permissions, and the one question asked of them before every write."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

from throughline.core.access.actor import Actor
from throughline.core.refusals import Refusal

if TYPE_CHECKING:
    from throughline.core.models import User


@dataclass(frozen=True)
class Role:
    """
    A readable list of permissions, with a sentence that says who holds it.

    `home` is the part of the site its holders begin at; `gives` are the codes of the roles they may give
    and end in the organisation in which they hold this one.
    """

    code: str
    name: str
    sentence: str
    permissions: frozenset[str]
    home: str
    gives: frozenset[str] = frozenset()


class NotAllowed(Refusal):
    """The person may not do this; `permission` and `within` say what was missing and where."""

    def __init__(self, sentence: str, *, permission: str, within: int | None = None) -> None:
        super().__init__(sentence)
        self.permission = permission
        self.within = within


@cache
def roles() -> Mapping[str, Role]:
    """Every role of the system by its code, from the catalogue named in `settings.ROLES`."""
    found: Iterable[Role] = import_string(settings.ROLES)
    return {role.code: role for role in found}


def actor_for(user: User, on: date) -> Actor:
    """The actor that `user` is on the day `on`: what the memberships in force that day allow (one query)."""
    held: dict[str, set[int]] = defaultdict(set)
    names: list[str] = []
    for organisation_id, code in user.memberships.filter(during__contains=on).values_list(
        "organisation_id", "role"
    ):
        role = roles()[code]
        names.append(role.code)
        for permission in role.permissions:
            held[permission].add(organisation_id)
    return Actor(user=user, held={p: frozenset(o) for p, o in held.items()}, role_names=tuple(names))


def require(actor: Actor, permission: str, *, within: int | Iterable[int] | None, to: str) -> None:
    """
    Refuse unless `actor` holds `permission` in `within` (one organisation, any of several, or anywhere).

    `to` finishes the sentence "You cannot … because your role does not allow it", as in "accept this
    referral". The system actor may do everything.

    :raises NotAllowed: with that sentence
    """
    if actor.is_system:
        return
    wanted = None if within is None else {within} if isinstance(within, int) else set(within)
    held = actor.holds(permission)
    if held if wanted is None else held & wanted:
        return
    raise NotAllowed(
        f"You cannot {to}, because your role does not allow it",
        permission=permission,
        within=next(iter(wanted), None) if wanted else None,
    )
