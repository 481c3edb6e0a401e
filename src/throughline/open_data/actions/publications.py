"""Publishing an edition: kept whole, and amended only by a further edition that says why (S199)."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max

from throughline.core.access import as_system, current_actor, require
from throughline.core.models import Organisation, User
from throughline.open_data.documents import Document, What, documents_for
from throughline.open_data.models import Publication
from throughline.open_data.queries.window import Window
from throughline.supply.models import Scheme
from throughline.vocabulary.permissions import Permission


class AmendmentSaysNothing(ValueError):
    """A further edition would differ from the one published, and nobody said why."""


@transaction.atomic
def publish(
    *, what: What, window: Window, by: User | None, at: datetime, why_amended: str = ""
) -> list[Publication]:
    """
    Publish what the record says, as the next edition of its quarter.

    Where that is what the latest edition says already, there is no other: the latest is given back.

    :raises AmendmentSaysNothing: there is an edition that says otherwise, and `why_amended` is empty
    :raises NotAllowed: the actor does not publish for the scheme's steward
    """
    require(
        current_actor(),
        Permission.PUBLISH,
        within=window.scheme.steward_id,
        to=f"publish for {window.scheme.name}",
    )
    return keep(
        documents=documents_for(what, window),
        scheme=window.scheme,
        period=str(window.quarter),
        by=by,
        at=at,
        why_amended=why_amended.strip(),
    )


@transaction.atomic
def keep(
    *,
    documents: tuple[Document, ...],
    scheme: Scheme,
    period: str,
    by: User | None,
    at: datetime,
    why_amended: str,
    organisation: Organisation | None = None,
) -> list[Publication]:
    """
    Add documents that belong together as one edition. The caller has asked whether this is allowed.

    `organisation` is the body whose own publication it is, nothing for one of the whole scheme.

    :raises AmendmentSaysNothing: as `publish` does
    """
    kinds = [document.kind for document in documents]
    earlier = Publication.objects.filter(
        scheme=scheme, organisation=organisation, period=period, kind__in=kinds
    )
    with as_system():
        with connection.cursor() as cursor:  # two editions made at once would take one number
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"publish {scheme.code}"])
        latest: int = earlier.aggregate(latest=Max("edition"))["latest"] or 0
        standing = {one.kind: one for one in earlier.filter(edition=latest).defer("content")}
        if standing and all(standing[d.kind].sha256 == d.sha256 for d in documents):
            return [standing[kind] for kind in kinds]
        if latest and not why_amended:
            raise AmendmentSaysNothing(
                f"Say why the publication for {period} is amended: edition {latest} says otherwise"
            )
        return [
            Publication.objects.create(
                kind=document.kind,
                scheme=scheme,
                organisation=organisation,
                period=period,
                edition=latest + 1,
                published_at=at,
                published_by=by,
                why_amended=why_amended if latest else "",
                content=document.text,
                content_type=document.content_type,
                sha256=document.sha256,
            )
            for document in documents
        ]
