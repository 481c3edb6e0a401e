"""What has gone quiet, as homes, lists and the page of a referral say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from throughline.line.models import Referral
from throughline.line.queries.needs_waiting import NeedWaiting
from throughline.line.queries.silence import Quiet
from throughline.vocabulary.silence import QuietKind
from throughline.web import words
from throughline.web.pieces import Link, Tag, Waiting

COLOURS = {
    QuietKind.SILENCE: "orange",
    QuietKind.AWAY: "red",
    QuietKind.UNALLOCATED: "yellow",
    QuietKind.NOT_BEGUN: "yellow",
    QuietKind.NO_REFERRAL: "yellow",
}


FEW = 5
"""How many lines of a kind a home shows before it shows one for all, which leads to the list."""


@dataclass(frozen=True)
class QuietLine:
    """One thing that is quiet: what, of whom, since when, and how many days that are lost."""

    kind: QuietKind
    person: str
    service: str
    provider: str
    since: date
    days: int
    link: Link

    @property
    def label(self) -> str:
        """What it is, in words."""
        return str(self.kind.label)

    @property
    def tag(self) -> Tag:
        """What it is."""
        return Tag(self.label, COLOURS[self.kind])


def quiet_lines(quiet: Iterable[Quiet], needs: Iterable[NeedWaiting], *, on: date) -> list[QuietLine]:
    """The lines of the list, that which has lasted longest first."""
    found = [
        *(
            QuietLine(
                one.kind,
                one.referral.person.name,
                one.referral.service.name,
                one.referral.deliverer.name,
                one.during.from_,
                (on - one.during.from_).days,
                to_referral(one.referral),
            )
            for one in quiet
        ),
        *(
            QuietLine(
                QuietKind.NO_REFERRAL,
                one.person.name,
                str(one.objective.get_need_display()),
                "",
                one.during.from_,
                (on - one.during.from_).days,
                Link(one.person.name, reverse("officer_services", args=[one.person.reference])),
            )
            for one in needs
        ),
    ]
    return sorted(found, key=lambda one: (one.since, one.person))


def quiet_waits(quiet: Sequence[Quiet], *, on: date) -> list[Waiting]:
    """What is quiet as something that waits: a line for each referral, or one for all where they are many."""
    by_referral: dict[int, list[Quiet]] = defaultdict(list)
    for one in quiet:
        by_referral[one.referral.pk].append(one)
    found = [_waits(some, on) for some in by_referral.values()]
    return found if len(found) <= FEW else [_all_of(found, "referrals have gone quiet", on)]


def needs_wait(needs: Sequence[NeedWaiting], *, on: date) -> list[Waiting]:
    """Needs without a referral as something that waits on the officer, or one line where there are many."""
    found = [
        Waiting(
            Link(
                f"Refer for {_need(one)}, or say why not: {one.person.name}",
                reverse("officer_services", args=[one.person.reference]),
            ),
            on,
            one.objective.words,
            one.during.from_,
        )
        for one in needs
    ]
    return found if len(found) <= FEW else [_all_of(found, "needs wait for a referral", on)]


def to_referral(referral: Referral) -> Link:
    """The person of a referral, leading to it."""
    return Link(referral.person.name, reverse("referral", args=[referral.reference]))


def quiet_tags(quiet: Iterable[Quiet]) -> list[str]:
    """What stands of one referral, each with the day since which it does."""
    return [f"{one.kind.label}, since {words.day(one.during.from_)}" for one in quiet]


def _need(one: NeedWaiting) -> str:
    return str(one.objective.get_need_display()).lower()


def _all_of(found: Sequence[Waiting], what: str, on: date) -> Waiting:
    since = min(one.since for one in found if one.since is not None)
    return Waiting(Link(f"{len(found)} {what}", reverse("silence")), on, "", since)


def _waits(some: Sequence[Quiet], on: date) -> Waiting:
    referral = some[0].referral
    kinds = words.and_list(dict.fromkeys(str(one.kind.label) for one in some))
    return Waiting(
        Link(f"{kinds}: {referral.person.name}", reverse("referral", args=[referral.reference])),
        on,
        words.service_by(referral.service.name, referral.deliverer.name),
        min(one.during.from_ for one in some),
    )
