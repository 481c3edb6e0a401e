"""Adding lines on subcontractors to a notification that is being written (S232)."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse

from throughline.core.models import Area
from throughline.supply.actions.subcontractors import (
    propose_removal,
    propose_replacement,
    propose_subcontractor,
)
from throughline.supply.models import Agreement, ChangeNotification
from throughline.supply.queries.proposing import agreements_in_the_chain, areas_of_the_prime
from throughline.vocabulary.permissions import Permission
from throughline.web.changes.finding import change_written, link_to
from throughline.web.changes.forms import RemovalForm, ReplacementForm, SubcontractorForm
from throughline.web.changes.lines import NOTHING_YET, proposed
from throughline.web.form_page import FormPage
from throughline.web.guards import page_for
from throughline.web.page_request import PageRequest, today


@page_for(Permission.PROPOSE_PRICES)
def replacement(request: PageRequest, reference: str) -> HttpResponse:
    """Propose that a subcontractor takes over what another delivers."""
    change = change_written(request, reference)
    held = _below(request, change)
    form = ReplacementForm(
        request.POST or None,
        today=today(request),
        choices={"agreement": _offered(held, "Select a subcontractor")},
        initial={"agreement": request.GET.get("agreement", "")},
    )
    page = FormPage(
        "Replace a subcontractor",
        change.title,
        link_to(change),
        "Add this line",
        said=[
            NOTHING_YET,
            "From the day, every service delivered under the agreement goes over to the new subcontractor. "
            "Referrals on which work has not started go over with it, and keep their number, their place and "
            "what the buyer pays. Those on which work has started stay with who started it until they end.",
        ],
    )
    return proposed(
        request,
        change,
        form,
        page,
        lambda given: propose_replacement(
            notification=change,
            replaces=held[given["agreement"]],
            organisation=given["organisation"],
            title=given["title"],
            same_prices=given["same_prices"],
            from_on=given["from_on"],
            why=given["why"],
        ),
    )


@page_for(Permission.PROPOSE_PRICES)
def addition(request: PageRequest, reference: str) -> HttpResponse:
    """Propose a subcontractor who takes over nothing."""
    change = change_written(request, reference)
    held = {one.reference: one for one in agreements_in_the_chain(change, on=today(request))}
    areas: list[Area] = list(areas_of_the_prime(change, on=today(request)))
    form = SubcontractorForm(
        request.POST or None,
        today=today(request),
        choices={
            "agreement": _offered(held, "Select an agreement"),
            "areas": [(str(one.pk), one.name) for one in areas],
        },
    )
    page = FormPage(
        "Add a subcontractor",
        change.title,
        link_to(change),
        "Add this line",
        said=[
            NOTHING_YET,
            "Once it is approved, its agreement stands from the day, and services can be drafted under it.",
        ],
    )
    return proposed(
        request,
        change,
        form,
        page,
        lambda given: propose_subcontractor(
            notification=change,
            under=held[given["agreement"]],
            organisation=given["organisation"],
            title=given["title"],
            areas=[int(pk) for pk in given["areas"]],
            from_on=given["from_on"],
            why=given["why"],
        ),
    )


@page_for(Permission.PROPOSE_PRICES)
def removal(request: PageRequest, reference: str) -> HttpResponse:
    """Propose that a subcontractor goes, and nobody takes over."""
    change = change_written(request, reference)
    held = _below(request, change)
    form = RemovalForm(
        request.POST or None,
        today=today(request),
        choices={"agreement": _offered(held, "Select an agreement")},
        initial={"agreement": request.GET.get("agreement", "")},
    )
    page = FormPage(
        "Remove a subcontractor",
        change.title,
        link_to(change),
        "Add this line",
        said=[
            NOTHING_YET,
            "From the day, services delivered under the agreement leave the directory and the rate card. "
            "Referrals that are open then stay with the subcontractor until they end, or until the officer "
            "withdraws them.",
        ],
    )
    return proposed(
        request,
        change,
        form,
        page,
        lambda given: propose_removal(
            notification=change,
            agreement=held[given["agreement"]],
            from_on=given["from_on"],
            why=given["why"],
        ),
    )


def _below(request: PageRequest, change: ChangeNotification) -> dict[str, Agreement]:
    """The agreements of subcontractors, by reference."""
    found = agreements_in_the_chain(change, on=today(request)).exclude(above=None)
    return {one.reference: one for one in found}


def _offered(held: Mapping[str, Agreement], nothing: str) -> list[tuple[str, str]]:
    named = [(key, f"{one.provider}: {one.title} ({key})") for key, one in held.items()]
    return [("", nothing), *named]
