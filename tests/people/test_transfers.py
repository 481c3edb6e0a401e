"""Many cases go at once: who may, what follows, what is left, and how it is taken back (S223)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from tests import factories as make
from tests.world import World, charlenes_world
from throughline.core.access.actor import acting_as
from throughline.core.access.permissions import NotAllowed
from throughline.core.files import FileRefused
from throughline.core.models import Message, RejectedRow, User
from throughline.core.periods import Period
from throughline.core.states import MoveNotAllowed
from throughline.line.models import Referral
from throughline.people.actions.carrying_transfers import carry_out_due, reverse_transfer
from throughline.people.actions.limits import limit_access
from throughline.people.actions.supervision import hand_case_over
from throughline.people.actions.transfers import (
    UNKNOWN,
    Asked,
    acknowledge_cases,
    confirm_and_carry_out,
    confirm_transfer,
    draft_from_file,
    draft_transfer,
    drop_transfer,
)
from throughline.people.models import Person, PersonAccess, Supervision, Transfer
from throughline.people.queries.people import people_supervised_by, people_visible_to
from throughline.people.queries.transfers import lines_of, transfers_visible_to, with_numbers
from throughline.people.refusals import NobodyChosen, TransferDayWrong

DAY = timedelta(days=1)


@pytest.fixture
def world(db: None) -> World:
    return charlenes_world()


@pytest.fixture
def new(world: World) -> User:
    return make.member("responsible_officer", world.division, full_name="Tom Hale")


def another(world: World, number: int = 1) -> list[Person]:
    """More people of Helen Price's."""
    people: list[Person] = [make.PersonFactory(first_names=f"Person {at}") for at in range(number)]
    held = Supervision.objects.bulk_create(
        Supervision(
            person=one,
            officer=world.officer,
            organisation=world.division,
            during=Period(date(2017, 1, 1), None),
        )
        for one in people
    )
    PersonAccess.objects.bulk_create(
        PersonAccess(
            person=one.person,
            user=user,
            organisation=body,
            scope="supervise",
            because="supervision",
            because_id=one.pk,
            since=make.NOW,
        )
        for one in held
        for user, body in ((world.officer, None), (None, world.division))
    )
    return people


def asked(world: World, *to: User, **other: Any) -> Asked:
    given: dict[str, Any] = {
        "way": Transfer.Way.CASELOAD,
        "chosen_by": "The whole caseload of Helen Price",
        "from_organisation": world.division,
        "to_organisation": world.division,
        "officers": to,
        "on_day": world.now.date(),
        "why": "Helen Price leaves",
    }
    return Asked(**{**given, **other})


def drafted(world: World, *to: User, by: User | None = None, **other: Any) -> Transfer:
    who = by or world.senior
    cases = list(Supervision.objects.filter(officer=world.officer).values_list("pk", flat=True))
    with acting_as(make.acting(who)):
        return draft_transfer(asked=asked(world, *to, **other), cases=cases, by=who, at=world.now)


def carried(world: World, transfer: Transfer, at: datetime | None = None) -> Transfer:
    with acting_as(make.acting(world.senior)):
        return confirm_and_carry_out(transfer=transfer, by=world.senior, at=at or world.now)


def taken_back(world: World, transfer: Transfer, at: datetime | None = None) -> Transfer:
    with acting_as(make.acting(world.senior)):
        return reverse_transfer(transfer=transfer, why="A mistake", by=world.senior, at=at or world.now)


def officer_of(person: Person, on: date) -> User:
    return Supervision.objects.get(person=person, during__contains=on).officer


def sees(user: User, at: datetime) -> set[int]:
    """Whom the user sees by the query and in the database; both say the same."""
    with acting_as(make.acting(user)) as actor:
        found = set(people_visible_to(actor, at).values_list("pk", flat=True))
        assert found == set(Person.objects.values_list("pk", flat=True))
        return found


class TestWhoMay:
    @pytest.mark.asks("S223")
    @pytest.mark.parametrize("who", ["officer", "manager", "worker", "supply_chain_manager", "commissioner"])
    def test_nobody_but_who_manages_the_cases(self, world: World, new: User, who: str) -> None:
        with pytest.raises(NotAllowed, match="You cannot transfer these cases"):
            drafted(world, new, by=getattr(world, who))

    def test_whoever_manages_cases_elsewhere_neither_plans_nor_confirms_nor_reverses(
        self, world: World, new: User
    ) -> None:
        made = drafted(world, new)
        elsewhere = make.member("senior_officer", make.OrganisationFactory())
        with acting_as(make.acting(elsewhere)) as actor:
            assert not transfers_visible_to(actor).exists()
            assert not Transfer.objects.exists()
            with pytest.raises(NotAllowed):
                confirm_transfer(transfer=made, by=elsewhere, at=world.now)
        carried(world, made)
        with acting_as(make.acting(elsewhere)), pytest.raises(NotAllowed):
            reverse_transfer(transfer=made, why="Ours", by=elsewhere, at=world.now)


