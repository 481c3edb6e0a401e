"""
What stands in an entry of the directory, as one document for pages, leaflets, feeds and versions (S62, S64).

The document is the same whoever asks: it holds no price, no contact that is not for the public, and of a
withheld place nothing but that there is one. Codes stand as codes; organisations and areas with their name
as it was. It is made of what JSON knows, so that it can be kept and compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Prefetch, QuerySet

from throughline.core.access.actor import as_system
from throughline.core.models import Area, Organisation
from throughline.core.periods import Period
from throughline.supply.models import (
    Pilot,
    RouteContribution,
    Service,
    ServiceContact,
    ServicePlace,
    ServiceRoute,
)

Content = dict[str, Any]
"""One entry as a document; `content_of` says of what."""

_SIMPLE = (
    "name",
    "summary",
    "what_happens",
    "state",
    "service_type",
    "mode",
    "sessions",
    "session_minutes",
    "weeks",
    "indicative_rar_days",
    "for_women",
    "for_men",
    "youngest",
    "oldest",
    "meets_children",
    "places",
    "review_days",
)


def content_of(service: Service) -> Content:
    """The document of one entry, read anew (about a dozen queries)."""
    return contents_of(Service.objects.filter(pk=service.pk))[service.pk]


def contents_of(services: QuerySet[Service]) -> dict[int, Content]:
    """The documents of several entries by their ids, in a number of queries that does not grow with them."""
    found = list(_with_all(services))
    withheld = _with_a_withheld_place(one.pk for one in found)
    return {one.pk: _document(one, is_withheld=one.pk in withheld) for one in found}


def has_withheld_place(service: Service) -> bool:
    """Whether a place of this service is withheld; which one is for those alone who keep the entry."""
    return bool(_with_a_withheld_place([service.pk]))


def _with_a_withheld_place(services: Iterable[int]) -> set[int]:
    # That there is such a place is said to everybody, so it is asked past row security; nothing else is.
    with as_system():
        places = ServicePlace.objects.filter(service__in=list(services), is_withheld=True)
        return set(places.values_list("service", flat=True))


def _with_all(services: QuerySet[Service]) -> QuerySet[Service]:
    routes = ServiceRoute.objects.select_related("buyer", "payer").prefetch_related(
        Prefetch("contributions", RouteContribution.objects.select_related("organisation"))
    )
    open_places = ServicePlace.objects.filter(is_withheld=False).prefetch_related("hours")
    return services.select_related("kind", "deliverer", "agreement", "alternative").prefetch_related(
        "areas",
        "needs",
        "populations",
        "activities",
        "information",
        "evidence",
        "wordings",
        "eligibility",
        Prefetch("routes", routes.order_by("pk")),
        Prefetch("given_at", open_places),
        Prefetch("contacts", ServiceContact.objects.filter(is_public=True).select_related("successor")),
        Prefetch("pilots", Pilot.objects.order_by("pk")),
    )


def _document(one: Service, *, is_withheld: bool) -> Content:
    agreement = one.agreement
    return {
        **{name: getattr(one, name) for name in _SIMPLE},
        "kind": {"code": one.kind.code, "name": one.kind.name},
        "channels": sorted(one.channels),
        "languages": sorted(one.languages),
        "involves": sorted(one.involves),
        "deliverer": _organisation(one.deliverer),
        "agreement": {"reference": agreement.reference, "title": agreement.title} if agreement else None,
        "during": _period(one.during),
        "intake": _intake(one),
        "waiting": {"days": one.waiting_days, "said_on": _day(one.waiting_said_on)},
        "needs": sorted(need.need for need in one.needs.all()),
        "populations": _sorted(
            ({"population": who.population, "is_main": who.is_main} for who in one.populations.all()),
            "population",
        ),
        "areas": _sorted((_area(area) for area in one.areas.all()), "kind", "code"),
        "activities": [
            {"need_area": did.need_area, "activity": did.activity, "method": did.method, "place": did.place}
            for did in one.activities.all()
        ],
        "routes": [_route(route) for route in one.routes.all()],
        "given_at": [_place(place) for place in one.given_at.all()],
        "is_withheld": is_withheld,
        "eligibility": [
            {
                "aspect": rule.aspect,
                "accepts": sorted(rule.accepts),
                "refuses": sorted(rule.refuses),
                "why": rule.why,
            }
            for rule in one.eligibility.all()
        ],
        "contacts": [_contact(contact) for contact in one.contacts.all()],
        "information": [
            {"what": asked.what, "why": asked.why, "is_essential": asked.is_essential}
            for asked in one.information.all()
        ],
        "evidence": [
            {
                "finding": known.finding,
                "source": known.source,
                "address": known.address,
                "published_on": _day(known.published_on),
            }
            for known in one.evidence.all()
        ],
        "wordings": [
            {
                "language": said.language,
                "reading": said.reading,
                "name": said.name,
                "summary": said.summary,
                "what_happens": said.what_happens,
            }
            for said in one.wordings.all()
        ],
        "pilots": [_pilot(pilot) for pilot in one.pilots.all()],
    }


def _organisation(one: Organisation | None) -> dict[str, str] | None:
    return {"reference": one.reference, "name": one.name} if one else None


def _area(one: Area) -> dict[str, str]:
    return {"kind": one.kind, "code": one.code, "name": one.name}


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _period(during: Period) -> dict[str, str | None]:
    return {"from": _day(during.from_), "to": _day(during.to)}


def _intake(one: Service) -> dict[str, Any]:
    other = one.alternative
    return {
        "is": one.intake,
        "cap": one.intake_cap,
        "note": one.intake_note,
        "alternative": {"reference": other.reference, "name": other.name} if other else None,
    }


def _route(one: ServiceRoute) -> dict[str, Any]:
    return {
        "route": one.route,
        "buyer": _organisation(one.buyer),
        "payer": _organisation(one.payer),
        "terms": one.terms,
        "unit_cost": str(one.unit_cost.pounds) if one.unit_cost is not None else None,
        "cost_unit": one.cost_unit,
        "cost_source": one.cost_source,
        "during": _period(one.during),
        "contributions": [
            {"organisation": _organisation(part.organisation), "share": part.share, "terms": part.terms}
            for part in one.contributions.all()
        ],
    }


def _place(one: ServicePlace) -> dict[str, Any]:
    return {
        "name": one.name,
        "address": one.address,
        "postcode": one.postcode,
        "in_office": one.in_office,
        "access": one.access,
        "by_arrangement": one.by_arrangement,
        "hours": [
            {"weekday": at.weekday, "opens": f"{at.opens:%H:%M}", "closes": f"{at.closes:%H:%M}"}
            for at in one.hours.all()
        ],
    }


def _contact(one: ServiceContact) -> dict[str, Any]:
    follows = one.successor
    return {
        "name": one.name,
        "job": one.job,
        "telephone": one.telephone,
        "email": one.email,
        "during": _period(one.during),
        "successor": follows.name if follows and follows.is_public else None,
    }


def _pilot(one: Pilot) -> dict[str, Any]:
    return {
        "purpose": one.purpose,
        "rules": one.rules,
        "most_people": one.most_people,
        "during": _period(one.during),
        "decision": one.decision,
        "decided_on": _day(one.decided_on),
        "why": one.why,
    }


def _sorted(rows: Iterable[Mapping[str, Any]], *keys: str) -> list[Mapping[str, Any]]:
    return sorted(rows, key=lambda row: [row[key] for key in keys])
