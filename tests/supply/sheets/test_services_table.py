"""Services from a table: new ones, changed ones field by field, and what is rejected and why."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest

from tests import factories as make
from tests.supply.sheets.filled import as_csv, as_workbook, exported, lines_of, load, why_rejected
from throughline.core.access import NotAllowed
from throughline.core.access.actor import SYSTEM, acting_as
from throughline.core.files import FileRefused
from throughline.core.models import Organisation, User
from throughline.supply.actions.bulk import load_table
from throughline.supply.imports.sheets.catalogue import TABLES
from throughline.supply.imports.sheets.service_fields import FIELDS, SERVICES
from throughline.supply.models import Agreement, Scheme, Service, ServiceVersion

pytestmark = pytest.mark.django_db


@dataclass
class Kept:
    """Two entries of a women's centre below a prime, one of somebody else, and who keeps which."""

    scheme: Scheme
    prime: Organisation
    centre: Organisation
    link: Agreement
    service: Service
    other: Service
    manager: User
    prime_manager: User
    overseer: User


@pytest.fixture
def kept() -> Kept:
    scheme = make.SchemeFactory(code="demo")
    ministry, prime, centre = make.OrganisationFactory.create_batch(3)
    scheme.steward = ministry
    scheme.save()
    link = make.chain(ministry, prime, centre, scheme=scheme)[-1]
    kind = make.ServiceKindFactory(scheme=scheme, code="WOMEN")
    service = make.ServiceFactory(
        scheme=scheme, kind=kind, deliverer=centre, agreement=link, name="Job club", languages=["en"]
    )
    make.ServiceNeedFactory(service=service, need="employment")
    make.ServiceAreaFactory(service=service, area__kind="pcc", area__code="gwent")
    make.ServicePopulationFactory(service=service, population="women", is_main=True)
    return Kept(
        scheme, prime, centre, link, service, make.ServiceFactory(name="Another's"),
        make.member("provider_manager", centre), make.member("supply_chain_manager", prime),
        make.member("contract_manager", ministry),
    )  # fmt: skip


def line(kept: Kept, **differs: str) -> bytes:
    return as_csv({"service": kept.service.reference} | differs)


def test_only_the_columns_that_are_there_change_and_each_is_told_as_it_was_and_is(kept: Kept) -> None:
    loaded = load("services", line(kept, name="Job club plus", waiting_days="10", sessions="6"), kept.manager)
    kept.service.refresh_from_db()
    assert (kept.service.name, kept.service.waiting_days, kept.service.sessions) == ("Job club plus", 10, 6)
    assert kept.service.waiting_said_on == make.NOW.date()
    assert [need.need for need in kept.service.needs.all()] == ["employment"]
    (told,) = loaded.changes.listed
    assert (told.what, told.about) == ("changed", f"{kept.service.reference} Job club")
    assert [(one.column, one.was, one.now) for one in told.fields] == [
        ("name", "Job club", "Job club plus"),
        ("sessions", "", "6"),
        ("waiting_days", "", "10"),
    ]


def test_a_dry_run_tells_the_same_and_changes_nothing(kept: Kept) -> None:
    content = line(kept, name="Job club plus", needs="finance; wellbeing")
    looked_at = load("services", content, kept.manager, dry_run=True)
    kept.service.refresh_from_db()
    assert kept.service.name == "Job club"
    assert not ServiceVersion.objects.exists()
    assert load("services", content, kept.manager).changes.listed == looked_at.changes.listed
    assert looked_at.report.dry_run


def test_the_same_table_twice_changes_nothing_and_keeps_no_second_version(kept: Kept) -> None:
    content = line(
        kept, name="Job club plus", areas="pcc:gwent", main_groups="men", for_women="yes", for_men="yes"
    )
    load("services", content, kept.manager)
    again = load("services", content, kept.manager)
    assert (again.report.loaded, again.report.unchanged) == (0, 1)
    assert again.changes.sentence == ""
    versions = list(kept.service.versions.order_by("number"))
    assert [(one.number, one.by) for one in versions] == [(1, None), (2, kept.manager)]
    assert versions[1].why == "Loaded from filled.csv"


def test_one_version_is_kept_of_an_entry_whatever_changes_in_it(kept: Kept) -> None:
    content = line(
        kept, name="New", mode="group", needs="finance", areas="pcc:gwent", capacity="9", sessions="3"
    )
    load("services", content, kept.manager)
    assert kept.service.versions.count() == 2


