"""Whom to telephone about a referral, what its service has to be told, and how it came (S98, S103, S110)."""

from __future__ import annotations

from throughline.core.models import User
from throughline.line.models import OverCaseload, ReceiptMark, Referral
from throughline.line.queries.contacts import Contacts
from throughline.supply.models import Service
from throughline.web import words
from throughline.web.pieces import Fact, Shown, Tag


def called(user: User) -> str:
    """Somebody with the number they are telephoned on."""
    return (
        f"{user.full_name}, {user.telephone}"
        if user.telephone
        else f"{user.full_name} (no telephone recorded)"
    )


def worker_called(contacts: Contacts) -> list[Shown]:
    """The worker, and that they are away today."""
    if contacts.worker is None:
        return ["Not given to a worker yet"]
    if contacts.absence is None:
        return [called(contacts.worker)]
    last = contacts.absence.during.last_day
    until = f"until {words.day(last)}" if last is not None else "nobody knows until when"
    return [
        called(contacts.worker),
        Tag("Away", "red"),
        f"Since {words.day(contacts.absence.during.from_)}, {until}",
    ]


def officers_cover(contacts: Contacts) -> list[Shown]:
    """Whom to telephone when the officer is away: whoever covers, else those who manage their cases."""
    if contacts.cover:
        return [called(one) for one in contacts.cover]
    return _else("Nobody covers by name", [called(one) for one in contacts.seniors])


def workers_cover(contacts: Contacts) -> list[Shown]:
    """Whom to telephone when the worker is away: whoever covers, else those who give out the work."""
    if contacts.worker_cover is not None:
        return [called(contacts.worker_cover)]
    return _else("Nobody covers by name", [called(one) for one in contacts.managers])


def _else(nobody: str, managers: list[str]) -> list[Shown]:
    return [f"{nobody}. Ask {managers[0]}", *managers[1:]] if managers else [nobody]


def facts_to_tell(service: Service) -> list[Fact]:
    """Each thing that a service has to be told with a referral, with the reason."""
    return [
        Fact(one.what, [one.why, Tag("Needed", "blue")] if one.is_essential else one.why)
        for one in service.information.all()
    ]


def mark_tags(mark: ReceiptMark) -> list[Shown]:
    """What a mark says, in a word or two."""
    if mark.in_time and mark.right_service:
        return [Tag("In time and right", "green")]
    return [
        *([] if mark.in_time else [Tag("Late", "orange")]),
        *([] if mark.right_service else [Tag("Wrong service", "red")]),
    ]


def received_facts(referral: Referral) -> list[Fact]:
    """Every mark on a referral, the one that holds first."""
    marks = ReceiptMark.objects.filter(referral=referral).select_related("marked_by", "superseded_by")
    return [_received(one) for one in marks]


def _received(mark: ReceiptMark) -> Fact:
    is_old = getattr(mark, "superseded_by", None) is not None
    by = f"{mark.marked_by.full_name}, {words.moment(mark.marked_at)}"
    return Fact(
        "Before that" if is_old else "How it came",
        [*mark_tags(mark), *([mark.words] if mark.words else []), by],
    )


def over_caseload_facts(referral: Referral) -> list[Fact]:
    """Each time it was given to a worker who had as many as agreed, and why."""
    found = OverCaseload.objects.filter(referral=referral).select_related("worker", "given_by")
    return [
        Fact(
            "Above the agreed number",
            [
                f"{one.worker.full_name} had {words.plural(one.had, 'open referral')}, of {one.most} agreed",
                one.why,
                f"{one.given_by.full_name}, {words.moment(one.given_at)}",
            ],
        )
        for one in found
    ]
