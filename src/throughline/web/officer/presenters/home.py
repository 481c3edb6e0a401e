"""The officer's home."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min
from django.urls import reverse

from throughline.core.access import Actor
from throughline.core.time import london_day
from throughline.line.models import Appointment
from throughline.line.queries import waiting as line
from throughline.line.queries.caseload import caseload
from throughline.line.queries.concerns import concerns_to_decide
from throughline.line.queries.needs_waiting import needs_waiting
from throughline.line.queries.referrals import not_yet_recorded, referrals_supervised_by
from throughline.line.queries.reviews import plans_to_review, reviews_under_way
from throughline.line.queries.silence import quiet_now
from throughline.line.queries.waiting import AT_MOST, todays_appointments
from throughline.line.states import DRAFT
from throughline.people.queries.custody import releases_to_confirm
from throughline.people.queries.limits import hidden_from
from throughline.people.queries.people import people_supervised_by
from throughline.people.queries.transfers import received_by
from throughline.web import words
from throughline.web.accounts.telephone import number_waits
from throughline.web.concerns.presenters import concern_waits
from throughline.web.pieces import Figure, Link, Waiting
from throughline.web.reviews.presenters import review_to_finish, review_waits
from throughline.web.silence.presenters import needs_wait, quiet_waits


@dataclass(frozen=True)
class HomePage:
    """What waits, today's own appointments, and the figures that open."""

    waiting: list[Waiting]
    today: list[Link]
    figures: list[Figure]


def home_page(actor: Actor, at: datetime) -> HomePage:
    """The home of the officer who acts, at the moment `at`, in a fixed number of queries."""
    cases = caseload(actor, at)
    unplanned = sum(1 for one in cases if one.unplanned)
    people = reverse("officer_people")
    referrals = sum(one.open_referrals for one in cases)
    return HomePage(
        waiting=_all_that_waits(actor, at),
        today=[
            Link(f"{words.clock_time(one.starts_at)}: {one.person.name}", _person(one))
            for one in todays_appointments(actor, at)
        ],
        figures=[
            Figure(len(cases), "person you supervise" if len(cases) == 1 else "people you supervise", people),
            Figure(
                referrals,
                "open referral" if referrals == 1 else "open referrals",
                f"{reverse('referrals')}?state=open",
            ),
            Figure(
                unplanned,
                "with RAR days left and nothing planned for them",
                f"{reverse('officer_days')}?days=unplanned",
                of=f"of {words.plural(sum(1 for one in cases if one.rar), 'person', 'people')} with a RAR",
            ),
        ],
    )


def _all_that_waits(actor: Actor, at: datetime) -> list[Waiting]:
    on = london_day(at)
    people = people_supervised_by(actor, at)
    found = [
        *(_waiting(one, at) for one in line.waiting_for_officer(actor, at)),
        *_supervision_to_record(actor, at),
        *_missed(actor, at),
        *_releases(actor, at),
        *(_at("referral_new_risks", one, at) for one in line.new_risks_to_decide(actor, at)),
        *(_at("referral_new_risks", one, at) for one in line.conflicts_to_decide(actor, at)),
        *(_at("referral_recheck", one, at) for one in line.rechecks_waiting(actor, at)),
        *(concern_waits(one, at) for one in concerns_to_decide(actor, at)[:AT_MOST]),
        *_reviews(actor, at),
        *_received(actor, on),
        *number_waits(actor.user, on),
        *quiet_waits(quiet_now(referrals_supervised_by(actor, at), on=on), on=on),
        *needs_wait(needs_waiting(people.values_list("pk", flat=True), on=on), on=on),
    ]
    return sorted(found, key=lambda one: one.since or on)


def _received(actor: Actor, on: date) -> Iterator[Waiting]:
    """The cases that came by a transfer and were not acknowledged, as one line however many (S223)."""
    found = received_by(actor).aggregate(number=Count("pk"), since=Min("moved_at"))
    if found["number"]:
        said = f"{words.plural(found['number'], 'case')} came to you by a transfer"
        since = london_day(found["since"])
        yield Waiting(link=Link(said, reverse("officer_received")), on=on, since=since)


def _reviews(actor: Actor, at: datetime) -> Iterator[Waiting]:
    begun = list(reviews_under_way(actor, at)[:AT_MOST])
    yield from (review_to_finish(one, at) for one in begun)
    waits = plans_to_review(actor, at).exclude(pk__in=[one.plan_id for one in begun])
    yield from (review_waits(one, at) for one in waits[:AT_MOST])


def _waiting(one: line.Waiting, at: datetime) -> Waiting:
    assert one.referral is not None
    if one.appointment is None:
        return _at("referral_send" if one.referral.state == DRAFT else "referral_answer", one, at)
    address = reverse("officer_decide", args=[one.referral.person.reference, one.appointment.reference])
    return _of_a_referral(one, address, at)


def _at(route: str, one: line.Waiting, at: datetime) -> Waiting:
    assert one.referral is not None
    return _of_a_referral(one, reverse(route, args=[one.referral.reference]), at)


def _of_a_referral(one: line.Waiting, address: str, at: datetime) -> Waiting:
    assert one.referral is not None
    return Waiting(
        link=Link(f"{one.what}: {one.referral.person.name}", address),
        on=london_day(at),
        what=words.service_by(one.referral.service.name, one.referral.deliverer.name),
        since=london_day(one.since),
        due=one.due_on,
    )


def _supervision_to_record(actor: Actor, at: datetime) -> Iterator[Waiting]:
    mine = Appointment.objects.filter(
        ~hidden_from(actor), worker=actor.user, kind=Appointment.Kind.SUPERVISION
    )
    for one in not_yet_recorded(mine, at).select_related("person").order_by("starts_at")[:AT_MOST]:
        href = reverse("appointment_attendance", args=[one.reference])
        day = london_day(one.starts_at)
        yield Waiting(Link(f"Record supervision: {one.person.name}", href), london_day(at), "", day, day)


def _releases(actor: Actor, at: datetime) -> Iterator[Waiting]:
    on = london_day(at)
    for one in releases_to_confirm(people_supervised_by(actor, at), on)[:AT_MOST]:
        href = reverse("officer_release", args=[one.person.reference])
        day = one.during.to
        yield Waiting(Link(f"Say whether they were released: {one.person.name}", href), on, "", day, day)


def _missed(actor: Actor, at: datetime) -> Iterator[Waiting]:
    for one in line.missed_to_decide(actor, at):
        assert one.appointment is not None
        held = one.appointment
        yield Waiting(
            Link(
                f"Decide on a missed appointment: {held.person.name}",
                reverse("officer_missed", args=[held.person.reference, held.reference]),
            ),
            london_day(at),
            f"{words.moment(held.starts_at)}, {held.organisation.name}",
            london_day(held.starts_at),
            one.due_on,
        )


def _person(appointment: Appointment) -> str:
    return reverse("officer_person", args=[appointment.person.reference])
