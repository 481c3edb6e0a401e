"""Writing services from a table: a line for each entry, new or there already."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from throughline.core.access import Actor
from throughline.core.files import RowRefused
from throughline.core.models import Area, Organisation
from throughline.supply.actions.service_drafts import draft_service, set_review_interval
from throughline.supply.actions.service_eligibility import set_populations, set_whom
from throughline.supply.actions.service_intake import set_capacity, set_intake, state_wait
from throughline.supply.actions.service_parts import set_needs
from throughline.supply.actions.service_places import set_areas
from throughline.supply.actions.service_text import (
    describe_service,
    set_delivery,
    set_dose,
    set_kind_of_work,
)
from throughline.supply.imports.sheets.kept import kept_by
from throughline.supply.imports.sheets.lines import Line, written
from throughline.supply.imports.sheets.service_fields import FIELDS
from throughline.supply.imports.sheets.told import CHANGED, NEW, Changes, differences
from throughline.supply.models import Agreement, Scheme, Service, ServiceKind
from throughline.supply.states import ServiceState
from throughline.vocabulary.delivery import Intake

_FIXED: Final = ("scheme", "kind", "deliverer", "agreement")
_BEGINS_WITH: Final = ("scheme", "kind", "deliverer", "name")


class ServiceLoader:
    """Writes services, one line at a time; what is there and says the same is left alone."""

    def __init__(self, actor: Actor, *, by: Any, at: datetime) -> None:
        self.changes = Changes()
        self._actor, self._by, self._at = actor, by, at
        self._seen: set[str] = set()

    def load(self, line: Line) -> bool:
        """
        Write one line; says whether anything changed.

        :raises RowRefused: it names something that is not known, or is not for a file to change
        :raises Refusal: the records do not allow it; says why
        """
        if not line.values.get("service"):
            # Of a new entry nothing is said by an empty cell; nor when the line comes a second time.
            line = line.filled_in
        service = self._found(line)
        return self._begin(line) if service is None else self._change(service, line)

    def _begin(self, line: Line) -> bool:
        _refuse_contradictions(line.values)
        service = self._begun(line.values)
        self._once(service)
        was = written(FIELDS, service)
        self._write(service, line.values, {one.column for one in differences(was, line.written)})
        self.changes.tell(NEW, f"{service.reference} {service.name}", differences({}, line.written))
        return True

    def _change(self, service: Service, line: Line) -> bool:
        self._once(service)
        _refuse_contradictions(line.values)
        was = written(FIELDS, service)
        given = {name: text for name, text in line.written.items() if name != "service"}
        _refuse_fixed(was, given)
        found = differences(was, given)
        if found:
            called = service.name
            self._write(service, line.values, {one.column for one in found})
            self.changes.tell(CHANGED, f"{service.reference} {called}", found)
        return bool(found)

    def _once(self, service: Service) -> None:
        if service.reference in self._seen:
            raise RowRefused(f"{service.reference} stands in this file before. Keep one line of it")
        self._seen.add(service.reference)

    @cached_property
    def _kept(self) -> dict[str, Service]:
        return {one.reference: one for one in with_all(self._actor)}

    def _found(self, line: Line) -> Service | None:
        reference = line.values.get("service", "")
        if reference:
            if reference not in self._kept:
                raise RowRefused(f"There is no service {reference} among those you keep. Check the reference")
            return self._kept[reference]
        missing = [name for name in _BEGINS_WITH if not line.values.get(name)]
        if missing:
            raise RowRefused(
                f"A line without a reference begins a new entry, which needs {', '.join(missing)}. "
                "Fill them in, or give the reference of the entry"
            )
        key = (line.values["deliverer"], line.values["name"])
        return next((one for one in self._kept.values() if (one.deliverer.reference, one.name) == key), None)

    def _begun(self, values: Mapping[str, Any]) -> Service:
        scheme = Scheme.objects.filter(code=values["scheme"]).first()
        kind = ServiceKind.objects.filter(scheme=scheme, code=values["kind"]).first()
        deliverer = Organisation.objects.filter(reference=values["deliverer"]).first()
        agreement = Agreement.objects.filter(reference=values.get("agreement", "")).first()
        for name, record in (("scheme", scheme), ("kind", kind), ("deliverer", deliverer)):
            if record is None:
                raise RowRefused(f"Column “{name}”: there is no “{values[name]}”. Check it")
        if values.get("agreement") and agreement is None:
            raise RowRefused(f"Column “agreement”: there is no “{values['agreement']}”. Check it")
        assert scheme is not None and kind is not None and deliverer is not None  # noqa: PT018
        made = draft_service(
            scheme=scheme, kind=kind, name=values["name"], deliverer=deliverer, agreement=agreement,
            by=self._by, at=self._at,
        )  # fmt: skip
        self._kept[made.reference] = made
        return made

    def _write(self, service: Service, values: Mapping[str, Any], columns: set[str]) -> None:
        said = {one.name: values.get(one.name, one.of(service)) for one in FIELDS}
        said["areas"] = self._areas(said["areas"]) if "areas" in columns else ()
        said["alternative"] = self._alternative(said["alternative"]) if columns & _INTAKE else None
        for names, act in _ACTS:
            if columns & names:
                act(service, said, {"by": self._by, "at": self._at})

    def _areas(self, keys: Sequence[str]) -> list[Area]:
        found = []
        for key in keys:
            kind, _, code = key.partition(":")
            area = Area.objects.filter(kind=kind.strip(), code=code.strip()).first()
            if area is None:
                raise RowRefused(f"Column “areas”: there is no area “{key}”. Write it like pcc:gwent")
            found.append(area)
        return found

    def _alternative(self, reference: str) -> Service | None:
        if not reference:
            return None
        found = Service.objects.filter(reference=reference).exclude(state=ServiceState.DRAFT).first()
        if found is None:
            raise RowRefused(f"Column “alternative”: there is no service {reference}. Check the reference")
        return found


def with_all(actor: Actor) -> Any:
    """The entries that `actor` changes by a file, with what a line of theirs says, in few queries."""
    return (
        kept_by(actor)
        .exclude(state=ServiceState.WITHDRAWN)
        .select_related("kind", "scheme", "deliverer", "agreement", "alternative")
        .prefetch_related("needs", "populations", "areas")
        .order_by("reference")
    )


def service_lines(actor: Actor) -> list[dict[str, str]]:
    """The lines of every entry that `actor` changes by a file, by reference; withdrawn ones are left out."""
    return [written(FIELDS, one) for one in with_all(actor)]


def _refuse_contradictions(values: Mapping[str, Any]) -> None:
    intake = values.get("intake")
    if intake and intake != Intake.CAPPED and values.get("intake_cap") is not None:
        raise RowRefused("Column “intake_cap” is for a service that takes a set number a month. Empty it")
    if intake == Intake.OPEN and values.get("intake_note"):
        raise RowRefused("Column “intake_note” is for a closed service or a set number. Empty it")
    if intake and intake != Intake.CLOSED and values.get("alternative"):
        raise RowRefused("Column “alternative” is for a closed service. Empty it")
    both = set(values.get("main_groups", ())) & set(values.get("also_groups", ()))
    if both:
        raise RowRefused(f"{', '.join(sorted(both))} stands in main_groups and in also_groups. Keep one")
    for name in ("service_type", "mode", "intake", "name"):
        if name in values and not values[name]:
            raise RowRefused(f"Column “{name}” is empty. Fill it in")


def _refuse_fixed(was: Mapping[str, str], given: Mapping[str, str]) -> None:
    for name in _FIXED:
        if given.get(name) and given[name] != was[name]:
            raise RowRefused(
                f"Column “{name}” says {given[name]}, and the entry {was[name] or 'nothing'}. "
                "It is not changed by a file: copy the entry, or begin another"
            )
    if given.get("state") and given["state"] != was["state"]:
        raise RowRefused(
            f"The entry is {was['state']}, not {given['state']}. "
            "Publish, suspend or withdraw it on its page, and leave the column as it is"
        )


Act = Callable[[Service, Mapping[str, Any], Mapping[str, Any]], object]


def _act(action: Callable[..., object], **takes: str) -> Act:
    """Call an action with these of a line's values; on the left what the action calls them."""

    def act(service: Service, said: Mapping[str, Any], who: Mapping[str, Any]) -> object:
        return action(service=service, **{name: said[column] for name, column in takes.items()}, **who)

    return act


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