class TestDrafting:
    def test_it_changes_nothing(self, world: World, new: User) -> None:
        made = drafted(world, new)
        assert officer_of(world.person, world.now.date()) == world.officer
        assert [(one.to_officer, one.left_out) for one in made.lines.all()] == [(new, "")]

    def test_a_day_gone_by_is_refused(self, world: World, new: User) -> None:
        with pytest.raises(TransferDayWrong):
            drafted(world, new, on_day=world.now.date() - DAY)

    @pytest.mark.asks("S223")
    def test_a_team_shares_them_evenly(self, world: World, new: User) -> None:
        another(world, 5)
        other = make.member("responsible_officer", world.division)
        made = drafted(world, new, other)
        assert made.lines.filter(to_officer=new).count() == made.lines.filter(to_officer=other).count() == 3

    @pytest.mark.asks("S223", "S111")
    def test_a_case_goes_to_nobody_who_may_not_see_it(self, world: World, new: User) -> None:
        other = make.member("responsible_officer", world.division)
        make.CaseLimitFactory(person=world.person, users=[new.pk], set_by=world.senior)
        assert [one.to_officer for one in drafted(world, new, other).lines.all()] == [other]
        left = drafted(world, new).lines.get()
        assert (left.to_officer, left.left_out) == (None, "Tom Hale may not see this case")

    @pytest.mark.asks("S223", "S111")
    def test_a_case_hidden_from_who_plans_is_in_no_line_and_no_count(self, world: World, new: User) -> None:
        [hidden] = another(world)
        make.CaseLimitFactory(person=hidden, users=[world.senior.pk], set_by=world.officer)
        made = drafted(world, new)
        assert [one.person for one in made.lines.all()] == [world.person]
        carried(world, made)
        assert officer_of(hidden, world.now.date()) == world.officer

    def test_a_limit_set_later_takes_the_line_out_of_every_count(self, world: World, new: User) -> None:
        [other] = another(world)
        made = drafted(world, new)
        make.CaseLimitFactory(person=other, users=[world.senior.pk], set_by=world.officer)
        with acting_as(make.acting(world.senior)) as actor:
            assert lines_of(made, actor).count() == made.lines.count() == 1
            [one] = with_numbers(transfers_visible_to(actor), actor)
            assert (one.number, one.going) == (1, 1)  # type: ignore[attr-defined]

    def test_who_has_it_already_does_not_take_it(self, world: World) -> None:
        assert drafted(world, world.officer).lines.get().left_out == "Helen Price is responsible already"

    def test_nobody_left_is_refused(self, world: World, new: User) -> None:
        with acting_as(make.acting(world.senior)), pytest.raises(NobodyChosen):
            draft_transfer(asked=asked(world, new), cases=[], by=world.senior, at=world.now)
        assert not Transfer.objects.exists()


class TestFiles:
    def loaded(self, world: World, content: bytes, *to: User) -> tuple[Transfer, int]:
        with acting_as(make.acting(world.senior)):
            return draft_from_file(
                asked=asked(world, *to, way=Transfer.Way.FILE),
                content=content,
                name="cases.csv",
                by=world.senior,
                at=world.now,
            )

    @pytest.mark.asks("S223")
    def test_lines_that_name_no_case_of_theirs_are_rejected_with_the_reason(
        self, world: World, new: User
    ) -> None:
        world.person.refresh_from_db()
        [hidden] = another(world)
        hidden.refresh_from_db()
        make.CaseLimitFactory(person=hidden, users=[world.senior.pk], set_by=world.officer)
        lines = [world.person.reference, "PN-0000", hidden.reference, "", world.person.reference]
        text = "Reference,Name\n" + "".join(f"{one},x\n" for one in lines)
        made, rejected = self.loaded(world, text.encode(), new)
        assert rejected == 4
        assert [one.person for one in made.lines.all()] == [world.person]
        reasons = list(RejectedRow.objects.filter(file=made.file).values_list("number", "reason"))
        assert dict(reasons)[3] == dict(reasons)[4] == UNKNOWN  # the hidden case is one that is not there
        assert dict(reasons)[5].startswith("The line has no reference")
        assert "twice" in dict(reasons)[6]

    def test_a_workbook_of_case_numbers_will_do(self, world: World, new: User) -> None:
        book = Workbook()
        assert book.active is not None
        book.active.append(["Case number", "Responsible officer"])
        book.active.append([world.person.case_number, "Helen Price"])
        book.save(written := BytesIO())
        made, rejected = self.loaded(world, written.getvalue(), new)
        assert (made.lines.get().person, rejected) == (world.person, 0)

    def test_the_same_file_serves_again(self, world: World, new: User) -> None:
        world.person.refresh_from_db()
        content = f"reference\n{world.person.reference}\n".encode()
        self.loaded(world, content, new)
        assert self.loaded(world, content, new)[0].lines.count() == 1

    def test_a_file_without_a_case_leaves_nothing_behind(self, world: World, new: User) -> None:
        for content in (b"reference\nPN-0000\n", b"reference\n"):
            with pytest.raises((NobodyChosen, FileRefused)):
                self.loaded(world, content, new)
        assert not Transfer.objects.exists()


