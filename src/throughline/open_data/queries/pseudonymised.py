"""The people of an export without names, and what each row tells of them (S219)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q

from throughline.core.access.actor import Actor, as_system
from throughline.core.time import start_of_london_day
from throughline.line.models import Referral
from throughline.line.states import COMPLETED, DECLINED, DRAFT, ENDED_EARLY, WITHDRAWN, ReferralState
from throughline.open_data.rules.pseudonyms import Known, age_band
from throughline.people.models import Hiding, Person
from throughline.people.queries.consents import agreed_to
from throughline.people.queries.limits import in_force
from throughline.vocabulary.consents import EXPORTED_BY_CONSENT, Use
from throughline.vocabulary.permissions import Permission

MAY_EXPORT: Final = {Use.INSPECTION: Permission.INSPECT, Use.RESEARCH: Permission.PUBLISH}
"""Which permission an export for each use needs; for no other use is there one."""

ENDED: Final[Mapping[ReferralState, str]] = {
    COMPLETED: "completed",
    ENDED_EARLY: "ended early",
    DECLINED: "not started",
    WITHDRAWN: "not started",
}


@dataclass(frozen=True)
class Asked:
    """An export that is asked for: for which use and what purpose, of people referred on which days."""

    use: Use
    purpose: str
    from_on: date
    until_on: date


@dataclass(frozen=True)
class Found:
    """The people an export can hold, and how many did not agree to it."""

    people: Sequence[Known]
    not_agreed: int


def people_to_export(asked: Asked, actor: Actor) -> Found:
    """
    Everybody referred on these days, as rows before they are made; `actor` may ask, which is checked.

    Cases of limited access are not among them, and are not counted either. Acts as the system: whoever
    exports sees nobody's record.
    """
    with as_system():
        referrals = list(_referrals(asked, actor))
        people = Person.objects.filter(pk__in={one.person_id for one in referrals})
        agreed = (
            set(agreed_to(people, asked.use).values_list("pk", flat=True))
            if asked.use in EXPORTED_BY_CONSENT
            else set(people.values_list("pk", flat=True))
        )
    by_person: dict[int, list[Referral]] = {}
    for one in referrals:
        by_person.setdefault(one.person_id, []).append(one)
    known = [_known(theirs) for person, theirs in by_person.items() if person in agreed]
    return Found(known, len(by_person) - len(known))


def _referrals(asked: Asked, actor: Actor) -> Iterable[Referral]:
    hidden = Hiding.objects.filter(in_force(), person=OuterRef("person"))
    found = Referral.objects.filter(
        ~Exists(hidden),
        ~Q(state=DRAFT),
        sent_at__gte=start_of_london_day(asked.from_on),
        sent_at__lt=start_of_london_day(asked.until_on + timedelta(days=1)),
    )
    if asked.use != Use.INSPECTION:
        found = found.filter(service__scheme__steward__in=actor.holds(MAY_EXPORT[asked.use]))
    related = found.select_related("person__home_area", "requirement__sentence", "service__kind")
    return related.order_by("sent_at", "pk")


def _known(referrals: Sequence[Referral]) -> Known:
    first = referrals[0]
    person, sent = first.person, first.sent_at
    assert sent is not None
    age = None
    if person.born_on is not None:
        had_birthday = (sent.month, sent.day) >= (person.born_on.month, person.born_on.day)
        age = sent.year - person.born_on.year - (not had_birthday)
    facts = {
        "sex": str(person.get_sex_display()).lower(),
        "age": age_band(age),
        "area": person.home_area.name if person.home_area else "not recorded",
        "sentence": str(first.requirement.sentence.get_kind_display()).lower(),
        "referred_in": f"{sent.year} {'first' if sent.month < 7 else 'second'} half",
        "service": first.service.kind.name,
        "referrals": "1" if len(referrals) == 1 else "2 or more",
    }
    return Known(person.pk, facts, ENDED.get(ReferralState(first.state), "open"))
