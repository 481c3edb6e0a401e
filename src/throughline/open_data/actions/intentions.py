"""Publishing a body's commissioning intentions for a year, as a kept edition (S198)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from throughline.core.access import as_system, current_actor, require
from throughline.core.models import Organisation, User
from throughline.core.time import FinancialYear
from throughline.open_data.actions.publications import keep
from throughline.open_data.intentions_file import intention_documents
from throughline.open_data.models import Publication
from throughline.supply.actions.intentions import note_published
from throughline.supply.models import Scheme
from throughline.supply.queries.intentions import stated_for
from throughline.vocabulary.permissions import Permission


@transaction.atomic
def publish_intentions(
    *,
    scheme: Scheme,
    body: Organisation,
    year: FinancialYear,
    by: User | None,
    at: datetime,
    why_amended: str = "",
) -> Publication:
    """
    Publish what a body means to buy in a year, as its next edition; a body that means to buy nothing says so.

    Where that is what the latest edition says already, there is no other: the latest is given back.

    :raises AmendmentSaysNothing: there is an edition that says otherwise, and `why_amended` is empty
    :raises NotAllowed: whoever acts states no intentions for the body
    """
    require(
        current_actor(),
        Permission.STATE_INTENTIONS,
        within=body.pk,
        to=f"publish what {body} means to buy",
    )
    with as_system():  # publishing for others is the steward's; a body publishes what is its own
        intentions = stated_for(scheme, body, year)
        kept = keep(
            documents=intention_documents(scheme=scheme, body=body, year=year, intentions=intentions),
            scheme=scheme,
            organisation=body,
            period=str(year),
            by=by,
            at=at,
            why_amended=why_amended.strip(),
        )
        note_published(intentions=intentions, at=at)
    return kept[0]