class TestCarryingOut:
    @pytest.mark.asks("S223", "S108")
    def test_each_has_a_new_officer_and_the_former_one_sees_them_no_longer(
        self, world: World, new: User
    ) -> None:
        people = [world.person, *another(world, 3)]
        carried(world, drafted(world, new))
        assert {officer_of(one, world.now.date()) for one in people} == {new}
        assert sees(new, world.now) == {one.pk for one in people}
        assert sees(world.officer, world.now) == set()
        assert {one.during.to for one in Supervision.objects.filter(officer=world.officer)} == {
            world.now.date()
        }

    @pytest.mark.asks("S223")
    def test_to_another_organisation_and_the_open_referrals_with_them(self, world: World) -> None:
        service = make.OrganisationFactory(name="National Probation Service")
        nia = make.member("responsible_officer", service)
        sent = world.sent()
        buyer = sent.buyer_id
        carried(world, drafted(world, nia, to_organisation=service))
        sent.refresh_from_db()
        assert (sent.supervisor, sent.buyer_id) == (service, buyer)
        assert sees(world.senior, world.now) == set()
        with acting_as(make.acting(nia)) as actor:
            assert list(people_supervised_by(actor, world.now)) == [world.person]

    @pytest.mark.asks("S223")
    def test_on_its_day_and_not_before(self, world: World, new: User) -> None:
        made = drafted(world, new, on_day=world.now.date() + 3 * DAY)
        with acting_as(make.acting(world.senior)):
            confirm_transfer(transfer=made, by=world.senior, at=world.now)
        later = world.now + 3 * DAY
        assert carry_out_due(on=(later - DAY).date(), at=later - DAY) == []
        [done] = carry_out_due(on=later.date(), at=later)
        assert done.state == "done"
        assert officer_of(world.person, later.date() - DAY) == world.officer
        assert officer_of(world.person, later.date()) == new
        assert [(one.name, one.by) for one in done.moves.all()] == [
            ("confirm", world.senior),
            ("carry out", world.senior),
        ]
        assert carry_out_due(on=later.date(), at=later) == []

    @pytest.mark.asks("S223")
    def test_what_has_changed_since_is_left_and_named(self, world: World, new: User) -> None:
        [gone, limited] = another(world, 2)
        made = drafted(world, new, on_day=world.now.date() + DAY)
        other = make.member("responsible_officer", world.division)
        with acting_as(make.acting(world.senior)):
            confirm_transfer(transfer=made, by=world.senior, at=world.now)
            hand_case_over(
                person=gone, officer=other, organisation=world.division, by=world.senior, at=world.now
            )
            limit_access(
                person=limited, kind="exclusion", users=[new], organisations=[], reason="Related",
                last_day=None, by=world.senior, at=world.now - DAY,
            )  # fmt: skip
        carry_out_due(on=world.now.date() + DAY, at=world.now + DAY)
        said = dict(made.lines.values_list("person", "left_out"))
        assert said == {
            world.person.pk: "",
            gone.pk: "Another officer is responsible since",
            limited.pk: "Tom Hale may not see this case",
        }
        assert officer_of(gone, world.now.date() + DAY) == other
        assert officer_of(limited, world.now.date() + DAY) == world.officer

    @pytest.mark.asks("S223")
    def test_one_message_for_each_who_is_concerned_and_no_name_in_it(self, world: World, new: User) -> None:
        another(world, 4)
        world.allocated()
        Message.objects.all().delete()
        carried(world, drafted(world, new))
        told = list(Message.objects.order_by("pk"))
        assert [one.to for one in told] == [new, world.worker]
        assert not any(world.person.last_name in one.subject + one.text for one in told)

    def test_nobody_is_told_of_a_case_that_is_hidden_from_them(self, world: World, new: User) -> None:
        world.allocated()
        make.CaseLimitFactory(person=world.person, users=[world.worker.pk], set_by=world.senior)
        Message.objects.all().delete()
        carried(world, drafted(world, new))
        assert [one.to for one in Message.objects.all()] == [new]

    def test_twice_is_refused(self, world: World, new: User) -> None:
        made = carried(world, drafted(world, new))
        with pytest.raises(MoveNotAllowed):
            carried(world, made)

    def test_what_was_dropped_is_not_carried_out(self, world: World, new: User) -> None:
        made = drafted(world, new)
        with acting_as(make.acting(world.senior)):
            drop_transfer(transfer=made, why="They stay", by=world.senior, at=world.now)
        with pytest.raises(MoveNotAllowed):
            carried(world, made)

    @pytest.mark.asks("S223")
    def test_the_number_of_queries_does_not_grow_with_the_cases(self, world: World, new: User) -> None:
        def queries(number: int) -> int:
            Supervision.objects.filter(officer=new).delete()
            another(world, number)
            made = drafted(world, new)
            with CaptureQueriesContext(connection) as counted:
                carried(world, made)
            assert made.lines.filter(moved_at__isnull=False).count() >= number
            return len(counted)

        few = queries(2)
        assert queries(200) == few
        assert few <= 60

    @pytest.mark.asks("S223")
    def test_the_audit_of_each_case_names_the_transfer(self, world: World, new: User) -> None:
        made = carried(world, drafted(world, new))
        audit = Supervision.pgh_event_model.objects.filter(pgh_obj__person=world.person)  # type: ignore[attr-defined]
        named = list(audit.filter(pgh_context__metadata__transfer=made.reference).values_list("officer"))
        assert sorted(named) == sorted([(world.officer.pk,), (new.pk,)])


