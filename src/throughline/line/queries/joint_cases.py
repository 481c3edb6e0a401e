"""Cases worked with providers on which somebody who manages officers should look (S120)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from throughline.core.access.actor import Actor
from throughline.core.time import london_day
from throughline.line.models import Referral
from throughline.line.queries.linked import referrals_linked
from throughline.line.queries.reviews import reviews_overdue
from throughline.line.queries.silence import quiet_now
from throughline.line.rules.reviews import WORKED_UNDER
from throughline.people.models import Person, Supervision
from throughline.people.queries.limits import hidden_from
from throughline.vocabulary.permissions import Permission


@dataclass
class JointCase:
    """One person with whom a provider works: what is quiet, what the plan lacks, what is overdue."""

    person: Person
    officer_id: int
    officer: str
    team: str
    quiet: list[str] = field(default_factory=list)
    unlinked: list[str] = field(default_factory=list)
    review_was_due: date | None = None

    @property
    def last_name(self) -> str:
        """The person's, for sorting."""
        return self.person.last_name

    @property
    def needs_a_look(self) -> bool:
        """Whether anything of it is not as it should be."""
        return bool(self.quiet or self.unlinked or self.review_was_due)


def joint_cases(actor: Actor, at: datetime) -> list[JointCase]:
    """
    Cases of the teams the actor manages with whom a provider works or whose review is overdue, by name.

    In a fixed number of queries. Each stands with whoever supervises the person today.
    """
    on = london_day(at)
    held = Supervision.objects.filter(
        ~hidden_from(actor), organisation__in=actor.holds(Permission.MANAGE_CASES), during__contains=on
    ).select_related("person", "officer", "organisation")
    worked = Referral.objects.filter(person__in=held.values("person"), state__in=WORKED_UNDER)
    quiet: dict[int, list[str]] = defaultdict(list)
    for one in quiet_now(worked, on=on):
        quiet[one.referral.person_id].append(f"{one.kind.label}: {one.referral.service.name}")
    unlinked: dict[int, list[str]] = defaultdict(list)
    for exception in referrals_linked(actor, at)[1]:
        unlinked[exception.referral.person_id].append(exception.why)
    overdue = {one.person_id: one.review_on for one in reviews_overdue(actor, at)}
    with_provider = set(worked.values_list("person", flat=True))
    wanted = {*with_provider, *unlinked, *overdue}
    found = [
        JointCase(
            one.person,
            one.officer_id,
            one.officer.full_name,
            one.organisation.name,
            quiet.get(one.person_id, []),
            unlinked.get(one.person_id, []),
            overdue.get(one.person_id),
        )
        for one in held.filter(person__in=wanted)
    ]
    return sorted(found, key=lambda one: (one.person.last_name, one.person.first_names, one.person.pk))