_INTAKE: Final = frozenset({"intake", "intake_cap", "intake_note", "alternative"})
_ACTS: Final[Sequence[tuple[frozenset[str], Act]]] = (
    (frozenset({"name", "summary", "what_happens"}),
     _act(describe_service, **_same("name", "summary", "what_happens"))),
    (frozenset({"service_type", "meets_children", "involves"}),
     _act(set_kind_of_work, **_same("service_type", "meets_children", "involves"))),
    (frozenset({"mode", "channels", "languages"}),
     _act(set_delivery, **_same("mode", "channels", "languages"))),
    (frozenset({"sessions", "session_minutes", "weeks", "rar_days"}),
     _act(set_dose, **_same("sessions", "session_minutes", "weeks"), indicative_rar_days="rar_days")),
    (frozenset({"for_women", "for_men", "youngest", "oldest"}),
     _act(set_whom, **_same("for_women", "for_men", "youngest", "oldest"))),
    (frozenset({"main_groups", "also_groups"}),
     _act(set_populations, main="main_groups", also="also_groups")),
    (frozenset({"needs"}), _act(set_needs, needs="needs")),
    (frozenset({"areas"}), _act(set_areas, areas="areas")),
    (_INTAKE, _act(set_intake, intake="intake", cap="intake_cap", note="intake_note",
                   alternative="alternative")),
    (frozenset({"capacity"}), _act(set_capacity, places="capacity")),
    (frozenset({"waiting_days"}), _act(state_wait, days="waiting_days")),
    (frozenset({"review_days"}), _act(set_review_interval, days="review_days")),
)  # fmt: skip
"""Which action writes which columns. Each refuses in its own words what the records do not allow."""