def test_a_line_without_a_reference_begins_a_draft_once(kept: Kept) -> None:
    make.AreaFactory(kind="pcc", code="dyfed")
    content = as_csv(
        {
            "service": "", "scheme": "demo", "kind": "WOMEN", "deliverer": kept.centre.reference,
            "agreement": kept.link.reference, "name": "Women's group", "summary": "", "mode": "In a group",
            "languages": "en; Welsh", "needs": "women", "areas": "pcc:dyfed", "intake": "", "for_men": "no",
            "for_women": "yes",
        }
    )  # fmt: skip
    loaded = load("services", content, kept.manager)
    made = Service.objects.get(name="Women's group")
    assert (made.state, made.mode, made.languages, made.for_men) == ("draft", "group", ["cy", "en"], False)
    assert (made.owner, made.agreement, made.intake) == (kept.manager, kept.link, "open")
    assert loaded.changes.sentence == "1 new"
    assert ("name", "", "Women's group") in [
        (one.column, one.was, one.now) for one in loaded.changes.listed[0].fields
    ]
    again = load("services", content.replace(b"Women's group,", b"Women's group,Short"), kept.manager)
    assert again.changes.sentence == "1 changed"
    assert Service.objects.filter(name="Women's group").count() == 1


@pytest.mark.parametrize(
    ("differs", "sentence"),
    [
        pytest.param({"intake": "closed"}, "Name another service to refer to", id="closed without a word"),
        pytest.param({"intake": "open", "intake_cap": "3"}, "a month. Empty it", id="open, capped"),
        pytest.param({"intake": "open", "intake_note": "x"}, "Empty it", id="note of an open one"),
        pytest.param({"intake": "capped", "intake_cap": ""}, "Enter how many referrals", id="no number"),
        pytest.param({"for_women": "no", "for_men": "no"}, "for women, for men or for both", id="for nobody"),
        pytest.param({"youngest": "30", "oldest": "20"}, "youngest or above", id="ages crossed"),
        pytest.param({"mode": "alone"}, "“mode” must be one_to_one", id="no such code"),
        pytest.param({"mode": ""}, "“mode” is empty", id="a code taken away"),
        pytest.param({"name": ""}, "“name” is empty", id="no name"),
        pytest.param({"name": "A\x00B"}, "cannot be shown", id="NUL"),
        pytest.param({"name": "A" * 201}, "200 characters or fewer", id="too long"),
        pytest.param({"needs": "money"}, "not “money”", id="no such need"),
        pytest.param({"areas": "pcc:atlantis"}, "no area “pcc:atlantis”", id="no such area"),
        pytest.param({"sessions": "0"}, "must be from 1 to", id="no sessions"),
        pytest.param({"sessions": "99999"}, "must be from 1 to 32,767", id="more than is kept"),
        pytest.param({"state": "withdrawn"}, "on its page", id="state"),
        pytest.param({"deliverer": "OR-222224"}, "a character is wrong", id="no reference"),
        pytest.param({"languages": "", "mode": "group"}, "Select the languages", id="no language"),
        pytest.param({"main_groups": "men", "also_groups": "men"}, "Keep one", id="twice a group"),
        pytest.param({"alternative": "SV-222222", "intake": "closed"}, "Check the", id="no such service"),
    ],
)  # fmt: skip
def test_what_cannot_be_so_is_rejected_with_its_reason_and_nothing_of_the_line_is_done(
    kept: Kept, differs: dict[str, str], sentence: str
) -> None:
    before = lines_of("services", kept.manager)
    loaded = load("services", line(kept, summary="Half of it", **differs), kept.manager)
    assert sentence in why_rejected(loaded)
    assert lines_of("services", kept.manager) == before


def test_what_a_file_does_not_change_is_refused_by_name(kept: Kept) -> None:
    for column, value in (("deliverer", kept.prime.reference), ("kind", "OTHER"), ("scheme", "crs")):
        said = why_rejected(load("services", line(kept, **{column: value}), kept.manager))
        assert f"Column “{column}” says {value}" in said


def test_others_entries_are_not_found(kept: Kept) -> None:
    content = as_csv({"service": kept.other.reference, "name": "Mine now"})
    for user in (kept.manager, kept.prime_manager, kept.overseer):
        said = why_rejected(load("services", content, user))
        assert said == f"There is no service {kept.other.reference} among those you keep. Check the reference"
    assert Service.objects.filter(name="Another's").exists()


