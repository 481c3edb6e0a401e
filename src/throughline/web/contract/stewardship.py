"""What a contract manager watches of rate cards: reviews due, how long decisions take, listings, margins."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from throughline.core.access import Actor
from throughline.supply.actions.card_reviews import record_review
from throughline.supply.models import RateCardReview
from throughline.supply.queries.card_reviews import (
    DecisionTimes,
    DueReview,
    decision_times,
    review_calendar,
    reviews_of,
)
from throughline.supply.queries.listing_times import Listing, listing_times, overdue_listings
from throughline.supply.queries.retained import RetainedOfItem, retained_by_primes
from throughline.supply.states import ChangeState
from throughline.vocabulary.permissions import Permission
from throughline.web import words
from throughline.web.as_at import as_at_date
from throughline.web.form_page import FormPage
from throughline.web.forms import ChoiceField, DateField, FilterForm, LongTextField, PageForm, TextField, When
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact, Link, Shown, Tag, Waiting
from throughline.web.refusals import refusals_shown_on


class ReviewHeldForm(PageForm):
    """A review of a rate card that took place."""

    held_on = DateField(
        label="When was it reviewed?",
        thing="the day of the review",
        hint="For example, 27 3 2018",
        when=When.TODAY_OR_PAST,
    )
    found = LongTextField(label="What came of it?", ask="Say what came of it", thing="what came of it")


def _record(one: DueReview) -> Link:
    address = reverse("contract_review_record", args=[one.scheme.code, one.prime.reference])
    return Link("Record a review", address, f"of {one.prime.name}")


def _calendar_columns(on: date, *, records: bool) -> tuple[Column[DueReview], ...]:
    columns = (
        Column[DueReview]("prime", "Prime", lambda one: one.prime.name, order="prime_name"),
        Column[DueReview]("scheme", "Scheme", lambda one: one.scheme.name),
        Column[DueReview]("last", "Last review", lambda one: one.last_on or "None yet"),
        Column[DueReview]("due", "Next due", lambda one: one.due_on, order="due_on"),
        Column[DueReview]("late", "Overdue", lambda one: _late(one.days_overdue(on)), numeric=False),
    )
    if not records:
        return columns
    return (*columns, Column[DueReview]("record", "Record", _record, download=lambda _: ""))


def _late(days: int) -> Shown:
    return Tag(words.plural(days, "day"), "red") if days else None


def _changes_of(one: DecisionTimes) -> Shown:
    return Link(str(one.how_many), f"{reverse('changes')}?{urlencode({'prime': one.prime.name})}")


TIMES = (
    Column[DecisionTimes]("prime", "Prime", lambda one: one.prime.name, order="prime_name"),
    Column[DecisionTimes](
        "decided", "Decided", _changes_of, order="how_many", numeric=True, download=lambda one: one.how_many
    ),
    Column[DecisionTimes]("median", "Median days", lambda one: _days(one.median), order="median",
                          nullable=True, numeric=True),
    Column[DecisionTimes]("longest", "Longest", lambda one: one.longest, order="longest", nullable=True,
                          numeric=True),
    Column[DecisionTimes]("review", "Median, review",
                          lambda one: _days(one.median_of(ChangeState.SUBMITTED)), numeric=True),
    Column[DecisionTimes]("questions", "Median, questions",
                          lambda one: _days(one.median_of(ChangeState.RETURNED)), numeric=True),
    Column[DecisionTimes]("board", "Median, Board",
                          lambda one: _days(one.median_of(ChangeState.BOARD)), numeric=True),
    Column[DecisionTimes]("waiting", "Not decided yet", lambda one: one.waiting, numeric=True),
)  # fmt: skip


def _days(found: float | None) -> Shown:
    return None if found is None else f"{found:g}"


@page_for(Permission.REVIEW_CHANGES, Permission.PROPOSE_PRICES)
def reviews(request: PageRequest) -> HttpResponseBase:
    """The calendar of reviews, the earliest due first."""
    day = as_at_date(request)
    table = listing(
        request,
        review_calendar(request.actor, on=day),
        _calendar_columns(day, records=request.actor.may(Permission.REVIEW_CHANGES)),
        sort="due",
        name="rate-card-reviews",
        title="Reviews of rate cards",
        noun=("rate card", "rate cards"),
        empty="Rate cards appear here when their scheme says how often they are reviewed.",
    )
    if table.export is not None:
        return table.export
    held = reviews_of(request.actor)[:10]
    return render(
        request,
        "contract/reviews.html",
        {"table": table, "as_at": day, "held": [_held(one) for one in held]},
    )


def _held(one: RateCardReview) -> Fact:
    return Fact(f"{one.prime.name}, {words.day(one.held_on)}", f"{one.found} ({one.by.full_name})")


@page_for(Permission.REVIEW_CHANGES)
def review_record(request: PageRequest, scheme: str, prime: str) -> HttpResponse:
    """Record that a rate card was reviewed, and what came of it."""
    due = next(
        (
            one
            for one in review_calendar(request.actor, on=today(request))
            if (one.scheme.code, one.prime.reference) == (scheme, prime)
        ),
        None,
    )
    if due is None:
        raise Http404("the viewer reviews no such rate card")
    form = ReviewHeldForm(request.POST if request.method == "POST" else None, today=today(request))
    if form.is_valid():
        with refusals_shown_on(form):
            record_review(
                scheme=due.scheme, prime=due.prime, by=request.user, at=request.now, **form.cleaned_data
            )
        if form.is_valid():
            messages.success(request, f"Review of {due.prime.name} recorded")
            return redirect("contract_reviews")
    return FormPage(
        "Record a review",
        f"Rate card of {due.prime.name}",
        Link("Reviews of rate cards", reverse("contract_reviews")),
        "Record this review",
        said=["The next review is counted from this day. What you record stays."],
        facts=[Fact("Last review", due.last_on or "None yet"), Fact("Due", due.due_on)],
    ).shown(request, form)


@page_for(Permission.REVIEW_CHANGES, Permission.PROPOSE_PRICES)
def times(request: PageRequest) -> HttpResponseBase:
    """How long decisions on changes took, by prime, from submission to decision."""
    day = today(request)
    table = listing(
        request,
        decision_times(request.actor, on=day),
        TIMES,
        sort="-longest",
        name="decision-times",
        title="Days from submission to decision",
        noun=("prime", "primes"),
        empty="Primes appear here when they have submitted a Change Notification.",
    )
    if table.export is not None:
        return table.export
    return render(request, "contract/times.html", {"table": table})


class ListingFilters(FilterForm):
    """Which agreements are shown."""

    standing = ChoiceField(
        label="In the directory",
        choices=[("overdue", "Overdue"), ("waiting", "Not yet, in time"), ("listed", "Listed")],
        menu=True,
        nothing="All of them",
    )
    provider = TextField(label="Provider")


def _standing(one: Listing, on: date) -> str:
    if one.listed_on is not None:
        return "listed"
    return "overdue" if one.days_overdue(on) else "waiting"


def _listing_columns(on: date) -> tuple[Column[Listing], ...]:
    return (
        Column[Listing](
            "agreement",
            "Agreement",
            lambda one: Link(one.agreement.reference, reverse("agreement", args=[one.agreement.reference])),
            download=lambda one: one.agreement.reference,
        ),
        Column[Listing](
            "provider", "Provided by", lambda one: one.agreement.provider.name, order="provider_name"
        ),
        Column[Listing]("payer", "Paid by", lambda one: one.agreement.payer.name),
        Column[Listing]("signed", "Signed", lambda one: one.signed_on, order="signed_on"),
        Column[Listing]("due", "To be listed by", lambda one: one.due_on, order="due_on", nullable=True),
        Column[Listing](
            "listed", "First listed", lambda one: one.listed_on, order="listed_on", nullable=True
        ),
        Column[Listing]("days", "Days", lambda one: one.days, order="days", nullable=True, numeric=True),
        Column[Listing]("late", "Overdue", lambda one: _late(one.days_overdue(on))),
    )


@page_for(Permission.OVERSEE_SCHEME, Permission.PROPOSE_PRICES)
def publication(request: PageRequest) -> HttpResponseBase:
    """From signing to a listing in the directory: what took how long, and what is overdue."""
    day = as_at_date(request)
    filters = ListingFilters(request.GET)
    chosen = filters.chosen
    rows = [
        one
        for one in listing_times(request.actor, on=day)
        if chosen.get("standing", _standing(one, day)) == _standing(one, day)
        and chosen.get("provider", "").casefold() in one.agreement.provider.name.casefold()
    ]
    table = listing(
        request,
        rows,
        _listing_columns(day),
        sort="signed",
        name="listings",
        title="From agreement to directory",
        noun=("agreement", "agreements"),
        empty="Signed agreements that are in force on this day appear here.",
    )
    if table.export is not None:
        return table.export
    return render(request, "contract/publication.html", {"table": table, "filters": filters, "as_at": day})


class MarginFilters(FilterForm):
    """What the margins can be narrowed by."""

    prime = TextField(label="Prime")
    service = TextField(label="Service")


def _kept(one: RetainedOfItem) -> Shown:
    return one.retained.kept if one.retained else "Not known: nothing is agreed by use below"


MARGINS = (
    Column[RetainedOfItem]("prime", "Prime", lambda one: one.prime.name, order="prime_name"),
    Column[RetainedOfItem]("service", "Service", lambda one: one.item.service.name, order="service_name"),
    Column[RetainedOfItem]("item", "Item", lambda one: str(one.item)),
    Column[RetainedOfItem](
        "provider",
        "Passed on to",
        lambda one: one.provider.name if one.provider else "Nobody: delivers it itself",
    ),
    Column[RetainedOfItem]("paid", "Rate card", lambda one: one.paid, numeric=True),
    Column[RetainedOfItem](
        "passed", "Passed on", lambda one: one.retained.passed_on if one.retained else None, numeric=True
    ),
    Column[RetainedOfItem](
        "kept",
        "Kept",
        _kept,
        order="pence_kept",
        nullable=True,
        numeric=True,
        download=lambda one: one.retained.kept if one.retained else None,
    ),
    Column[RetainedOfItem](
        "share",
        "Share",
        lambda one: f"{one.per_cent}%" if one.per_cent is not None else None,
        order="per_cent",
        nullable=True,
        numeric=True,
        download=lambda one: one.per_cent,
    ),
)


@page_for(Permission.OVERSEE_SCHEME)
def margins(request: PageRequest) -> HttpResponseBase:
    """What each prime keeps of each rate card price on a day."""
    day = as_at_date(request)
    filters = MarginFilters(request.GET)
    prime = filters.chosen.get("prime", "").casefold()
    service = filters.chosen.get("service", "").casefold()
    rows = [
        one
        for one in retained_by_primes(request.actor, on=day)
        if prime in one.prime.name.casefold() and service in one.item.service.name.casefold()
    ]
    table = listing(
        request,
        rows,
        MARGINS,
        sort="-share",
        name="retained",
        title="What primes keep",
        noun=("item", "items"),
        empty="Items appear here on the days on which they have a rate card price.",
    )
    if table.export is not None:
        return table.export
    return render(request, "contract/margins.html", {"table": table, "filters": filters, "as_at": day})


def stewardship_waiting(actor: Actor, on: date) -> list[Waiting]:
    """Rate cards whose review is overdue, and agreements that should be in the directory and are not."""
    late = [one for one in review_calendar(actor, on=on) if one.days_overdue(on)]
    return [
        *(_review_waiting(one, on) for one in late if one.scheme.steward_id in _reviews_for(actor)),
        *(listing_waiting(one, on) for one in overdue_listings(actor, on=on)),
    ]


def _reviews_for(actor: Actor) -> frozenset[int]:
    return actor.holds(Permission.REVIEW_CHANGES)


def _review_waiting(one: DueReview, on: date) -> Waiting:
    link = reverse("contract_review_record", args=[one.scheme.code, one.prime.reference])
    last = f"Last reviewed on {words.day(one.last_on)}" if one.last_on else "Never reviewed"
    return Waiting(Link(f"Review the rate card of {one.prime.name}", link), on, last, one.due_on, one.due_on)


def listing_waiting(one: Listing, on: date) -> Waiting:
    """A signed agreement without a listing, past its deadline."""
    return Waiting(
        Link(
            f"Nothing is in the directory under the agreement with {one.agreement.provider.name}",
            reverse("agreement", args=[one.agreement.reference]),
        ),
        on,
        f"Agreement {one.agreement.reference}, signed on {words.day(one.signed_on)}",
        one.signed_on,
        one.due_on,
    )
