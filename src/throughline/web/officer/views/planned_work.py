"""The work of a plan: adding it, changing it, and saying where it stands."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from throughline.core.models import Organisation
from throughline.line.actions.plans import choose_work
from throughline.line.queries.plan import work_it_could_carry_out
from throughline.line.queries.referring import services_open_to
from throughline.people.actions.planned_work import change_work, move_work, plan_work
from throughline.people.models import Person, Plan, PlannedWork
from throughline.people.queries.plans import work_of
from throughline.people.states import ObjectiveState
from throughline.vocabulary.permissions import Permission
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.officer.finding import person_called, referral_called, supervisor_of
from throughline.web.officer.plan_forms import CarriesOutForm, MoveForm, WorkForm, work_as_given
from throughline.web.officer.views.plan import link_to_plan, plan_called
from throughline.web.page_request import PageRequest, today
from throughline.web.refusals import refusals_shown_on

ASKED = {
    "begin": ("Say that this work has begun", "What has begun?", False, "Begun"),
    "finish": ("Say that this work is done", "What shows it?", False, "Done"),
    "put-back": ("Put this work back to not begun", "Why?", True, "Put back"),
    "drop": ("Drop this work", "Why is it dropped?", True, "Drop work"),
}
"""By the move of work, as addresses write it: title, question, whether it must be answered, button."""


@page_for(Permission.SUPERVISE)
def add(request: PageRequest, reference: str) -> HttpResponse:
    """Add work to the plan; `?objective=` chooses the objective it serves."""
    person = person_called(request, reference)
    plan = plan_called(request, person)
    form = _form(request, person, plan, {"objective": request.GET.get("objective", ""), "rar_days": 0})
    if form.is_valid():
        with refusals_shown_on(form):
            plan_work(plan=plan, work=form.work(**_provider(form)), by=request.user, at=request.now)
        if form.is_valid():
            messages.success(request, f"Work added to {person.name}’s plan")
            return redirect("officer_plan", reference=reference)
    page = FormPage("Add work to the plan", person.name, link_to_plan(person), "Add work")
    return page.shown(request, form)


@page_for(Permission.SUPERVISE)
def change(request: PageRequest, reference: str, number: int) -> HttpResponse:
    """Plan a piece of work otherwise. What a referral carries out keeps its objective and provider."""
    person = person_called(request, reference)
    plan = plan_called(request, person)
    planned = _work_called(plan, number)
    form = _form(request, person, plan, work_as_given(planned), planned)
    if form.is_valid():
        with refusals_shown_on(form):
            change_work(
                planned=planned,
                work=form.work(**_provider(form)),
                why=form.cleaned_data["why"],
                by=request.user,
                at=request.now,
            )
        if form.is_valid():
            messages.success(request, "Work changed. The plan before it can still be read")
            return redirect("officer_plan", reference=reference)
    page = FormPage("Change this work", person.name, link_to_plan(person), "Save change")
    return page.shown(request, form)


@page_for(Permission.SUPERVISE)
def move(request: PageRequest, reference: str, number: int, move: str) -> HttpResponse:
    """Say that work has begun, is done, is put back or dropped."""
    person = person_called(request, reference)
    planned = _work_called(plan_called(request, person), number)
    if move not in ASKED:
        raise Http404("work has no such move")
    title, label, required, button = ASKED[move]
    form = MoveForm(
        request.POST if request.method == "POST" else None,
        label=label,
        ask="Say why",
        required=required,
    )
    if form.is_valid():
        with refusals_shown_on(form):
            move_work(
                planned=planned,
                name=move.replace("-", " "),
                why=form.cleaned_data["why"],
                by=request.user,
                at=request.now,
            )
        if form.is_valid():
            messages.success(request, f"“{planned.what}”: {planned.get_state_display().lower()}")
            return redirect("officer_plan", reference=reference)
    return FormPage(title, planned.what, link_to_plan(person), button).shown(request, form)


@page_for(Permission.SUPERVISE)
def carries_out(request: PageRequest, reference: str, referral: str) -> HttpResponse:
    """Say which piece of planned work a referral carries out."""
    person = person_called(request, reference)
    held = referral_called(request, referral)
    if held.person_id != person.pk:
        raise Http404("no referral of this person has this reference")
    form = CarriesOutForm(
        request.POST if request.method == "POST" else None, offered=work_it_could_carry_out(held)
    )
    if form.is_valid():
        with refusals_shown_on(form):
            choose_work(referral=held, work=form.chosen, by=request.user, at=request.now)
        if form.is_valid():
            messages.success(request, f"{held.service.name} carries out “{form.chosen.what}”")
            return redirect("officer_plan", reference=reference)
    page = FormPage(
        "Say which work this referral carries out",
        f"{held.reference}: {held.service.name}",
        link_to_plan(person),
        "Save",
        said=["Work that was added for this referral alone, and that nothing then serves, is dropped."],
    )
    return page.shown(request, form)


def _form(
    request: PageRequest,
    person: Person,
    plan: Plan,
    initial: dict[str, Any],
    planned: PlannedWork | None = None,
) -> WorkForm:
    serves = plan.objectives.filter(state=ObjectiveState.OPEN)
    objectives = list(serves) if planned is None else list(serves | plan.objectives.filter(work=planned))
    others = [one for one in work_of(Plan.objects.filter(pk=plan.pk)) if one != planned]
    return WorkForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        objectives=objectives,
        others=others,
        providers=_providers(request, person, {one.need for one in objectives}, planned),
        rar_ordered=sum(one.rar_days or 0 for one in plan.sentence.requirements.all()),
        planned=planned,
        is_referred=planned is not None and planned.referrals.exists(),
    )


def _providers(
    request: PageRequest, person: Person, needs: set[str], planned: PlannedWork | None
) -> list[tuple[str, str]]:
    supervisor = supervisor_of(request, person)
    services = services_open_to(person, buyer_id=supervisor.pk, needs=needs, on=today(request))
    found = {one.deliverer_id: one.deliverer.name for one in services}
    if planned is not None and planned.organisation is not None:
        found[planned.organisation_id] = planned.organisation.name  # type: ignore[index]
    return sorted(((str(pk), name) for pk, name in found.items()), key=lambda one: one[1])


def _provider(form: WorkForm) -> dict[str, Organisation]:
    chosen = form.organisation_id
    return {"organisation": Organisation.objects.get(pk=chosen)} if chosen else {}


def _work_called(plan: Plan, number: int) -> PlannedWork:
    try:
        found: PlannedWork = plan.work.select_related(
            "plan__sentence", "plan__person", "objective", "organisation", "after"
        ).get(pk=number)
    except ObjectDoesNotExist:
        raise Http404("no work of this plan has this number") from None
    return found
