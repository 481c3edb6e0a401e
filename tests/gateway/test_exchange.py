"""Files of case systems: compared, taken in by our own rules, and written out as they came (S122, S123)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests import factories as make
from tests.gateway.case_files import ASSESSMENT, CONTACT, NSI, file_of, mapped
from tests.world import World, charlenes_world
from throughline.core.access import NotAllowed
from throughline.core.access.actor import acting_as
from throughline.core.models import User
from throughline.gateway.exchange.exporting import as_their_file, rows_for
from throughline.gateway.exchange.importing import TakenIn, take_in
from throughline.gateway.exchange.mapping import CaseMapping
from throughline.line.models import Appointment, Attendance, CaseDifference, Referral
from throughline.line.queries.rar import rar_position
from throughline.people.models import Assessment, Person

pytestmark = pytest.mark.django_db
AT = datetime(2017, 7, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def world() -> World:
    return charlenes_world()


@contextmanager
def acting(user: User) -> Iterator[None]:
    with acting_as(make.acting(user)):
        yield


def taken_in(content: bytes, mapping: CaseMapping, by: User, *, dry_run: bool = False) -> TakenIn:
    with acting(by):
        return take_in(content, mapping, name="file.csv", by=by, at=AT, dry_run=dry_run)


def written(mapping: CaseMapping, by: User) -> bytes:
    with acting(by):
        return as_their_file(mapping, rows_for(mapping, AT))


def reasons(found: TakenIn) -> list[str]:
    return [one.reason for one in found.report.rejected]


def nsi(referral: Referral, **says: str) -> dict[str, str]:
    return {
        "NSI_ID": "90", "CRN": referral.person.case_number,
        "EXT_REF": f"urn:throughline:{referral.reference}",
        "TYPE": referral.nsi_code, "STATUS": "INP", "REFERRED": "16/05/2017",
    } | says  # fmt: skip


def session(referral: Referral, **says: str) -> dict[str, str]:
    return {
        "Key": "K1", "CRN": referral.person.case_number, "Referral": referral.reference, "Type": "SESS",
        "Day": "20.06.2017", "From": "10.00", "Until": "11.00", "Result": "ATT",
        "Notes": "Made a budget – done",
    } | says  # fmt: skip


def assessment(person: Person, **says: str) -> dict[str, str]:
    return {
        "ASSESSMENT": "5", "CRN": person.case_number, "DATE": "2017-06-20", "LAYER": "3", "HARM": "",
        "Section A": "4", "Section B": "11",
    } | says  # fmt: skip


# referrals


@pytest.mark.asks("S123", "S90")
def test_a_code_that_disagrees_is_listed_and_never_written(world: World) -> None:
    referral, mapping = world.sent(), mapped(NSI)
    content = file_of(mapping, [nsi(referral, TYPE="ZZZ99", STATUS="CMP", OUTCOME="X3")])
    found = taken_in(content, mapping, world.senior)
    assert found.told[0] == f"{referral.reference}, NSI code: {referral.nsi_code} here, ZZZ99 there"
    assert {one.aspect for one in CaseDifference.objects.all()} >= {"code", "status", "outcome"}
    before = referral.nsi_code, referral.state
    referral.refresh_from_db()
    assert (referral.nsi_code, referral.state) == before
    assert taken_in(content, mapping, world.senior).report.unchanged == 1
    agreeing = file_of(mapping, [nsi(referral, REFERRED=f"{referral.sent_at:%d/%m/%Y}")])
    assert taken_in(agreeing, mapping, world.senior).report.loaded == 1
    assert not CaseDifference.objects.filter(gone_at=None).exists()


@pytest.mark.asks("S123")
def test_of_what_somebody_may_not_see_nothing_is_said_but_that_there_is_none(world: World) -> None:
    referral, mapping = world.sent(), mapped(NSI)
    stranger = make.member("senior_officer", make.OrganisationFactory())
    limited = charlenes_world()
    kept_out = limited.sent()
    make.CaseLimitFactory(person=limited.person, users=[limited.senior.pk])
    said = []
    for row, by in (
        (nsi(referral), stranger),
        (nsi(kept_out), limited.senior),
        (nsi(referral, CRN=limited.person.case_number), world.senior),
        (nsi(referral, CRN=""), world.senior),
        (
            nsi(referral, EXT_REF="urn:throughline:RF-" + referral.reference[3:]) | {"CRN": "X999999"},
            world.senior,
        ),
    ):
        said += reasons(taken_in(file_of(mapping, [row]), mapping, by))
    assert said[3] == "Column “CRN” is empty. Fill it in"
    assert {*said[:3], said[4]} == {
        "No referral that you may exchange has this reference and this case number. Check both"
    }
    assert not CaseDifference.objects.exists()


def test_who_does_not_exchange_files_takes_none_in_and_writes_none(world: World) -> None:
    mapping = mapped(NSI)
    with pytest.raises(NotAllowed):
        taken_in(file_of(mapping, [nsi(world.sent())]), mapping, world.officer)
    with pytest.raises(NotAllowed):
        written(mapping, world.officer)


# sessions


@pytest.mark.asks("S122", "S123")
def test_a_session_is_booked_and_recorded_once_however_often_it_comes(world: World) -> None:
    referral, mapping = world.allocated(), mapped(CONTACT)
    content = file_of(mapping, [session(referral)])
    assert taken_in(content, mapping, world.manager, dry_run=True).report.loaded == 1
    assert not Appointment.objects.exists()
    assert taken_in(content, mapping, world.manager).report.loaded == 1
    assert taken_in(content, mapping, world.manager).report.unchanged == 1
    record = Attendance.objects.get()
    assert (record.happened, record.note, record.recorded_by) == (
        "attended",
        "Made a budget – done",
        world.manager,
    )
    assert record.appointment.starts_at == datetime(2017, 6, 20, 9, 0, tzinfo=UTC)
    # Entered after it took place, it counts for nothing until the officer decides (D17).
    position = rar_position(referral.requirement, at=AT)
    assert position is not None
    assert (position.count.planned, position.count.retrospective) == (0, 0)


@pytest.mark.asks("S122")
def test_a_later_row_corrects_and_the_first_come_again_does_not_undo_it(world: World) -> None:
    referral, mapping = world.allocated(), mapped(CONTACT)
    first, second = (file_of(mapping, [session(referral, Result=result)]) for result in ("ATT", "FTA"))
    for content in (first, second, first, second):
        taken_in(content, mapping, world.manager)
    assert list(Attendance.objects.values_list("happened", flat=True)) == ["attended", "missed"]


def test_what_is_booked_here_is_recorded_and_a_letter_is_passed_over(world: World) -> None:
    referral, mapping = world.allocated(), mapped(CONTACT)
    booked = world.booked(referral, datetime(2017, 6, 20, 9, 0, tzinfo=UTC))
    rows = [session(referral), session(referral, Key="K2", Type="LTR", Day="21.06.2017")]
    report = taken_in(file_of(mapping, rows), mapping, world.manager).report
    assert (report.loaded, report.unchanged) == (1, 1)
    assert Attendance.objects.get().appointment == booked


@pytest.mark.asks("S123")
def test_each_rejected_row_has_its_reason_and_its_own_columns(world: World, tmp_path: Path) -> None:
    referral, mapping = world.allocated(), mapped(CONTACT)
    rows = [
        session(referral, Key="A"),
        session(referral, Key="B", Result="???"),
        session(referral, Key="C", Day="31.06.2017"),
        session(referral, Key="D", From="ten"),
        session(referral, Key="E", Until="09.00"),
        session(referral, Key="F", Type="TEL"),
        session(referral, Key="G", Day="20.06.2027"),
        session(referral, Key="H", Referral="RF-000000"),
    ]
    at = tmp_path / "rejected.csv"
    with acting(world.manager):
        found = take_in(file_of(mapping, rows), mapping, name="f.csv", by=world.manager, at=AT, dry_run=True,
                        keep_rejects_at=at)  # fmt: skip
    assert (found.report.read, found.report.loaded, found.report.rejected_count) == (8, 1, 7)
    said = reasons(found)
    assert said[0].startswith(
        "Column “Result” holds “???”, which the mapping does not know: add it to the values"
    )
    assert said[1] == "Column “Day” must be a real date like 03.05.2017, not “31.06.2017”"
    assert said[2] == "Column “From” must be a time like 09.30, not “ten”"
    assert said[3] == "The session ends before it begins. Check both times"
    assert said[4].startswith("Column “Type” holds “TEL”")
    assert "sentence" in said[5]
    assert said[6].startswith("Column “Referral”: ")
    with at.open(encoding="utf-8-sig", newline="") as opened:
        lines = list(csv.DictReader(opened))
    assert [one["key"] for one in lines] == list("BCDEFGH")
    assert lines[0]["rejected_because"] == said[0]


def test_a_file_in_another_encoding_says_where(world: World) -> None:
    mapping = mapped(CONTACT, cp1252="utf-8")
    content = "Key;CRN\nK1;caf\xe9".encode("cp1252")
    with pytest.raises(Exception, match="Line 2 is not written in utf-8, which the mapping says"):
        taken_in(content, mapping, world.manager)


# assessments


@pytest.mark.asks("S123", "S121")
def test_an_assessment_is_taken_in_by_its_scores_and_silence_stays_silence(world: World) -> None:
    mapping = mapped(ASSESSMENT)
    content = file_of(mapping, [assessment(world.person, **{"Section A": ""}, HARM="H")])
    assert taken_in(content, mapping, world.senior).report.loaded == 1
    made = Assessment.objects.get(person=world.person)
    assert [(one.need, one.level) for one in made.needs.all()] == [("wellbeing", "severe")]
    world.person.refresh_from_db()
    assert world.person.risk_level == "high"
    assert taken_in(content, mapping, world.senior).report.unchanged == 1
    older = file_of(mapping, [assessment(world.person, DATE="2017-01-10", HARM="L")])
    taken_in(older, mapping, world.senior)
    world.person.refresh_from_db()
    assert world.person.risk_level == "high", "an older assessment does not lower what a later one found"


def test_an_assessment_of_nobody_of_theirs_of_no_section_or_of_a_day_to_come(world: World) -> None:
    mapping = mapped(ASSESSMENT)
    rows = [
        assessment(make.PersonFactory()),
        assessment(world.person, **{"Section A": "", "Section B": ""}),
        assessment(world.person, DATE="2017-07-04"),
        assessment(world.person, **{"Section A": "much"}),
    ]
    assert reasons(taken_in(file_of(mapping, rows), mapping, world.senior)) == [
        "Nobody whose case you manage has this case number. Check it",
        "No section has a score, so nothing was assessed. Leave the row out",
        "An assessment cannot be of a day to come: check its date",
        "Column “Section A” must be a whole number like 12, not “much”",
    ]


# there and back


@pytest.mark.asks("S123")
def test_what_is_written_out_is_taken_in_again_without_a_change(world: World) -> None:
    referral = world.allocated()
    world.attended(referral, make.NOW + timedelta(days=2))
    world.recorded(world.booked(referral, make.NOW + timedelta(days=9)), "missed")
    world.booked(referral, AT + timedelta(days=3))
    made = make.AssessmentFactory(person=world.person)
    make.AssessedNeedFactory(assessment=made, need="accommodation", level="none")
    make.AssessedNeedFactory(assessment=made, need="wellbeing", level="severe")
    for text, by, rows in (
        (NSI, world.senior, 1),
        (CONTACT, world.manager, 3),
        (ASSESSMENT, world.senior, 1),
    ):
        mapping = mapped(text)
        content = written(mapping, by)
        report = taken_in(content, mapping, by).report
        assert (report.read, report.unchanged, report.rejected) == (rows, rows, ())
        assert written(mapping, by) == content


@pytest.mark.asks("S123")
def test_every_row_of_a_synthetic_file_is_kept(world: World) -> None:
    referral, mapping = world.allocated(), mapped(CONTACT)
    days = [AT - timedelta(days=number) for number in range(1, 31)]
    results = ("ATT", "FTA", "RES")
    rows = [
        session(referral, Key=f"K{number}", Day=f"{day:%d.%m.%Y}", Result=results[number % 3],
                Notes=f"Note {number}; “ok”")
        for number, day in enumerate(days)
    ]  # fmt: skip
    assert taken_in(file_of(mapping, rows), mapping, world.manager).report.loaded == 30
    text = written(mapping, world.manager).decode("cp1252")
    back = list(csv.DictReader(StringIO(text), delimiter=";"))
    wanted = {(one["Day"], one["Result"], one["Notes"] if one["Result"] != "RES" else "") for one in rows}
    assert {(one["Day"], one["Result"], one["Notes"]) for one in back} == wanted


# the command


def test_the_command_checks_first_and_writes_when_told_to(world: World, tmp_path: Path) -> None:
    referral = world.sent()
    path, mapping = tmp_path / "nsi.csv", tmp_path / "nsi.toml"
    mapping.write_text(NSI)
    path.write_bytes(file_of(mapped(NSI), [nsi(referral, TYPE="ZZZ99")]))
    out = StringIO()
    taking = ("exchange", "import", str(mapping), str(path), "--by", world.senior.email)
    call_command(*taking, stdout=out)
    assert "1 of 1 lines would be loaded" in out.getvalue()
    assert "ZZZ99 there" in out.getvalue()
    assert not CaseDifference.objects.exists()
    call_command(
        "exchange", "import", str(mapping), str(path), "--by", world.senior.email, "--apply", stdout=out
    )
    assert CaseDifference.objects.filter(aspect="code").exists()
    to = tmp_path / "out.csv"
    call_command("exchange", "export", str(mapping), "--by", world.senior.email, "--to", str(to), stdout=out)
    assert referral.reference in to.read_text()
    with pytest.raises(CommandError, match="is there already"):
        call_command("exchange", "export", str(mapping), "--by", world.senior.email, "--to", str(to))
    mapping.write_text(NSI.replace('code = "TYPE"', 'kode = "TYPE"'))
    with pytest.raises(CommandError, match=r"nsi\.toml:\nLine 11, “fields\.kode”"):
        call_command(*taking)
    path.write_bytes(file_of(mapped(NSI), [nsi(referral, CRN="X1")]))
    mapping.write_text(NSI)
    with pytest.raises(CommandError, match=r"Every line of nsi\.csv was rejected"):
        call_command(*taking)
