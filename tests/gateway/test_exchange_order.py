"""Files that follow one another: come twice they have one effect, come late they are caught up (S122)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories as make
from tests.gateway.case_files import CONTACT, NSI, file_of, mapped
from tests.world import World, charlenes_world
from throughline.core.access import NotAllowed
from throughline.core.access.actor import acting_as
from throughline.core.files import FileRefused
from throughline.core.models import Membership, ReceivedFile, RowKept, SentFile, Stream, User, WaitingContent
from throughline.core.periods import Period
from throughline.gateway.exchange.mapping import MappingRefused
from throughline.gateway.exchange.receiving import Received, WhichOrganisation, organisation_for, receive
from throughline.gateway.exchange.sending import NeverWritten, acknowledge, write_next
from throughline.gateway.exchange.streams import files_to_hand_over, missing_before, streams_visible_to
from throughline.line.models import Attendance, CaseDifference, Referral

pytestmark = [pytest.mark.django_db, pytest.mark.asks("S122")]
AT = datetime(2017, 7, 3, 9, 0, tzinfo=UTC)
NUMBERED = CONTACT.replace("[fields]", 'numbered = "sessions-{number}.csv"\n\n[fields]')


@pytest.fixture
def world() -> World:
    return charlenes_world()


def contents_of(referral: Referral) -> list[bytes]:
    """Four files: a session attended, then missed, then attended again; another session in the third."""
    mapping = mapped(NUMBERED)
    first = {
        "Key": "K1", "CRN": referral.person.case_number, "Referral": referral.reference, "Type": "SESS",
        "Day": "20.06.2017", "From": "10.00", "Until": "11.00", "Result": "ATT", "Notes": "",
    }  # fmt: skip
    other = first | {"Key": "K2", "Day": "21.06.2017"}
    files = [[first], [first | {"Result": "FTA"}], [first, other], [other | {"Result": "FTA"}]]
    return [file_of(mapping, rows) for rows in files]


def brought(
    content: bytes, number: int, by: User, *, text: str = NUMBERED, dry_run: bool = False
) -> Received:
    with acting_as(make.acting(by, AT.date())):
        return receive(
            content, mapped(text), text, organisation=organisation_for(), name=f"sessions-{number}.csv",
            by=by, at=AT, dry_run=dry_run,
        )  # fmt: skip


def outcome() -> list[tuple[str, str]]:
    records = Attendance.objects.order_by("appointment__starts_at", "pk")
    return [(f"{one.appointment.starts_at:%d}", one.happened) for one in records]


IN_ORDER = [("20", "attended"), ("20", "missed"), ("20", "attended"), ("21", "attended"), ("21", "missed")]


@given(order=st.permutations([1, 2, 3, 4, 1, 2, 3, 4, 2, 4]))
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_order_with_any_repetition_ends_the_same(world: World, order: Sequence[int]) -> None:
    with transaction.atomic():
        contents = contents_of(world.allocated())
        for number in order:
            brought(contents[number - 1], number, world.manager)
        assert outcome() == IN_ORDER
        stream = Stream.objects.get()
        assert (stream.taken_to, missing_before(stream)) == (4, ())
        assert not WaitingContent.objects.exists()
        transaction.set_rollback(True)


def test_a_gap_is_noticed_and_what_came_early_waits_and_follows(world: World) -> None:
    contents = contents_of(world.allocated())
    brought(contents[0], 1, world.manager)
    early = brought(contents[3], 4, world.manager)
    assert early.says == "sessions-4.csv waits for file 2, which has not come yet"
    stream = Stream.objects.get()
    assert missing_before(stream) == (2, 3)
    assert outcome() == IN_ORDER[:1]
    brought(contents[2], 3, world.manager)
    checked = brought(contents[1], 2, world.manager, dry_run=True)
    assert checked.says.endswith("Files that had waited would be taken in after it: 3, 4")
    assert brought(contents[1], 2, world.manager).followed == (3, 4)
    assert outcome() == IN_ORDER
    again = brought(contents[1], 2, world.manager)
    assert again.says == "sessions-2.csv was loaded on 3 July 2017: nothing changed"


def test_another_file_under_a_number_that_came_is_refused(world: World) -> None:
    contents = contents_of(world.allocated())
    brought(contents[0], 1, world.manager)
    with pytest.raises(FileRefused, match="File 1 has come before with other content"):
        brought(contents[1], 1, world.manager)
    with pytest.raises(MappingRefused, match=r"named like sessions-1\.csv"):
        brought(contents[1], 0, world.manager)


def test_the_same_content_may_come_under_two_numbers(world: World) -> None:
    contents = contents_of(world.allocated())
    for number in (1, 2, 3):
        brought(contents[0], number, world.manager)
    assert Stream.objects.get().taken_to == 3
    assert len(outcome()) == 1


def test_what_waited_is_taken_in_with_the_rights_of_whoever_brought_it(world: World) -> None:
    contents = contents_of(world.allocated())
    colleague = make.member("provider_manager", world.centre)
    brought(contents[1], 2, colleague)
    Membership.objects.filter(user=colleague).update(during=Period(make.START, AT.date()))
    assert brought(contents[0], 1, world.manager).followed == ()
    assert Stream.objects.get().taken_to == 1
    Membership.objects.filter(user=colleague).update(during=Period(make.START))
    assert brought(contents[2], 3, world.manager).waits
    waiting = ReceivedFile.objects.filter(applied_at=None)
    assert [one.name for one in waiting] == [
        "sessions-3.csv",
        "sessions-2.csv",
    ]


def test_whose_stream_it_is(world: World) -> None:
    contents = contents_of(world.allocated())
    brought(contents[0], 1, world.manager)
    stranger = make.member("provider_manager", make.OrganisationFactory())
    with acting_as(make.acting(stranger)):
        assert not streams_visible_to(make.acting(stranger)).exists()
        with pytest.raises(WhichOrganisation):
            organisation_for(world.centre.reference)
    stream = Stream.objects.get()
    with acting_as(make.acting(world.officer)), pytest.raises(NotAllowed):
        write_next(stream=stream, mapping=mapped(NUMBERED), by=world.officer, at=AT)


# out


def test_a_file_holds_what_changed_since_the_last_until_it_is_acknowledged(world: World) -> None:
    referral = world.sent()
    stream = make.StreamFactory(organisation=world.division, taken_to=0, sent_to=0)

    def write() -> SentFile | None:
        return write_next(stream=stream, mapping=mapped(NSI), by=world.senior, at=AT)

    with acting_as(make.acting(world.senior)):
        first = write()
        assert first is not None
        assert (first.number, first.rows) == (1, 1)
        assert write() is None
    other = make.ServiceFactory(scheme=world.scheme, name="Debt advice", deliverer=world.centre)
    make.ServiceRouteFactory(service=other, route="core")
    later = world.sent(service=other)
    with acting_as(make.acting(world.senior)):
        second = write()
        assert second is not None
        assert (second.number, second.rows) == (2, 1)
        text = bytes(second.content or b"").decode()
        assert later.reference in text
        assert referral.reference not in text
        waiting = files_to_hand_over(stream, make.acting(world.senior))
        assert [one.number for one in waiting] == [1, 2]
        with pytest.raises(NeverWritten, match="There is no file 3: the last is 2"):
            acknowledge(stream=stream, number=3, at=AT)
        assert acknowledge(stream=stream, number=1, at=AT) == 1
        assert acknowledge(stream=stream, number=1, at=AT) == 0
        assert [one.number for one in files_to_hand_over(stream, make.acting(world.senior))] == [2]


def test_no_row_is_kept_but_what_it_is_known_by(world: World) -> None:
    contents = contents_of(world.allocated())
    brought(contents[0], 1, world.manager)
    (row,) = RowKept.objects.all()
    assert row.row == "K1"
    assert world.person.case_number not in row.digest


def test_the_command_takes_in_writes_the_next_and_hears_what_arrived(world: World, tmp_path: Path) -> None:
    referral = world.sent()
    mapping, path, to = tmp_path / "nsi.toml", tmp_path / "nsi.csv", tmp_path / "out.csv"
    mapping.write_text(NSI)
    path.write_bytes(file_of(mapped(NSI), [{
        "NSI_ID": "9", "CRN": referral.person.case_number, "EXT_REF": f"urn:throughline:{referral.reference}",
        "TYPE": "ZZZ99", "STATUS": "INP",
    }]))  # fmt: skip
    out, by = StringIO(), ("--by", world.senior.email)
    for _ in range(2):
        call_command("exchange", "import", str(mapping), str(path), *by, "--apply", stdout=out)
    assert "nothing changed" in out.getvalue()
    assert CaseDifference.objects.filter(aspect="code").count() == 1
    call_command("exchange", "export", str(mapping), *by, "--to", str(to), "--next", stdout=out)
    assert f"{to}: file 1, 1 lines" in out.getvalue()
    other = tmp_path / "none.csv"
    call_command("exchange", "export", str(mapping), *by, "--to", str(other), "--next", stdout=out)
    assert "Nothing has changed since the last file" in out.getvalue()
    call_command("exchange", "acknowledged", str(mapping), "1", *by, stdout=out)
    assert "Acknowledged up to file 1: 1 more than before" in out.getvalue()
    with pytest.raises(CommandError, match="Say for which organisation"):
        call_command("exchange", "acknowledged", str(mapping), "1", *by, "--for", world.centre.reference)
