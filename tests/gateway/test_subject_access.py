"""The export for one person holds all that is held about them, and nothing of others (S111)."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from pytest_django import Settings

from tests import factories as make
from tests.access.furnished import Furnished, furnish
from throughline.gateway.subject_access import gather, package
from throughline.gateway.subject_access.sections import NOT_EXPORTED, SECTIONS
from throughline.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.asks("S111")]
SOMEBODY_ELSE = "Gwendolen Thirdparty"


def all_of(model: type[models.Model]) -> list[Any]:
    return model._meta.get_fields()


def hangs_on_a_person() -> set[type[models.Model]]:
    """Every table of ours that names a person, or names a row that does."""
    ours = [
        model
        for model in apps.get_models()
        if model.__module__.startswith("throughline.")
        and not model._meta.proxy
        and not model.__name__.endswith("Event")
    ]
    found: set[Any] = {Person}
    while more := {
        model
        for model in ours
        if model not in found
        and any(isinstance(f, models.ForeignKey) and f.related_model in found for f in all_of(model))
    }:
        found |= more
    return found


def test_every_table_that_tells_of_a_person_is_exported_or_says_why_not() -> None:
    known = {section.model for section in SECTIONS} | set(NOT_EXPORTED)
    assert {model.__name__ for model in hangs_on_a_person() - known} == set()
    assert all(NOT_EXPORTED.values())


@pytest.mark.parametrize("section", SECTIONS, ids=lambda one: one.title)
def test_every_field_is_exported_or_says_why_not(section: Any) -> None:
    root = section.person.split("__")[0]
    fields = {field.name for field in section.model._meta.concrete_fields} - {"id", root}
    assert fields - set(section.columns) - set(section.left_out) == set()
    assert section.to_check <= set(section.columns)
    assert not set(section.columns) & set(section.left_out)


@pytest.fixture
def furnished(db: None) -> Furnished:
    return furnish("Held")


def opened(made: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(made)) as held:
        return {name: held.read(name).decode() for name in held.namelist()}


def test_it_holds_every_record_as_tables_and_as_data(furnished: Furnished) -> None:
    person = furnished.world.person
    found = gather(person)
    files = opened(package(person, found, at=furnished.world.now))
    data = json.loads(files["everything.json"])
    for one in found:
        rows = data["sections"][one.section.title]
        assert len(rows) == len(one.rows)
        model = one.section.model
        if one.section in SECTIONS:
            assert len(rows) == model._default_manager.filter(**{one.section.person: person.pk}).count()
    (table,) = (text for name, text in files.items() if re.fullmatch(r"\d\d-referrals\.csv", name))
    lines = list(csv.reader(io.StringIO(table)))
    assert lines[0][0] == "Referral"
    assert len(lines) - 1 == person.referrals.count()
    assert data["sections"]["Who you are"][0]["Last name"] == "Held"
    assert "Left out, and why:" in files["read-me-first.txt"]


def test_nothing_of_other_people_is_in_it(furnished: Furnished) -> None:
    person = furnished.world.person
    flag = person.risk_flags.get()
    flag.who_is_protected = SOMEBODY_ELSE
    flag.save()
    make.RiskConcernFactory(
        referral=person.referrals.first(), person=person, how_known=f"{SOMEBODY_ELSE} telephoned"
    )
    make.CaseLimitFactory(person=person, users=[1], reason=f"{SOMEBODY_ELSE} works there")
    other = furnish("Another").world.person
    whole = "".join(opened(package(person, gather(person), at=furnished.world.now)).values())
    for secret in (SOMEBODY_ELSE, other.last_name, other.reference, other.case_number):
        assert secret not in whole


def test_whoever_is_in_charge_downloads_it_and_that_is_noted(
    furnished: Furnished, client: Client, settings: Settings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    person = furnished.world.person
    client.force_login(furnished.viewers["officer"])
    page = client.get(f"/people/{person.reference}/export").content.decode()
    assert "Who is protected" in page or "who is protected" in page
    answer = client.get(f"/people/{person.reference}/export.zip")
    assert answer["Content-Type"] == "application/zip"
    assert person.reference in answer["Content-Disposition"]
    assert "everything.json" in opened(answer.content)
    readings = {
        row[-1] for one in gather(person) if one.section.title == "Who opened your record" for row in one.rows
    }
    assert {"export", "export file"} <= readings
    client.force_login(furnished.viewers["other_officer"])
    assert client.get(f"/people/{person.reference}/export.zip").status_code == 404