def test_the_prime_and_who_oversees_the_scheme_keep_the_entries_of_the_chain(kept: Kept) -> None:
    for turn, user in enumerate((kept.manager, kept.prime_manager, kept.overseer), start=1):
        assert load("services", line(kept, sessions=str(turn)), user).report.loaded == 1


def test_a_new_entry_for_somebody_else_is_refused(kept: Kept) -> None:
    stranger = make.OrganisationFactory()
    content = as_csv(
        {"service": "", "scheme": "demo", "kind": "WOMEN", "deliverer": stranger.reference, "name": "Theirs"}
    )
    assert "your role does not allow it" in why_rejected(load("services", content, kept.manager))


def test_an_entry_that_stands_in_the_file_twice_is_taken_once(kept: Kept) -> None:
    reference = kept.service.reference
    content = as_csv({"service": reference, "sessions": "2"}, {"service": reference, "sessions": "3"})
    assert "before. Keep one line" in why_rejected(load("services", content, kept.manager))
    kept.service.refresh_from_db()
    assert kept.service.sessions == 2


def test_whoever_keeps_nothing_loads_nothing(kept: Kept) -> None:
    with pytest.raises(NotAllowed, match="load services"):
        load("services", line(kept, sessions="2"), make.member("responsible_officer", kept.prime))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"service,colour\nSV-222222,red\n", "Column “colour” is not known here"),
        ("service,name\nSV-222222,Caf\u00e9\n".encode("latin-1"), "not written in UTF-8"),
        (b"service,name\n", "no lines below it"),
    ],
)
def test_a_file_of_no_use_is_refused_whole(kept: Kept, content: bytes, sentence: str) -> None:
    with pytest.raises(FileRefused, match=sentence):
        load("services", content, kept.manager)


def test_a_field_of_ten_megabytes_is_rejected_by_its_line_and_the_rest_goes_on(kept: Kept) -> None:
    content = (
        b"service,name\nSV-222222," + b"x" * 10_000_000 + b"\n" + line(kept, name="Short").splitlines()[1]
    )
    loaded = load("services", content, kept.manager)
    assert "longer than 4,000,000 bytes" in why_rejected(loaded)
    assert loaded.report.loaded == 1


def test_a_workbook_with_numbers_and_yes_or_no_cells_is_loaded(kept: Kept) -> None:
    content = as_workbook(
        {
            "service": kept.service.reference,
            "sessions": 6,
            "meets_children": True,
            "involves": "computers; alone",
        }
    )
    assert load("services", content, kept.manager).report.loaded == 1
    kept.service.refresh_from_db()
    assert (kept.service.sessions, kept.service.meets_children) == (6, True)
    assert kept.service.involves == ["alone", "computers"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_exported_is_loaded_again_without_a_change(kept: Kept, ending: str) -> None:
    tricky: dict[str, Any] = {
        "summary": "=1+1\n\n- a list; with “quotes”, commas, and 'apostrophes'", "what_happens": "'=x",
        "intake": "closed", "intake_note": "Full", "alternative": make.ServiceFactory(scheme=kept.scheme),
        "waiting_days": 0, "waiting_said_on": make.NOW.date(), "youngest": 18, "channels": ["video", "phone"],
    }  # fmt: skip
    Service.objects.filter(pk=kept.service.pk).update(**tricky)
    make.ServicePopulationFactory(service=kept.service, population="carers")
    make.ServiceFactory(scheme=kept.scheme, deliverer=kept.centre, state="draft", name="  Untidy  name ")
    make.ServiceFactory(scheme=kept.scheme, deliverer=kept.centre, state="withdrawn")
    loaded = load("services", exported("services", kept.manager, ending), kept.manager)
    assert (loaded.report.rejected, loaded.report.loaded, loaded.report.unchanged) == ((), 0, 2)


def test_every_column_is_written_read_and_declared_once() -> None:
    assert [one.name for one in FIELDS] == SERVICES.heading
    assert len(set(SERVICES.heading)) == len(SERVICES.heading)


def test_the_system_loads_in_nobodys_name(kept: Kept) -> None:
    with acting_as(SYSTEM):
        content = as_csv({"service": kept.other.reference, "name": "Renamed"})
        load_table(BytesIO(content), TABLES["services"], by=None, at=make.NOW, dry_run=False, name="all.csv")
    assert kept.other.versions.get(number=2).by is None
