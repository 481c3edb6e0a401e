"""Finding whom a page of somebody who manages cases is about: managed by them, or not there."""

from __future__ import annotations

from django.http import Http404

from throughline.people.models import Person
from throughline.people.queries.people import people_managed_by
from throughline.web.page_request import PageRequest


def managed_person(request: PageRequest, reference: str) -> Person:
    """
    The person with this reference, when whoever asks manages their case.

    :raises Http404: nobody whose case they manage has it
    """
    person = people_managed_by(request.actor, request.now).filter(reference=reference).first()
    if person is None:
        raise Http404("nobody whose case this viewer manages has this reference")
    return person