class TestTakingBack:
    @pytest.mark.asks("S223")
    @pytest.mark.parametrize("later", [timedelta(hours=1), 5 * DAY])
    def test_every_case_goes_back_with_its_referrals(self, world: World, later: timedelta) -> None:
        service = make.OrganisationFactory(name="National Probation Service")
        nia = make.member("responsible_officer", service)
        sent = world.sent()
        people = [world.person, *another(world, 3)]
        made = carried(world, drafted(world, nia, to_organisation=service))
        at = world.now + later
        taken_back(world, made, at)
        assert {officer_of(one, at.date()) for one in people} == {world.officer}
        assert Referral.objects.get(pk=sent.pk).supervisor == world.division
        assert sees(nia, at) == set()
        assert sees(world.officer, at) == sees(world.senior, at) == {one.pk for one in people}
        made.refresh_from_db()
        assert [one.name for one in made.moves.all()] == ["confirm", "carry out", "reverse"]
        assert made.lines.filter(returned_at=at).count() == 4

    @pytest.mark.asks("S223")
    def test_what_has_changed_since_is_left_alone_and_named(self, world: World, new: User) -> None:
        [gone] = another(world)
        made = carried(world, drafted(world, new))
        other = make.member("responsible_officer", world.division)
        with acting_as(make.acting(world.senior)):
            hand_case_over(
                person=gone, officer=other, organisation=world.division, by=world.senior, at=world.now + DAY
            )
        taken_back(world, made, world.now + 2 * DAY)
        assert officer_of(gone, world.now.date() + 2 * DAY) == other
        assert officer_of(world.person, world.now.date() + 2 * DAY) == world.officer
        stayed = made.lines.get(person=gone)
        assert (stayed.stayed, stayed.returned_at) == ("Another officer is responsible since", None)

    def test_an_officer_who_left_gets_nothing_back(self, world: World, new: User) -> None:
        made = carried(world, drafted(world, new))
        world.officer.memberships.all().delete()
        taken_back(world, made, world.now + DAY)
        assert made.lines.get().stayed == "Helen Price supervises nobody for NPS Ridgeway now"

    def test_what_was_reversed_can_go_again(self, world: World, new: User) -> None:
        taken_back(world, carried(world, drafted(world, new)))
        carried(world, drafted(world, new), world.now)
        assert officer_of(world.person, world.now.date()) == new


class TestReceiving:
    @pytest.mark.asks("S223")
    def test_all_that_came_is_acknowledged_in_one_go(self, world: World, new: User) -> None:
        another(world, 3)
        other = make.member("responsible_officer", world.division)
        made = carried(world, drafted(world, new, other))
        with acting_as(make.acting(new)):
            assert acknowledge_cases(by=new, at=world.now) == 2
            assert acknowledge_cases(by=new, at=world.now) == 0
        assert made.lines.filter(acknowledged_at=None, to_officer=other).count() == 2

    def test_an_officer_reads_their_own_lines_alone(self, world: World, new: User) -> None:
        another(world, 3)
        other = make.member("responsible_officer", world.division)
        made = carried(world, drafted(world, new, other))
        with acting_as(make.acting(new)):
            assert made.lines.count() == 2
            assert not Transfer.objects.exists()
