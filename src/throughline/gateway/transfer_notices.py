"""
Messages when many cases go to other officers at once: one to each who is concerned, whatever the number.

A listener, wired in `throughline/subscriptions.py`. No message says whose cases, or how many (S223).
"""

from __future__ import annotations

from django.conf import settings

from throughline.core.access.actor import as_system
from throughline.core.models import User
from throughline.core.outbox import write_messages
from throughline.line.queries.transfers import told_at_providers
from throughline.people.events import CasesTransferred
from throughline.people.models import Transfer
from throughline.people.queries.transfers import that_went
from throughline.vocabulary.messages import MessageKind


def tell_of_the_transfer(event: CasesTransferred) -> None:
    """Those who are responsible now are told, and whoever works with the people at providers."""
    with as_system():  # whoever transfers cases sees them no longer
        transfer = Transfer.objects.get(pk=event.transfer_id)
        lines = that_went(transfer, event.at)
        officer = "from_officer" if event.is_back else "to_officer"
        about = f"{transfer.reference} {'back' if event.is_back else 'over'}"
        write_messages(
            kind=MessageKind.RISK,
            to=list(User.objects.filter(pk__in=lines.values(officer))),
            subject="Cases are yours to supervise now",
            text=f"{settings.PUBLIC_ADDRESS}/cases-received",
            about=about,
            at=event.at,
        )
        write_messages(
            kind=MessageKind.RISK,
            to=told_at_providers(lines, event.at),
            subject="The responsible officer of people you work with has changed",
            text=f"{settings.PUBLIC_ADDRESS}/referrals",
            about=f"{about}, providers",
            at=event.at,
        )
