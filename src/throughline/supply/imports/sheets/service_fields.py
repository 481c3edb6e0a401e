"""The columns of the table of services, each with what it means and both its directions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from throughline.core.files import cells
from throughline.core.files.sheets import SEVERAL, Sheet, SheetColumn
from throughline.supply.imports.sheets.lines import (
    Field,
    code_field,
    codes_field,
    number_field,
    reader,
    reference_field,
    text_field,
    yes_no_field,
)
from throughline.supply.models import Service
from throughline.supply.states import ServiceState
from throughline.vocabulary.delivery import Channel, Intake, Language, Mode
from throughline.vocabulary.involved import ASKED_OF_A_SERVICE
from throughline.vocabulary.needs import Need
from throughline.vocabulary.populations import Population
from throughline.vocabulary.service_types import ServiceType


def _codes(kind: Any) -> dict[str, str]:
    return {str(code): str(words) for code, words in kind.choices}


def _populations(service: Service, *, main: bool) -> list[str]:
    return [one.population for one in service.populations.all() if one.is_main == main]


def _areas_of(service: Service) -> list[str]:
    return sorted(f"{one.kind}:{one.code}" for one in service.areas.all())


def _reference(record: Any) -> str:
    return record.reference if record else ""


def _listed(row: Mapping[str, Any], name: str) -> list[str]:
    return sorted(cells.listed(row, name))


C = SheetColumn
FIELDS: Final[Sequence[Field[Service]]] = (
    reference_field(
        C("service", "The reference of the entry; empty for a new one", "SV-4K7Q2M"),
        lambda one: one.reference, prefix="SV",
    ),
    text_field(
        C("scheme", "The code of its scheme, for a new entry", "crs"), lambda one: one.scheme.code, limit=20
    ),
    text_field(
        C("kind", "The code of its kind in the scheme, for a new entry", "ACC"),
        lambda one: one.kind.code, limit=20,
    ),
    reference_field(
        C("deliverer", "The reference of who gives it, for a new entry", "OR-4K7Q2M"),
        lambda one: _reference(one.deliverer), prefix="OR",
    ),
    reference_field(
        C("agreement", "The reference of the agreement it is given under, for a new entry; empty for none",
          "AG-4K7Q2M"),
        lambda one: _reference(one.agreement), prefix="AG",
    ),
    code_field(
        C("state", "Where it stands. It is published, suspended or withdrawn on its page, not by a file",
          codes=_codes(ServiceState)),
        lambda one: one.state,
    ),
    text_field(C("name", "What it is called", "Housing advice"), lambda one: one.name, limit=200),
    text_field(
        C("summary", "What it is, in short", "Help to find and keep a home"), lambda one: one.summary,
        limit=20_000, multiline=True,
    ),
    text_field(
        C("what_happens", "What happens in a session", "You meet an adviser and make a plan"),
        lambda one: one.what_happens, limit=20_000, multiline=True,
    ),
    code_field(
        C("service_type", "The kind of work", codes=_codes(ServiceType)), lambda one: one.service_type
    ),
    yes_no_field(
        C("meets_children", "Whether children come to it or meet its workers: yes or no", "no"),
        lambda one: one.meets_children,
    ),
    codes_field(
        C("involves", "What a session may involve; whether children come is said before",
          codes=dict(ASKED_OF_A_SERVICE), lists=True),
        lambda one: one.involves,
    ),
    code_field(C("mode", "To one or to many", codes=_codes(Mode)), lambda one: one.mode),
    codes_field(
        C("channels", "By which ways", codes=_codes(Channel), lists=True), lambda one: one.channels
    ),
    codes_field(
        C("languages", "In which languages", codes=_codes(Language), lists=True), lambda one: one.languages
    ),
    number_field(C("sessions", "How many sessions it usually takes", "6"), lambda one: one.sessions, least=1),
    number_field(
        C("session_minutes", "How long one usually lasts, in minutes", "60"),
        lambda one: one.session_minutes, least=1,
    ),
    number_field(C("weeks", "Over how many weeks", "8"), lambda one: one.weeks, least=1),
    number_field(
        C("rar_days", "RAR days to plan, for planning alone", "4"), lambda one: one.indicative_rar_days
    ),
    yes_no_field(C("for_women", "Whether it is for women: yes or no", "yes"), lambda one: one.for_women),
    yes_no_field(C("for_men", "Whether it is for men: yes or no", "yes"), lambda one: one.for_men),
    number_field(
        C("youngest", "The youngest age it takes, itself taken; empty for any", "18"),
        lambda one: one.youngest,
    ),
    number_field(
        C("oldest", "The oldest age it takes, itself taken; empty for any", "25"), lambda one: one.oldest
    ),
    codes_field(
        C("needs", "Which needs it answers", codes=_codes(Need), lists=True),
        lambda one: [need.need for need in one.needs.all()],
    ),
    codes_field(
        C("main_groups", "The groups it is made for", codes=_codes(Population), lists=True),
        lambda one: _populations(one, main=True),
    ),
    codes_field(
        C("also_groups", "The groups it serves as well", codes=_codes(Population), lists=True),
        lambda one: _populations(one, main=False),
    ),
    Field(
        C("areas", "The areas it is given in, each as its kind and code", "pcc:gwent; region:K", lists=True),
        _listed, _areas_of, SEVERAL.join,
    ),
    number_field(
        C("capacity", "How many people it can work with at a time; empty where that is not limited", "12"),
        lambda one: one.places,
    ),
    code_field(C("intake", "Whether it takes referrals now", codes=_codes(Intake)), lambda one: one.intake),
    number_field(
        C("intake_cap", "How many referrals it takes in a month, where it takes a set number", "10"),
        lambda one: one.intake_cap, least=1,
    ),
    text_field(
        C("intake_note", "Why it is closed, or what to know of the set number", "Full until June"),
        lambda one: one.intake_note, limit=2_000, multiline=True,
    ),
    reference_field(
        C("alternative", "The reference of the service to refer to while it is closed", "SV-4K7Q2M"),
        lambda one: _reference(one.alternative), prefix="SV",
    ),
    number_field(
        C("waiting_days", "How many days people wait to start, as of today", "10"),
        lambda one: one.waiting_days,
    ),
    number_field(
        C("review_days", "After how many days it is to be confirmed anew; empty for what the scheme says",
          "90"),
        lambda one: one.review_days, least=1,
    ),
)  # fmt: skip

SERVICES: Final = Sheet(
    code="services",
    title="Services",
    says=(
        "A line for each entry of the directory. A column that you leave out changes nothing; an empty cell "
        "empties what is recorded.",
        "A line without a reference begins a new entry: it needs scheme, kind, deliverer and name, and is a "
        "draft until somebody publishes it. An entry of the same deliverer and name is not begun twice.",
        "Places and hours, rules of eligibility and prices have tables of their own. Only entries that you "
        "keep are changed.",
    ),
    columns=[one.column for one in FIELDS],
)

read_service = reader(FIELDS)
"""Reads one line, touching nothing else; refuses in words."""
