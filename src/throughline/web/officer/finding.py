"""Finding whom and what an officer's page is about: theirs, or not there."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse

from throughline.core.models import Organisation
from throughline.line.models import Referral
from throughline.line.queries.referrals import referrals_supervised_by
from throughline.people.models import Person, Supervision
from throughline.people.queries.people import people_in_charge_of, people_supervised_by
from throughline.web.page_request import PageRequest, today
from throughline.web.pieces import Link


def person_in_charge_of(request: PageRequest, reference: str) -> Person:
    """
    The person with this reference, when whoever asks supervises them or manages their case.

    :raises Http404: nobody of theirs has it
    """
    person = people_in_charge_of(request.actor, request.now).filter(reference=reference).first()
    if person is None:
        raise Http404("nobody whom this viewer supervises or whose case they manage has this reference")
    return person


def person_called(request: PageRequest, reference: str) -> Person:
    """
    The person with this reference, when the officer supervises them.

    :raises Http404: nobody of this officer's has it
    """
    person = people_supervised_by(request.actor, request.now).filter(reference=reference).first()
    if person is None:
        raise Http404("nobody this officer supervises has this reference")
    return person


def referral_called(request: PageRequest, reference: str) -> Referral:
    """
    The referral with this reference, of somebody the officer supervises, with what its forms show.

    :raises Http404: there is none
    """
    found = referrals_supervised_by(request.actor, request.now).select_related(
        "person", "requirement__sentence", "objective", "service__agreement", "service__kind", "deliverer"
    )
    referral = found.filter(reference=reference).first()
    if referral is None:
        raise Http404("no referral of this officer's people has this reference")
    return referral


def supervisor_of(request: PageRequest, person: Person) -> Organisation:
    """
    The organisation for which the officer supervises the person today.

    :raises Http404: nobody supervises the person today
    """
    supervision = (
        Supervision.objects.select_related("organisation")
        .filter(person=person, during__contains=today(request))
        .first()
    )
    if supervision is None:
        raise Http404("nobody supervises this person today")
    return supervision.organisation


def link_to(person: Person) -> Link:
    """The person's name, leading to their page."""
    return Link(person.name, reverse("officer_person", args=[person.reference]))
