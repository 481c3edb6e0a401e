"""What waits on a supply chain manager, as the home shows it."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from throughline.core.access import Actor
from throughline.money.queries.unsigned import Unsigned, delivered_unsigned
from throughline.money.queries.waiting import AT_MOST, returns_to_match
from throughline.open_data.queries.intentions_due import intentions_to_publish
from throughline.supply.queries.agreements import under_negotiation
from throughline.supply.queries.changes import drafts_of, returned_to
from throughline.supply.queries.listing_times import overdue_listings
from throughline.web import words
from throughline.web.changes.waiting import draft_waiting, returned_waiting
from throughline.web.contract.returns import return_waiting
from throughline.web.contract.stewardship import listing_waiting
from throughline.web.intentions.presenters import intentions_waiting
from throughline.web.keeping.tasks import keeping_tasks
from throughline.web.noticeboard.waiting import waiting_on_the_noticeboard
from throughline.web.pieces import Link, Waiting
from throughline.web.policies.presenters import policy_waiting


def waiting_for_prime(actor: Actor, *, on: date) -> list[Waiting]:
    """Changes to answer or submit, entries to confirm, agreements, returns, intentions, the noticeboard."""
    found = [
        *(returned_waiting(one, on) for one in returned_to(actor)),
        *(draft_waiting(one, on) for one in drafts_of(actor)),
        *(listing_waiting(one, on) for one in overdue_listings(actor, on=on)),
        *keeping_tasks(actor, on),
        *(_to_sign(one, on) for one in delivered_unsigned(under_negotiation(actor), actor, on=on)),
        *(return_waiting(one, on) for one in returns_to_match(actor)[:AT_MOST]),
        *(intentions_waiting(one, on) for one in intentions_to_publish(actor, on=on)),
        *waiting_on_the_noticeboard(actor, on=on),
        *policy_waiting(actor, on=on),
    ]
    return sorted(found, key=lambda one: one.since or on)


def _to_sign(one: Unsigned, on: date) -> Waiting:
    agreement = one.agreement
    return Waiting(
        Link(
            f"Sign the agreement of {agreement.payer.name} with {agreement.provider.name}",
            reverse("agreement", args=[agreement.reference]),
        ),
        on,
        f"{words.plural(one.days, 'day')} delivered unsigned, since {words.day(one.first_delivery_on)}",
        one.first_delivery_on,
    )
