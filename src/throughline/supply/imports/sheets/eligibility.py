"""Rules of eligibility as a table: a line for each thing that a rule of an entry looks at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from throughline.core.access import Actor
from throughline.core.files import RowRefused, cells
from throughline.core.files.sheets import SEVERAL, Sheet, SheetColumn
from throughline.supply.actions.service_eligibility import remove_rule, set_rule
from throughline.supply.imports.sheets.kept import kept_by
from throughline.supply.imports.sheets.lines import (
    Field,
    Line,
    code_field,
    reader,
    reference_field,
    text_field,
    written,
    yes_no_field,
)
from throughline.supply.imports.sheets.parts import REMOVE, PartLoader
from throughline.supply.imports.sheets.told import CHANGED, NEW, REMOVED, differences
from throughline.supply.models import EligibilityRule
from throughline.supply.rules.eligibility_in_words import values_of
from throughline.supply.states import ServiceState
from throughline.vocabulary.eligibility import Aspect

ASPECTS: Final = {str(one.value): str(one.label) for one in EligibilityRule.LOOKS_AT}
VALUES: Final[Mapping[str, Mapping[str, str]]] = {aspect: dict(values_of(aspect)) for aspect in ASPECTS}


def _sorted(row: Mapping[str, Any], name: str) -> list[str]:
    return sorted(cells.listed(row, name))


C = SheetColumn
FIELDS: Final[Sequence[Field[EligibilityRule]]] = (
    reference_field(
        C("service", "The reference of the entry", "SV-4K7Q2M", needed=True),
        lambda one: one.service.reference, prefix="SV",
    ),
    code_field(C("aspect", "What the rule looks at", codes=ASPECTS, needed=True), lambda one: one.aspect),
    Field(
        C("accepts", "The values that let somebody in; empty for all", "low; medium", lists=True,
          codes_by=VALUES),
        _sorted, lambda one: sorted(one.accepts), SEVERAL.join,
    ),
    Field(
        C("refuses", "The values that keep somebody out", "high", lists=True, codes_by=VALUES),
        _sorted, lambda one: sorted(one.refuses), SEVERAL.join,
    ),
    text_field(
        C("why", "Why, in words that officers read", "Our workers meet people alone"), lambda one: one.why,
        limit=2_000, multiline=True,
    ),
    yes_no_field(REMOVE, lambda _: False),
)  # fmt: skip

ELIGIBILITY: Final = Sheet(
    code="eligibility",
    title="Eligibility",
    says=(
        "A line for each thing that a rule of an entry looks at. Sex, ages and areas stand in the table of "
        "services, and clearance for MAPPA cases is given on the entry's page.",
        "A value that refuses goes before one that accepts. What is not recorded of a person is answered "
        "“unknown”, with what is missing.",
    ),
    columns=[one.column for one in FIELDS],
)

read_rule = reader(FIELDS)
"""Reads one line, touching nothing else; refuses in words."""


class RuleLoader(PartLoader):
    """Writes rules of eligibility, one line at a time; what is there and says the same is left alone."""

    def load(self, line: Line) -> bool:
        """
        Write one line; says whether anything changed.

        :raises RowRefused: it names something that is not known
        :raises Refusal: the rule would say nothing, or both of one value
        """
        service, aspect = self.service(line.values["service"]), line.values["aspect"]
        self.once(service.reference, aspect)
        rule = service.eligibility.select_related("service").filter(aspect=aspect).first()
        about = f"{service.reference} {service.name}, {Aspect(aspect).label.lower()}"
        if line.values.get("remove"):
            if rule is not None:
                remove_rule(rule=rule, **self.who())
                self.changes.tell(REMOVED, about)
            return rule is not None
        said = {one.name: line.values.get(one.name, one.of(rule) if rule else None) for one in FIELDS[:-1]}
        _refuse_unknown(aspect, said)
        was = written(FIELDS, rule) if rule is not None else {}
        given = {key: text for key, text in line.written.items() if key != "remove"}
        found = differences(was, {key: text for key, text in given.items() if text or rule is not None})
        if rule is not None and not found:
            return False
        set_rule(
            service=service, aspect=aspect, accepts=said["accepts"] or (), refuses=said["refuses"] or (),
            why=said["why"] or "", **self.who(),
        )  # fmt: skip
        self.changes.tell(NEW if rule is None else CHANGED, about, found)
        return True


def rule_lines(actor: Actor) -> list[dict[str, str]]:
    """The lines of every rule of the entries that `actor` changes by a file."""
    kept = kept_by(actor).exclude(state=ServiceState.WITHDRAWN)
    rules = EligibilityRule.objects.filter(service__in=kept.order_by().values("pk")).select_related("service")
    return [written(FIELDS, one) for one in rules.order_by("service__reference", "aspect")]


def _refuse_unknown(aspect: str, said: Mapping[str, Any]) -> None:
    for name in ("accepts", "refuses"):
        for value in said[name] or ():
            if value not in VALUES[aspect]:
                offered = ", ".join(VALUES[aspect])
                raise RowRefused(f"Column “{name}”: “{value}” is no value of {aspect}. Use these: {offered}")
