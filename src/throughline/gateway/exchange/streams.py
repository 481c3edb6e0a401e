"""The streams of files that somebody exchanges: what came and went in each, and what is missing (S122)."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from throughline.core.access import Actor
from throughline.core.models import Organisation, ReceivedFile, SentFile, Stream
from throughline.vocabulary.permissions import Permission


def organisations_exchanging(actor: Actor) -> QuerySet[Organisation]:
    """The organisations for which `actor` exchanges files, by name."""
    return Organisation.objects.filter(pk__in=actor.holds(Permission.EXCHANGE_FILES)).order_by("name")


def streams_visible_to(actor: Actor) -> QuerySet[Stream]:
    """The streams of the organisations for which `actor` exchanges files, each with how many files wait."""
    waiting = Count("received", filter=Q(received__applied_at=None))
    return (
        Stream.objects.filter(organisation__in=organisations_exchanging(actor))
        .select_related("organisation")
        .annotate(waiting=waiting)
    )


def files_received(stream: Stream) -> QuerySet[ReceivedFile]:
    """What came in a stream, the latest first."""
    return stream.received.select_related("received_by", "loaded")


def files_to_hand_over(stream: Stream, actor: Actor) -> QuerySet[SentFile]:
    """What `actor` wrote in a stream and nobody has acknowledged, in the order to be handed over."""
    return stream.sent.filter(made_by=actor.user, acknowledged_at=None).order_by("number")


def missing_before(stream: Stream) -> tuple[int, ...]:
    """The numbers of the files for which others wait, the first of them first; at most 20."""
    numbers = stream.received.filter(applied_at=None).values_list("number", flat=True)
    waiting = {number for number in numbers if number is not None}
    if not waiting:
        return ()
    return tuple(n for n in range(stream.taken_to + 1, max(waiting)) if n not in waiting)[:20]
