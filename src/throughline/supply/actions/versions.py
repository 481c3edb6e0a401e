"""Keeping every version of an entry: what stood before a change, and what stands after it (S59, S62)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from throughline.core.access.actor import current_actor
from throughline.core.access.permissions import require
from throughline.core.models import User
from throughline.supply.models import Service, ServiceVersion
from throughline.supply.queries.content import Content, content_of, contents_of
from throughline.supply.queries.versions import places_to_hide, readable
from throughline.supply.refusals import ServiceIsWithdrawn, WithheldPlaceGivenAway
from throughline.supply.rules.withheld import given_away, texts_in
from throughline.supply.states import ServiceState
from throughline.vocabulary.permissions import Permission

AS_IT_STOOD: Final = "As it stood before the first change that was kept"
_together: ContextVar[set[int] | None] = ContextVar("entries_changed_together", default=None)


@contextmanager
def changing(service: Service, *, by: User, at: datetime, to: str, why: str = "") -> Iterator[None]:
    """
    Change an entry inside the block: whoever may, one at a time, keeping what stood before and after.

    `to` finishes the sentence "You cannot … because your role does not allow it". All of it happens in one
    transaction, or none of it does.

    :raises NotAllowed: the current actor keeps no entry of this chain
    :raises ServiceIsWithdrawn: its record stays as it was
    :raises WithheldPlaceGivenAway: a text of the entry would give a withheld place away
    """
    require_keeper(service, to=to)
    with transaction.atomic():
        locked = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
        if locked.state == ServiceState.WITHDRAWN:
            raise ServiceIsWithdrawn(
                f"{locked.name} was withdrawn, so its record stays as it was. Copy it to offer it again"
            )
        keep_first_versions([service.pk], at=at)
        yield
        if (together := _together.get()) is None:
            keep_version(service, by=by, at=at, why=why)
        else:
            if places_to_hide(service.pk):
                _refuse_giving_away(service, content_of(service))
            together.add(service.pk)


@contextmanager
def changing_together() -> Iterator[Callable[..., None]]:
    """
    Change many entries inside the block, each several times, and keep one version of each.

    Gives the function that keeps them: it is called, with `by`, `at` and `why`, when all is done and in the
    same transaction.
    """
    changed: set[int] = set()

    def keep(*, by: User | None, at: datetime, why: str) -> None:
        for service in Service.objects.filter(pk__in=changed).order_by("pk"):
            keep_version(service, by=by, at=at, why=why)

    token = _together.set(changed)
    try:
        yield keep
    finally:
        _together.reset(token)


def keep_version(service: Service, *, by: User | None, at: datetime, why: str = "") -> ServiceVersion | None:
    """
    Keep what stands in an entry now as its next version; nothing where that is what the last one says.

    Whoever calls holds the entry's lock, so that versions are numbered one after the other.

    :raises WithheldPlaceGivenAway: a text of the entry would give a withheld place away
    """
    content = content_of(service)
    _refuse_giving_away(service, content)
    last = service.versions.order_by("-number").first()
    if last is not None and last.content == content:
        return None
    return ServiceVersion.objects.create(
        service=service,
        number=last.number + 1 if last else 1,
        content=content,
        kept_at=at,
        by=by,
        why=why.strip(),
    )


def _refuse_giving_away(service: Service, content: Content) -> None:
    if found := given_away(texts_in(content), places_to_hide(service.pk)):
        raise WithheldPlaceGivenAway(
            f"“{found}” would give a withheld place away. Take it out of this text, or choose another name"
        )


def keep_first_versions(services: Iterable[int], *, at: datetime, why: str = AS_IT_STOOD) -> int:
    """
    Keep a first version of each of these entries that has none, in a number of queries that does not grow.

    For entries that came by a file or were generated. Gives how many were kept.
    """
    wanted = Service.objects.filter(pk__in=list(services)).annotate(last=Max("versions__number"))
    contents = contents_of(Service.objects.filter(pk__in=wanted.filter(last=None).values("pk")))
    ServiceVersion.objects.bulk_create(
        [
            ServiceVersion(service_id=pk, number=1, content=_harmless(pk, content), kept_at=at, why=why)
            for pk, content in contents.items()
        ],
        batch_size=1000,
    )
    return len(contents)


def _harmless(service_id: int, content: Content) -> Content:
    """What came in without anybody having looked is kept all the same, without what gives a place away."""
    return readable(service_id, content) if content["is_withheld"] else content


def require_keeper(service: Service, *, to: str) -> None:
    """
    Refuse whoever does not keep this entry: the deliverer, those above in the chain, the scheme’s steward.

    Asked before a row is locked: the database shows rows to lock only to those who may write them.

    :raises NotAllowed: with the sentence that `to` finishes
    """
    actor = current_actor()
    if service.scheme.steward_id in actor.holds(Permission.OVERSEE_SCHEME):
        return
    keepers = list(service.organisations_for(Permission.EDIT_SERVICES))
    require(actor, Permission.EDIT_SERVICES, within=keepers, to=to)
