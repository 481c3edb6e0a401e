"""Transfers of many cases, from who is asking: planned, carried out, and received (S223)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from throughline.core.access.actor import Actor
from throughline.core.access.permissions import roles
from throughline.core.models import Membership, User
from throughline.core.time import london_day
from throughline.people.models import Person, Supervision, Transfer, TransferLine
from throughline.people.queries.limits import hidden_from
from throughline.people.queries.people import people_managed_by
from throughline.vocabulary.permissions import Permission


def transfers_visible_to(actor: Actor) -> QuerySet[Transfer]:
    """The transfers from and to organisations whose cases the actor manages."""
    theirs = actor.holds(Permission.MANAGE_CASES)
    return Transfer.objects.filter(Q(from_organisation__in=theirs) | Q(to_organisation__in=theirs))


def lines_of(transfer: Transfer, actor: Actor) -> QuerySet[TransferLine]:
    """The cases of a transfer that the actor may know of: those that a limit hides are not among them."""
    return TransferLine.objects.filter(~hidden_from(actor), transfer=transfer)


def with_numbers(transfers: QuerySet[Transfer], actor: Actor) -> QuerySet[Transfer]:
    """Each with `number`, how many of its cases the actor may know of, and `going`, how many of them go."""
    known = ~hidden_from(actor, "lines__person")
    return transfers.annotate(
        number=Count("lines", filter=known),
        going=Count("lines", filter=known & Q(lines__left_out="")),
    )


def received_by(actor: Actor) -> QuerySet[TransferLine]:
    """The cases that came to the actor by a transfer, are still theirs, and were not said to be read."""
    if actor.user is None:
        return TransferLine.objects.none()
    return TransferLine.objects.filter(
        ~hidden_from(actor),
        to_officer=actor.user,
        moved_at__isnull=False,
        returned_at=None,
        acknowledged_at=None,
    )


def supervised_now(actor: Actor, organisation_id: int, at: datetime) -> QuerySet[Supervision]:
    """The supervisions now, for an organisation, of people whose case the actor manages and may see."""
    people = people_managed_by(actor, at)
    return Supervision.objects.filter(
        Exists(people.filter(pk=OuterRef("person"))),
        during__contains=london_day(at),
        organisation=organisation_id,
    )


def loads_of(officers: Sequence[User], at: datetime) -> dict[int, int]:
    """
    How many people each officer supervises, in the order of `officers`, as far as whoever asks sees them.

    So that who is given a case tells of none that is hidden from whoever gives it.
    """
    held = Supervision.objects.filter(officer__in=officers, during__contains=london_day(at))
    counted = dict(held.values_list("officer").annotate(number=Count("pk")))
    return {one.pk: counted.get(one.pk, 0) for one in officers}


def officers_for(organisation_id: int, on: date) -> QuerySet[User]:
    """The accounts that may supervise people for an organisation on a day, by name."""
    supervising = [code for code, role in roles().items() if Permission.SUPERVISE in role.permissions]
    return User.objects.filter(
        Exists(
            Membership.objects.filter(
                user=OuterRef("pk"),
                organisation=organisation_id,
                role__in=supervising,
                during__contains=on,
            )
        ),
        is_active=True,
    ).order_by("full_name", "pk")


def lines_about(person: Person) -> QuerySet[TransferLine]:
    """The transfers by which a person went from one officer to another, or back, the latest first."""
    moved = TransferLine.objects.filter(person=person, moved_at__isnull=False)
    return moved.select_related("from_officer", "to_officer").order_by("-moved_at")


def that_went(transfer: Transfer | int, at: datetime) -> QuerySet[TransferLine]:
    """The lines by which a case went, or went back, at this moment."""
    return TransferLine.objects.filter(Q(moved_at=at) | Q(returned_at=at), transfer=transfer)
