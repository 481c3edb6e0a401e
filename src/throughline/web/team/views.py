"""Who works in an organisation in which role; adding somebody, giving a role and ending one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.core.access.permissions import roles
from throughline.core.actions.memberships import end_role, give_role, roles_given_by
from throughline.core.models import Membership, Organisation
from throughline.core.queries.team import members_of, organisations_managed_by
from throughline.gateway.accounts import let_in
from throughline.line.queries.workload import still_with
from throughline.line.states import STARTED
from throughline.vocabulary.permissions import Permission
from throughline.web.accounts.telephone import telephone_page
from throughline.web.form_page import FormPage
from throughline.web.forms import ChoiceField, EmailField, PageForm, TextField
from throughline.web.guards import page_for
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Fact, Link
from throughline.web.refusals import refusals_shown_on
from throughline.web.words import day


class NothingAsked(PageForm):
    """A confirmation: there is nothing to fill in."""


class RoleForm(PageForm):
    """Whom to give which role, in which organisation where there are several."""

    email = EmailField(label="Email address of their account")
    role = ChoiceField(label="Role", ask="Select a role")
    organisation = ChoiceField(label="Organisation", ask="Select an organisation")

    def __init__(self, *arguments: Any, request: PageRequest, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.organisations = {str(one.pk): one for one in organisations_managed_by(request.actor)}
        given = {
            role.code: role
            for number in self.organisations
            for role in roles_given_by(request.actor, int(number))
        }
        role, organisation = self.fields["role"], self.fields["organisation"]
        assert isinstance(role, ChoiceField)
        assert isinstance(organisation, ChoiceField)
        role.choices = [(one.code, one.name) for one in given.values()]
        role.hints = {one.code: one.sentence for one in given.values()}
        organisation.choices = [(number, one.name) for number, one in self.organisations.items()]
        if len(self.organisations) == 1:
            del self.fields["organisation"]

    @property
    def chosen(self) -> Organisation:
        """The organisation chosen, or the only one there is."""
        number = self.cleaned_data.get("organisation") or next(iter(self.organisations))
        return self.organisations[number]


class NewcomerForm(RoleForm):
    """Who comes to the team, as what."""

    full_name = TextField(thing="their full name", label="Full name")
    email = EmailField(label="Email address", hint="Word of where to sign in goes there")
    field_order = ("full_name", "email", "role", "organisation")


@page_for(Permission.MANAGE_ACCOUNTS)
def team(request: PageRequest) -> HttpResponse:
    """Everybody who holds a role today, by organisation."""
    catalogue = roles()
    groups = [
        (
            organisation,
            [
                (one, catalogue[one.role].name, one.role in {r.code for r in given})
                for one in members_of(organisation, today(request))
            ],
        )
        for organisation in organisations_managed_by(request.actor)
        for given in [roles_given_by(request.actor, organisation.pk)]
    ]
    return render(request, "team/list.html", {"groups": groups})


@page_for(Permission.MANAGE_ACCOUNTS)
def add(request: PageRequest) -> HttpResponse:
    """Give somebody a role, with an account when they have none."""
    form = NewcomerForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_valid():
        with refusals_shown_on(form):
            made = let_in(
                email=form.cleaned_data["email"],
                full_name=form.cleaned_data["full_name"],
                role=form.cleaned_data["role"],
                organisation=form.chosen,
                by=request.user,
                at=request.now,
            )
            messages.success(
                request,
                f"{made.user.full_name} is now {roles()[made.role].name.lower()}. "
                f"Word of where to sign in goes to {made.user.email}",
            )
            return redirect("team")
    page = FormPage(
        title="Add somebody",
        caption="Team",
        back=Link("Team", reverse("team")),
        button="Add",
        said=[
            "If nobody has an account with this email address, one is made, and a message says where to set "
            "a password. The role begins today."
        ],
    )
    return page.shown(request, form)


@page_for(Permission.MANAGE_ACCOUNTS)
def give(request: PageRequest) -> HttpResponse:
    """Give somebody who has an account a role."""
    form = RoleForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_valid():
        with refusals_shown_on(form):
            made = give_role(
                email=form.cleaned_data["email"],
                role=form.cleaned_data["role"],
                organisation=form.chosen,
                by=request.user,
                at=request.now,
            )
            messages.success(request, f"{made.user.full_name} is now {roles()[made.role].name.lower()}")
            return redirect("team")
    page = FormPage(
        title="Give somebody a role",
        caption="Team",
        back=Link("Team", reverse("team")),
        button="Give role",
        said=["They need an account first. The role begins today."],
    )
    return page.shown(request, form)


@page_for(Permission.MANAGE_ACCOUNTS)
def telephone(request: PageRequest, number: int) -> HttpResponse:
    """Record on which number somebody of the team is telephoned (S98)."""
    return telephone_page(request, _theirs(request, number).user, Link("Team", reverse("team")))


@page_for(Permission.MANAGE_ACCOUNTS)
def end(request: PageRequest, number: int) -> HttpResponse:
    """End somebody's role from today on."""
    membership = _theirs(request, number)
    role = roles()[membership.role].name.lower()
    form = NothingAsked(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            end_role(membership=membership, by=request.user, at=request.now)
            messages.success(request, f"{membership.user.full_name} is no longer {role}")
            return redirect("team")
    page = FormPage(
        title=f"End the role of {membership.user.full_name}",
        caption=membership.organisation.name,
        back=Link("Team", reverse("team")),
        button="End role",
        said=[
            f"{membership.user.full_name} has been {role} since {day(membership.during.from_)}. From "
            "today they no longer see or do what it allows."
        ],
        facts=_still_with(request, membership),
        is_final=True,
    )
    return page.shown(request, form)


def _still_with(request: PageRequest, membership: Membership) -> list[Fact]:
    """The referrals to be given to somebody else first, each leading to where that is done."""
    found = still_with(request.actor, membership.user, membership.organisation_id)
    links = [
        Link(
            f"{one.person.name}, {one.reference}",
            reverse(f"referral_{'hand_on' if one.state == STARTED else 'allocate'}", args=[one.reference]),
        )
        for one in found
    ]
    return [Fact("Give to somebody else first", links)] if links else []


def _theirs(request: PageRequest, number: int) -> Membership:
    for organisation in organisations_managed_by(request.actor):
        for one in members_of(organisation, today(request)):
            if one.pk == number:
                return one
    raise Http404("no role of an organisation whose accounts this actor manages has this number")
