"""The entry that an address names, for those who may change it."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse

from throughline.supply.models import Service
from throughline.supply.queries.keepers import services_changed_by
from throughline.vocabulary.permissions import Permission
from throughline.web.page_request import PageRequest
from throughline.web.pieces import Link

KEEPERS = (Permission.EDIT_SERVICES, Permission.OVERSEE_SCHEME)
"""What opens the pages of a record: keeping it, or overseeing its scheme."""


def found(request: PageRequest, reference: str) -> Service:
    """
    The entry with this reference.

    :raises Http404: whoever asks keeps no such entry
    """
    wanted = services_changed_by(request.actor).select_related("kind", "owner")
    service: Service | None = wanted.filter(reference=reference).first()
    if service is None:
        raise Http404("no entry that this actor may change has this reference")
    return service


def record_of(service: Service, anchor: str = "") -> str:
    """Where the record of an entry is, or one part of it."""
    return reverse("service_record", args=[service.reference]) + (f"#{anchor}" if anchor else "")


def back_to(service: Service, anchor: str = "") -> Link:
    """The way back to the record."""
    return Link(service.name, record_of(service, anchor))
