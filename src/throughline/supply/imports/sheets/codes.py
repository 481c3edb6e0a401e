"""The codes that the records have at the time, for whoever fills a table in: areas, kinds, organisations."""

from __future__ import annotations

from datetime import date

from throughline.core.access import Actor
from throughline.core.files.sheets import CodeLine
from throughline.core.models import Area, Organisation
from throughline.supply.imports.sheets.kept import kept_by
from throughline.supply.models import Agreement, ServiceKind
from throughline.supply.states import AgreementState, ServiceState
from throughline.vocabulary.areas import AREA_KINDS
from throughline.vocabulary.permissions import Permission


def area_codes(_: Actor, on: date) -> list[CodeLine]:
    """Every area that stands on a day, as its kind and code."""
    areas = Area.objects.filter(during__contains=on).order_by("kind", "name", "code")
    return [
        ("areas", f"{one.kind}:{one.code}", f"{one.name}, {AREA_KINDS.get(one.kind, one.kind)}")
        for one in areas
    ]


def codes_of_services(actor: Actor, on: date) -> list[CodeLine]:
    """Schemes and kinds, the providers and agreements that `actor` may begin an entry for, and areas."""
    kinds = ServiceKind.objects.filter(scheme__during__contains=on).select_related("scheme")
    listed = list(kinds.order_by("scheme__code", "code"))
    schemes = {one.scheme.code: one.scheme.name for one in listed}
    agreements = _agreements(actor)
    providers = {one.provider.reference: one.provider.name for one in agreements}
    ours = Organisation.objects.filter(pk__in=actor.holds(Permission.EDIT_SERVICES))
    providers |= {one.reference: one.name for one in ours}
    return [
        *(("scheme", code, name) for code, name in schemes.items()),
        *(("kind", one.code, f"{one.name}, in {one.scheme.code}") for one in listed),
        *(("deliverer", reference, name) for reference, name in sorted(providers.items())),
        *(("agreement", one.reference, f"{one.title}, {one.provider}") for one in agreements),
        *area_codes(actor, on),
    ]


def codes_of_parts(actor: Actor, on: date) -> list[CodeLine]:
    """The entries that `actor` changes."""
    kept = kept_by(actor).exclude(state=ServiceState.WITHDRAWN).order_by("name", "pk")
    return [("service", one.reference, f"{one.name}, {one.deliverer}") for one in kept]


def codes_of_places(actor: Actor, on: date) -> list[CodeLine]:
    """The entries that `actor` changes, and areas."""
    return [*codes_of_parts(actor, on), *(("area", code, words) for _, code, words in area_codes(actor, on))]


def codes_of_prices(actor: Actor, on: date) -> list[CodeLine]:
    """The entries that `actor` changes, and the agreements under which they pay."""
    paying = [one for one in _agreements(actor) if one.tier > 1]
    return [
        *codes_of_parts(actor, on),
        *(("agreement", one.reference, f"{one.payer} pays {one.provider}: {one.title}") for one in paying),
    ]


def _agreements(actor: Actor) -> list[Agreement]:
    """Agreements that go on, of chains that `actor` keeps services for; all for the system."""
    going_on = Agreement.objects.exclude(state__in=(AgreementState.ENDED, AgreementState.ABANDONED))
    if not actor.is_system:
        going_on = going_on.filter(parties__overlap=sorted(actor.holds(Permission.EDIT_SERVICES)))
    return list(going_on.select_related("payer", "provider").order_by("title", "reference"))
