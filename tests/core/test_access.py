"""Who is acting, and that the database is told for one transaction and no longer."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from pytest_django import DjangoDbBlocker

from tests import factories as make
from throughline.core.access.actor import NOBODY, acting_as, as_system, current_actor
from throughline.core.access.permissions import NotAllowed, require, roles
from throughline.core.database.base import SystemOutsideTransaction
from throughline.core.models import Organisation, Reading, User
from throughline.people.models import Person
from throughline.vocabulary.permissions import Permission
from throughline.vocabulary.roles import TRANSACTION_SETTINGS


def told() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user::text, current_setting('throughline.user_id', true)")
        found: tuple[str, str] = cursor.fetchone()
    return found


@pytest.fixture
def officer(db: None) -> User:
    return make.member("responsible_officer", make.OrganisationFactory())


def test_acting_as_somebody_tells_the_database_and_takes_it_back(officer: User) -> None:
    with acting_as(make.acting(officer)):
        assert told() == ("throughline_web", str(officer.pk))
        with as_system():
            assert told() == ("throughline_system", str(officer.pk))
        assert told() == ("throughline_web", str(officer.pk))
    assert told()[0] == "throughline_system"


def test_what_was_told_survives_a_failed_savepoint(officer: User) -> None:
    with acting_as(make.acting(officer)):
        with pytest.raises(IntegrityError), transaction.atomic(), as_system():
            make.OrganisationIdentifierFactory(value="1")
            make.OrganisationIdentifierFactory(value="1")
        assert told() == ("throughline_web", str(officer.pk))
        assert current_actor().user == officer


def test_nothing_is_told_outside_a_transaction(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), acting_as(NOBODY):
        role, user = told()
        people = Person.objects.count()
    assert (role, user or None, people) == ("throughline_web", None, 0)


def test_the_system_is_refused_outside_a_transaction_rather_than_shown_nothing(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), pytest.raises(SystemOutsideTransaction, match=r"transaction.atomic"):
        Person.objects.count()


def test_nobody_sees_a_person(db: None) -> None:
    make.PersonFactory()
    with acting_as(NOBODY):
        assert not Person.objects.exists()
        assert Organisation.objects.count() >= 0


def test_a_forgotten_filter_shows_only_ones_own(officer: User) -> None:
    mine = make.PersonFactory()
    make.PersonAccessFactory(person=mine, user=officer)
    make.PersonFactory()
    with acting_as(make.acting(officer)):
        assert list(Person.objects.all()) == [mine]


def test_a_right_that_has_ended_shows_nothing(officer: User) -> None:
    access = make.PersonAccessFactory(user=officer)
    access.until = access.since
    access.save()
    with acting_as(make.acting(officer)):
        assert not Person.objects.exists()


def test_the_web_role_cannot_give_itself_a_right(officer: User) -> None:
    person = make.PersonFactory()
    with acting_as(make.acting(officer)), pytest.raises(DatabaseError), transaction.atomic():
        make.PersonAccessFactory(person=person, user=officer)


def test_require_names_what_cannot_be_done(officer: User) -> None:
    home = officer.memberships.get().organisation_id
    elsewhere = make.OrganisationFactory().pk
    actor = make.acting(officer)
    require(actor, Permission.REFER, within=home, to="refer this person")
    require(actor, Permission.REFER, within=None, to="refer this person")
    require(actor, Permission.REFER, within=[elsewhere, home], to="refer this person")
    with pytest.raises(NotAllowed, match="You cannot refer this person, because your role does not allow it"):
        require(actor, Permission.REFER, within=elsewhere, to="refer this person")
    with pytest.raises(NotAllowed):
        require(actor, Permission.HOLD_BUDGET, within=None, to="hold a budget")


def test_a_membership_that_has_ended_gives_nothing(officer: User) -> None:
    membership = officer.memberships.get()
    membership.during = membership.during.ended_on(make.NOW.date())
    membership.save()
    assert not make.acting(officer).permissions_anywhere


def test_every_role_says_who_holds_it_and_every_setting_lists_a_permission_some_role_has() -> None:
    held = {permission for role in roles().values() for permission in role.permissions}
    assert all(role.sentence and role.permissions for role in roles().values())
    assert set(TRANSACTION_SETTINGS.values()) <= held
    assert set(Permission) == held


def test_readings_are_only_ever_added_and_never_read_by_the_web_role(officer: User) -> None:
    make.ReadingFactory(by=officer)
    with acting_as(make.acting(officer)):
        assert not Reading.objects.exists()
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        Reading.objects.all().delete()


def test_every_write_is_kept_with_what_was_before(db: None) -> None:
    person = make.PersonFactory(last_name="Before")
    person.last_name = "After"
    person.save()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pgh_label, last_name FROM people_personevent WHERE pgh_obj_id = %s ORDER BY pgh_id",
            [person.pk],
        )
        assert cursor.fetchall() == [("insert", "Before"), ("update", "After")]
