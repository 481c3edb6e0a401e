"""
The lists of codes in which entries of the directory are written, published for people and for machines.

Eligibility above all (D5, S65): which aspects a rule may look at, and by which values. The files have the
shape of the taxonomies of the Human Services Data Specification 3.1 (Open Referral), so that whoever reads
our directory can read what its terms mean.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID, uuid5

from django.db.models import Choices

from throughline.supply.rules.eligibility_words import VALUES
from throughline.vocabulary.delivery import Channel, Intake, Language, Mode, Reading, Weekday
from throughline.vocabulary.eligibility import Aspect
from throughline.vocabulary.needs import Need, Sex
from throughline.vocabulary.offences import OffenceKind
from throughline.vocabulary.orders import OrderKind
from throughline.vocabulary.populations import Population
from throughline.vocabulary.risks import Mappa, RiskLevel
from throughline.vocabulary.routes import FundingRoute, PriceUnit
from throughline.vocabulary.service_types import NEEDS_OF, ServiceType

OURS: Final = UUID("5d1c7f0e-6a1b-4f6e-9c3a-2b8d4e7f9a10")
"""From which the ids of lists and terms are made, so that they are the same in every installation."""

VERSION: Final = "1"
CLINKS: Final = "Clinks, NCVO and TSRC, Change & challenge (trackTR), May 2016"
INSPECTION: Final = "HM Inspectorate of Probation, Probation Supply Chains, April 2018"


@dataclass(frozen=True)
class Code:
    """One code with its words; `answers` are the needs that a kind of work answers, by code."""

    code: str
    label: str
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodeList:
    """One list of codes: what it is called, what it says of a service, and where it comes from."""

    name: str
    title: str
    says: str
    source: str
    codes: tuple[Code, ...] = field(default_factory=tuple)

    @property
    def id(self) -> UUID:
        """Its id, which never changes."""
        return uuid5(OURS, self.name)

    def id_of(self, code: str) -> UUID:
        """The id of one of its terms, which never changes."""
        return uuid5(OURS, f"{self.name}:{code}")


def _listed(name: str, title: str, says: str, words: type[Choices], source: str = "") -> CodeList:
    codes = tuple(Code(str(code), str(label)) for code, label in words.choices)
    return CodeList(name, title, says, source, codes)


SERVICE_TYPES: Final = CodeList(
    "service_type",
    "Kinds of work",
    "What kind of work a service does, and which needs that answers",
    f"{CLINKS}, section 2.6; {INSPECTION}, Table 3",
    tuple(
        Code(one.value, str(one.label), tuple(need.value for need in NEEDS_OF[one])) for one in ServiceType
    ),
)

ASPECTS: Final = CodeList(
    "eligibility",
    "What decides whether a service is for somebody",
    "What one rule of eligibility looks at; the values it may name are the list of the same code",
    "",
    tuple(Code(one.value, str(one.label)) for one in Aspect),
)

LISTS: Final[tuple[CodeList, ...]] = (
    ASPECTS,
    _listed("sex", "Sex", "Whom a service is for", Sex),
    _listed("risk", "Risk of serious harm", "A level that a rule of eligibility may name", RiskLevel),
    _listed("offence", "Kinds of offence", "A kind that a rule of eligibility may name", OffenceKind),
    _listed("order", "Kinds of order", "A sentence that a rule of eligibility may name", OrderKind),
    _listed(
        "need",
        "Needs",
        "A need that a service answers, or that a rule of eligibility names",
        Need,
        f"OASys sections; {INSPECTION}, Table 3",
    ),
    _listed("language", "Languages", "A language in which a service is given", Language, "ISO 639"),
    _listed("mappa", "MAPPA levels", "Whether a service may work with people managed together", Mappa),
    _listed(
        "population", "People", "A group a service is made for, or serves", Population, f"{CLINKS}, Table 1"
    ),
    SERVICE_TYPES,
    _listed("mode", "Modes", "Whether a service is given to one or to many", Mode),
    _listed("channel", "Channels", "How a session reaches the person", Channel),
    _listed("intake", "Intake", "Whether a service takes referrals", Intake),
    _listed("weekday", "Days of the week", "When a service is given", Weekday, "ISO 8601"),
    _listed("route", "Funding routes", "How a service is paid for", FundingRoute),
    _listed("unit", "Units of price", "What one price buys", PriceUnit),
    _listed("reading", "Readings", "How a text about a service is written", Reading),
)
"""Every list, those of eligibility first."""

VALUES_IN: Final[Mapping[str, str]] = {str(aspect): str(aspect) for aspect in VALUES}
"""The code of an aspect of eligibility to the name of the list of its values; ages and areas have none."""


def codes_as_json() -> str:
    """Every list and its terms as taxonomies and taxonomy terms."""
    return json.dumps(
        {
            "taxonomies": [
                {
                    "id": str(one.id),
                    "name": one.name,
                    "description": f"{one.title}. {one.says}."
                    + (f" Source: {one.source}." if one.source else ""),
                    "version": VERSION,
                }
                for one in LISTS
            ],
            "taxonomy_terms": [_term(one, code) for one in LISTS for code in one.codes],
        },
        ensure_ascii=False,
        indent=1,
    )


def codes_as_csv() -> str:
    """Every code on a line: its list, itself, its words, and the needs it answers."""
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(["list", "code", "label", "answers needs"])
    for one in LISTS:
        writer.writerows([one.name, code.code, code.label, " ".join(code.answers)] for code in one.codes)
    return held.getvalue()


def _term(one: CodeList, code: Code) -> dict[str, Any]:
    term: dict[str, Any] = {
        "id": str(one.id_of(code.code)),
        "code": code.code,
        "name": code.label,
        "taxonomy": one.name,
        "taxonomy_id": str(one.id),
    }
    needs = next(each for each in LISTS if each.name == "need")
    if code.answers:
        # Related terms are no part of the specification; whoever does not know the member passes it over.
        term["answers_needs"] = [str(needs.id_of(need)) for need in code.answers]
    if one is ASPECTS and code.code in VALUES_IN:
        values = next(each for each in LISTS if each.name == VALUES_IN[code.code])
        term["values_taxonomy_id"] = str(values.id)
    return term
