"""Transferring many cases: asked for, looked at, confirmed, dropped or reversed (S223)."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.files import FileRefused
from throughline.core.models import Area, Organisation, RejectedRow
from throughline.core.refusals import Refusal
from throughline.line.models import Appointment, Referral
from throughline.line.queries.transfers import Told, appointments_along, referrals_along
from throughline.people.actions import transfers
from throughline.people.actions.carrying_transfers import AT_ONCE, reverse_transfer
from throughline.people.models import Transfer, TransferLine
from throughline.people.queries.people import people_managed_by
from throughline.people.queries.transfers import lines_of, supervised_now, transfers_visible_to, with_numbers
from throughline.people.tasks import carry_out_transfer_later
from throughline.vocabulary.permissions import Permission
from throughline.web import words
from throughline.web.form_page import FormPage
from throughline.web.forms import ChoiceField, FilterForm
from throughline.web.guards import page_for
from throughline.web.lists import Column, listing
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Link
from throughline.web.refusals import refusals_shown_on
from throughline.web.senior.transfer_forms import ReasonForm, TransferForm, WayForm
from throughline.web.senior.transfer_page import TransferPage, outcome, state_tag

COLUMNS = (
    Column[Transfer]("reference", "Transfer", lambda one: _link(one), order="reference"),
    Column[Transfer]("cases", "Which cases", lambda one: one.chosen_by),
    Column[Transfer]("from", "From", lambda one: one.from_organisation.name, order="from_organisation__name"),
    Column[Transfer]("to", "To", lambda one: one.to_organisation.name, order="to_organisation__name"),
    Column[Transfer]("day", "Takes effect", lambda one: one.on_day, order="on_day"),
    Column[Transfer]("going", "People", lambda one: one.going, order="going", numeric=True),  # type: ignore[attr-defined]
    Column[Transfer]("state", "State", state_tag, order="state"),
)
CASES = (
    Column[TransferLine]("reference", "Person", lambda one: one.reference, order="reference"),
    Column[TransferLine](
        "from", "From", lambda one: one.from_officer.full_name, order="from_officer__full_name"
    ),
    Column[TransferLine](
        "to",
        "To",
        lambda one: one.to_officer.full_name if one.to_officer else "",
        order="to_officer__full_name",
        nullable=True,
    ),
    Column[TransferLine]("outcome", "What becomes of it", outcome),
)
REFERRALS = (
    Column[Referral]("reference", "Referral", lambda one: one.reference, order="reference"),
    Column[Referral]("service", "Service", lambda one: one.service.name, order="service__name"),
    Column[Referral]("provider", "Provider", lambda one: one.deliverer.name, order="deliverer__name"),
    Column[Referral]("state", "State", lambda one: str(one.get_state_display()), order="state"),
)
APPOINTMENTS = (
    Column[Appointment]("starts", "When", lambda one: one.starts_at, order="starts_at"),
    Column[Appointment]("person", "Person", lambda one: one.person.reference, order="person__reference"),
    Column[Appointment]("with", "With", lambda one: one.worker.full_name, order="worker__full_name"),
    Column[Appointment]("for", "For", lambda one: one.organisation.name, order="organisation__name"),
)
TOLD = (
    Column[Told]("name", "Who", lambda one: one.full_name, order="full_name"),
    Column[Told]("as", "As what", lambda one: one.as_what, order="as_what"),
)
REJECTED = (
    Column[RejectedRow]("line", "Line", lambda one: one.number, order="number", numeric=True),
    Column[RejectedRow]("content", "What it says", lambda one: one.content),
    Column[RejectedRow]("reason", "Why it is not taken", lambda one: one.reason),
)


class CaseFilters(FilterForm):
    """What the cases of a transfer can be narrowed by."""

    which = ChoiceField(
        label="Which",
        choices=[("going", "Go"), ("left", "Left out"), ("stayed", "Did not go back")],
        menu=True,
        nothing="Every case",
    )


@page_for(Permission.MANAGE_CASES)
def all_transfers(request: PageRequest) -> HttpResponseBase:
    """Every transfer from and to organisations whose cases the viewer manages."""
    found = with_numbers(transfers_visible_to(request.actor), request.actor)
    table = listing(
        request,
        found.select_related("from_organisation", "to_organisation"),
        COLUMNS,
        sort="-day",
        name="transfers",
        empty="A transfer of several cases appears here when you plan one.",
    )
    if table.export is not None:
        return table.export
    return render(request, "senior/transfers.html", {"table": table})


@page_for(Permission.MANAGE_CASES)
def way(request: PageRequest) -> HttpResponse:
    """How the cases are chosen."""
    form = WayForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return redirect("senior_transfer_new", way=form.cleaned_data["way"])
    page = FormPage(
        "Transfer several cases",
        "Cases",
        Link("Transfers", reverse("senior_transfers")),
        "Continue",
        said=["You see what would happen before anything does."],
    )
    return page.shown(request, form)


@page_for(Permission.MANAGE_CASES)
def new(request: PageRequest, way: str) -> HttpResponse:
    """Whose cases go, to whom and when; what would happen is shown next."""
    if way not in Transfer.Way.values:
        raise Http404("cases are not chosen this way")
    posted = request.method == "POST"
    form = TransferForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        way=way,
        bodies=_managed(request),
        areas=_areas(request),
        today=today(request),
    )
    if form.is_valid():
        made = None
        with refusals_shown_on(form):
            try:
                made = _drafted(request, form, Transfer.Way(way))
            except FileRefused as refusal:
                form.add_error("file", str(refusal))
        if made is not None:
            return redirect("senior_transfer", reference=made.reference)
    page = FormPage(
        str(Transfer.Way(way).label),
        "Transfer several cases",
        Link("Transfer several cases", reverse("senior_transfer_way")),
        "See what would happen",
    )
    return page.shown(request, form)


@page_for(Permission.MANAGE_CASES)
def transfer(request: PageRequest, reference: str) -> HttpResponse:
    """One transfer: what will happen, or what happened."""
    found = _transfer(request, reference)
    return render(
        request,
        "senior/transfer.html",
        {"page": TransferPage(found, request.actor, request.now), "rejected": _rejected(found).count()},
    )


@page_for(Permission.MANAGE_CASES)
def cases(request: PageRequest, reference: str) -> HttpResponseBase:
    """The cases of one transfer, each with what becomes of it."""
    found = _transfer(request, reference)
    filters = CaseFilters(request.GET)
    lines = _chosen(lines_of(found, request.actor), filters.chosen.get("which", ""))
    table = listing(
        request,
        lines.select_related("from_officer", "to_officer"),
        CASES,
        sort="reference",
        name="cases",
        title="Cases of this transfer",
        empty="No case of this transfer is among these.",
    )
    return _part(request, found, table, filters)


@page_for(Permission.MANAGE_CASES)
def referrals(request: PageRequest, reference: str) -> HttpResponseBase:
    """The open referrals that go along."""
    found = _transfer(request, reference)
    going = lines_of(found, request.actor).filter(left_out="")
    table = listing(
        request,
        referrals_along(going).select_related("service", "deliverer"),
        REFERRALS,
        sort="reference",
        name="referrals",
        title="Open referrals that go along",
        empty="No referral of these people is open.",
    )
    return _part(request, found, table)


@page_for(Permission.MANAGE_CASES)
def appointments(request: PageRequest, reference: str) -> HttpResponseBase:
    """What is booked with the people who go: it stays as it is, with whom it is."""
    found = _transfer(request, reference)
    going = lines_of(found, request.actor).filter(left_out="")
    table = listing(
        request,
        appointments_along(going, request.now).select_related("person", "worker", "organisation"),
        APPOINTMENTS,
        sort="starts",
        name="appointments",
        title="Appointments that stay as booked",
        empty="Nothing is booked with these people.",
    )
    return _part(request, found, table)


@page_for(Permission.MANAGE_CASES)
def told(request: PageRequest, reference: str) -> HttpResponseBase:
    """Who is told."""
    found = _transfer(request, reference)
    table = listing(
        request,
        TransferPage(found, request.actor, request.now).told,
        TOLD,
        sort="name",
        name="told",
        title="Who is told",
        noun=("person", "people"),
        empty="Nobody is told: no case goes.",
    )
    return _part(request, found, table)


@page_for(Permission.MANAGE_CASES)
def rejected(request: PageRequest, reference: str) -> HttpResponseBase:
    """The lines of the file that were not taken, for whoever loaded it."""
    found = _transfer(request, reference)
    table = listing(
        request,
        _rejected(found),
        REJECTED,
        sort="line",
        name="rejected-lines",
        title="Lines of the file that are not taken",
        noun=("line", "lines"),
        empty="Every line of the file is taken.",
    )
    return _part(request, found, table)


@page_for(Permission.MANAGE_CASES)
def confirm(request: PageRequest, reference: str) -> HttpResponse:
    """Confirm a transfer: today’s is carried out at once, or by a job when it is a long one."""
    found = _transfer(request, reference)
    if request.method != "POST":
        return redirect("senior_transfer", reference=reference)
    is_today = found.on_day <= today(request)
    number = lines_of(found, request.actor).filter(left_out="").count()
    at_once = is_today and number <= AT_ONCE
    act = transfers.confirm_and_carry_out if at_once else transfers.confirm_transfer
    try:
        act(transfer=found, by=request.user, at=request.now)
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect("senior_transfer", reference=reference)
    if is_today and not at_once:
        carry_out_transfer_later.defer(transfer_id=found.pk)
    done = "The transfer is carried out" if at_once else "The transfer is confirmed"
    messages.success(request, done)
    return redirect("senior_transfer", reference=reference)


@page_for(Permission.MANAGE_CASES)
def drop(request: PageRequest, reference: str) -> HttpResponse:
    """Drop a transfer that was not carried out."""
    found = _transfer(request, reference)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            transfers.drop_transfer(
                transfer=found, why=form.cleaned_data["why"], by=request.user, at=request.now
            )
        if form.is_valid():
            messages.success(request, "The transfer is dropped")
            return redirect("senior_transfer", reference=reference)
    page = FormPage("Drop this transfer", reference, _back(found), "Drop", said=["No case goes."])
    return page.shown(request, form)


@page_for(Permission.MANAGE_CASES)
def undo(request: PageRequest, reference: str) -> HttpResponse:
    """Reverse a transfer that was carried out."""
    found = _transfer(request, reference)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            reverse_transfer(transfer=found, why=form.cleaned_data["why"], by=request.user, at=request.now)
        if form.is_valid():
            messages.success(request, "The transfer is reversed")
            return redirect("senior_transfer", reference=reference)
    page = FormPage(
        "Reverse this transfer",
        reference,
        _back(found),
        "Reverse",
        said=[
            "Every case goes back to the officer it came from, as far as it is where the transfer left it. "
            "A case that has gone on to somebody else since is left alone, and named."
        ],
        is_final=True,
    )
    return page.shown(request, form)


def _transfer(request: PageRequest, reference: str) -> Transfer:
    found = transfers_visible_to(request.actor).filter(reference=reference)
    one = found.select_related("from_organisation", "to_organisation", "asked_by").first()
    if one is None:
        raise Http404("no transfer that this viewer may see has this reference")
    return one


def _drafted(request: PageRequest, form: TransferForm, way: Transfer.Way) -> Transfer | None:
    assert form.body is not None
    given = form.cleaned_data
    held = supervised_now(request.actor, form.from_body.pk, request.now)
    asked = transfers.Asked(
        way=way,
        chosen_by=_chosen_by(form, way),
        from_organisation=form.from_body,
        to_organisation=form.body,
        officers=form.new,
        on_day=given["on_day"],
        why=given["why"],
    )
    if way == Transfer.Way.FILE:
        content = given["file"].read()
        made, _ = transfers.draft_from_file(
            asked=asked, content=content, name=given["file"].name, by=request.user, at=request.now
        )
        return made
    if way == Transfer.Way.LIST:
        found = transfers.cases_called(form.written, form.from_body, request.now)
        if missing := [one for one in form.written if one not in found]:
            form.add_error("cases", f"“{missing[0]}”: {transfers.UNKNOWN}")
            return None
        chosen = [one.pk for one in found.values()]
    elif way == Transfer.Way.OFFICE:
        chosen = list(held.filter(person__home_area=given["area"]).values_list("pk", flat=True))
    else:
        chosen = list(held.filter(officer=form.former).values_list("pk", flat=True))
    return transfers.draft_transfer(asked=asked, cases=chosen, by=request.user, at=request.now)


def _chosen_by(form: TransferForm, way: Transfer.Way) -> str:
    if way == Transfer.Way.CASELOAD:
        return f"The whole caseload of {form.former}"
    if way == Transfer.Way.OFFICE:
        return f"Everybody who lives in {form.areas[form.cleaned_data['area']]}"
    if way == Transfer.Way.LIST:
        return f"A list of {words.plural(len(form.written), 'case')}"
    return f"The file {form.cleaned_data['file'].name}"


def _managed(request: PageRequest) -> list[Organisation]:
    held = request.actor.holds(Permission.MANAGE_CASES)
    return list(Organisation.objects.filter(pk__in=held).order_by("name"))


def _areas(request: PageRequest) -> list[Area]:
    people = people_managed_by(request.actor, request.now)
    return list(Area.objects.filter(pk__in=people.values("home_area")).order_by("name"))


def _rejected(found: Transfer) -> QuerySet[RejectedRow]:
    return RejectedRow.objects.filter(file=found.file_id) if found.file_id else RejectedRow.objects.none()


def _chosen(lines: QuerySet[TransferLine], which: str) -> QuerySet[TransferLine]:
    if which == "going":
        return lines.filter(left_out="")
    if which == "left":
        return lines.exclude(left_out="")
    return lines.exclude(stayed="") if which == "stayed" else lines


def _part(
    request: PageRequest, found: Transfer, table: object, filters: FilterForm | None = None
) -> HttpResponseBase:
    export = getattr(table, "export", None)
    if export is not None:
        return export  # type: ignore[no-any-return]
    shown = {"table": table, "back": _back(found), "filters": filters}
    return render(request, "senior/transfer_part.html", shown)


def _back(found: Transfer) -> Link:
    return Link(f"Transfer {found.reference}", reverse("senior_transfer", args=[found.reference]))


def _link(found: Transfer) -> Link:
    return Link(found.reference, reverse("senior_transfer", args=[found.reference]))
