"""Word to both sides that something went quiet: one message to each for a day or an absence."""

from __future__ import annotations

from collections import defaultdict

from django.conf import settings
from django.db.models import Q

from throughline.core.access.actor import as_system
from throughline.core.models import User
from throughline.core.outbox import write_message
from throughline.core.queries.team import holders_of
from throughline.core.time import london_day
from throughline.line.events import CoverNamed, WentQuiet
from throughline.line.models import AbsenceCover, QuietSpell
from throughline.people.models import PersonAccess
from throughline.vocabulary.messages import MessageKind
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.silence import QuietKind


def tell_both_sides(event: WentQuiet) -> None:
    """
    Something went quiet: the officers concerned are told, who covers for them, and the provider's managers.

    An absence is told of by itself. Of the rest there is one message a day to each, however much there is.
    """
    with as_system():  # whoever's act lets it be noted need not know who supervises
        spells = list(QuietSpell.objects.filter(pk__in=event.spell_ids))
        officers = _officers({one.person_id for one in spells}, event)
        managers = {
            one: list(holders_of(Permission.DECIDE_REFERRALS, one, london_day(event.at)))
            for one in {spell.deliverer_id for spell in spells if spell.deliverer_id is not None}
        }
    for spell in spells:
        told = officers[spell.person_id] + managers.get(spell.deliverer_id or 0, [])
        subject, about = _said(spell, event)
        text = f"{subject}: {settings.PUBLIC_ADDRESS}/silence"
        for user in told:
            write_message(
                to=user, kind=MessageKind.QUIET, subject=subject, text=text, about=about, at=event.at
            )


def tell_who_covers(event: CoverNamed) -> None:
    """Somebody is to cover for a colleague: they are told, unless they said so themselves."""
    with as_system():
        cover = AbsenceCover.objects.select_related("by").get(pk=event.cover_id)
    if cover.by_id != event.by_id:
        subject = "You cover for a colleague"
        text = f"{subject}: {settings.PUBLIC_ADDRESS}/absences"
        write_message(
            to=cover.by,
            kind=MessageKind.QUIET,
            subject=subject,
            text=text,
            about=f"cover {cover.pk}",
            at=event.at,
        )


def _said(spell: QuietSpell, event: WentQuiet) -> tuple[str, str]:
    if spell.kind == QuietKind.AWAY:
        return "A worker is away and nobody covers", f"absence {spell.absence_id} {spell.began_on}"
    return "Something has gone quiet", f"quiet {london_day(event.at)}"


def _officers(people: set[int], event: WentQuiet) -> dict[int, list[User]]:
    held = PersonAccess.objects.filter(
        Q(until__isnull=True) | Q(until__gt=event.at),
        person__in=people,
        scope=PersonAccess.Scope.SUPERVISE,
        user__isnull=False,
    )
    found: dict[int, list[User]] = defaultdict(list)
    for right in held.select_related("user").order_by("pk"):
        if right.user is not None and right.user.is_active:
            found[right.person_id].append(right.user)
    return found
