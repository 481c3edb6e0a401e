"""The moment of the tests, and factories of identity, organisations, areas and files."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from throughline.core import models as core
from throughline.core.access.actor import Actor
from throughline.core.access.permissions import actor_for
from throughline.core.periods import Period

START = date(2017, 4, 1)
"""Where the dates of tests begin unless a test says otherwise."""

NOW = datetime(2017, 6, 1, 9, 0, tzinfo=UTC)
"""The moment at which tests act unless a test says otherwise: ten in the morning in London."""


def ever(start: date = START) -> Period:
    """From `start` and still open."""
    return Period(start, None)


class OrganisationFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Organisation {n}")

    class Meta:
        model = core.Organisation


class OrganisationIdentifierFactory(DjangoModelFactory):
    organisation = factory.SubFactory(OrganisationFactory)
    scheme = "GB-COH"
    value = factory.Sequence(lambda n: f"{n:08d}")

    class Meta:
        model = core.OrganisationIdentifier


class OrganisationMemberFactory(DjangoModelFactory):
    consortium = factory.SubFactory(OrganisationFactory)
    member = factory.SubFactory(OrganisationFactory)
    during = factory.LazyFunction(ever)

    class Meta:
        model = core.OrganisationMember


class AreaFactory(DjangoModelFactory):
    kind = "cpa"
    code = factory.Sequence(lambda n: f"A{n}")
    name = factory.Sequence(lambda n: f"Area {n}")
    during = factory.LazyFunction(ever)

    class Meta:
        model = core.Area


class AreaParentFactory(DjangoModelFactory):
    area = factory.SubFactory(AreaFactory)
    parent = factory.SubFactory(AreaFactory, kind="division")
    parent_kind = "division"
    during = factory.LazyFunction(ever)

    class Meta:
        model = core.AreaParent


class BoardFactory(DjangoModelFactory):
    kind = "csp"
    code = factory.Sequence(lambda n: f"board-{n}")
    name = factory.Sequence(lambda n: f"Board {n}")
    during = factory.LazyFunction(ever)

    class Meta:
        model = core.Board


class BoardAreaFactory(DjangoModelFactory):
    board = factory.SubFactory(BoardFactory)
    area = factory.SubFactory(AreaFactory, kind="la")

    class Meta:
        model = core.BoardArea


class OutcodeFactory(DjangoModelFactory):
    code = factory.Sequence(lambda n: f"{chr(65 + n // 10 % 26)}{n % 10}")
    latitude = 50.48
    longitude = -3.53

    class Meta:
        model = core.Outcode


class OutcodeAreaFactory(DjangoModelFactory):
    outcode = factory.SubFactory(OutcodeFactory)
    area = factory.SubFactory(AreaFactory, kind="la")

    class Meta:
        model = core.OutcodeArea


class SiteFactory(DjangoModelFactory):
    kind = "office"
    code = factory.Sequence(lambda n: str(n))
    name = factory.Sequence(lambda n: f"Office {n}")
    during = factory.LazyFunction(ever)

    class Meta:
        model = core.Site


class UserFactory(DjangoModelFactory):
    email = factory.Sequence(lambda n: f"user{n}@example.org")
    full_name = factory.Sequence(lambda n: f"User {n}")
    telephone = factory.Sequence(lambda n: f"01632 960{n % 1000:03d}")
    password = "!"

    class Meta:
        model = core.User


class MembershipFactory(DjangoModelFactory):
    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = "responsible_officer"
    during = factory.LazyFunction(ever)

    class Meta:
        model = core.Membership


def member(role: str, organisation: core.Organisation, **user: Any) -> core.User:
    """A user who holds `role` in `organisation` from the beginning of the tests' time."""
    made: core.User = MembershipFactory(role=role, organisation=organisation, user=UserFactory(**user)).user
    return made


def acting(user: core.User, on: date | None = None) -> Actor:
    """The actor that `user` is on a day, that of `NOW` unless said, for `with acting_as(acting(user)):`."""
    return actor_for(user, on or NOW.date())


class MessageFactory(DjangoModelFactory):
    to = factory.SubFactory(UserFactory)
    subject = "A referral waits for you"
    text = "Sign in to read it"
    about = factory.Sequence(lambda n: f"referral {n}")
    written_at = NOW

    class Meta:
        model = core.Message


class MessageChoiceFactory(DjangoModelFactory):
    user = factory.SubFactory(UserFactory)
    kind = "referral"
    by_mail = "daily"

    class Meta:
        model = core.MessageChoice


class ImportedFileFactory(DjangoModelFactory):
    kind = "provider-return"
    name = "return.csv"
    sha256 = factory.Sequence(lambda n: f"{n:064d}")
    loaded_at = NOW
    rows_read = 1
    rows_loaded = 1

    class Meta:
        model = core.ImportedFile


class RejectedRowFactory(DjangoModelFactory):
    file = factory.SubFactory(ImportedFileFactory)
    number = 2
    reason = "The date is missing"
    content = "RF-,,"

    class Meta:
        model = core.RejectedRow


class ReadingFactory(DjangoModelFactory):
    by = factory.SubFactory(UserFactory)
    at = NOW
    subject = "people.person"
    subject_id = 1
    page = "person"

    class Meta:
        model = core.Reading


class StreamFactory(DjangoModelFactory):
    """Of a case system, with one file taken in and two written."""

    organisation = factory.SubFactory(OrganisationFactory)
    system = factory.Sequence(lambda n: f"cases-{n}")
    record = "nsi"
    title = "NSIs"
    mapping = "system = 'cases'"
    kept_by = factory.SubFactory(UserFactory)
    kept_at = NOW
    taken_to = 1
    sent_to = 2

    class Meta:
        model = core.Stream


class ReceivedFileFactory(DjangoModelFactory):
    """Waits for the one before it."""

    stream = factory.SubFactory(StreamFactory)
    number = factory.Sequence(lambda n: n + 3)
    name = "nsi.csv"
    sha256 = factory.Sequence(lambda n: f"{n:064d}")
    received_by = factory.SubFactory(UserFactory)
    received_at = NOW

    class Meta:
        model = core.ReceivedFile


class WaitingContentFactory(DjangoModelFactory):
    file = factory.SubFactory(ReceivedFileFactory)
    content = b"CRN"

    class Meta:
        model = core.WaitingContent


class RowKeptFactory(DjangoModelFactory):
    stream = factory.SubFactory(StreamFactory)
    way = "in"
    row = factory.Sequence(lambda n: f"row {n}")
    digest = "0" * 64

    class Meta:
        model = core.RowKept


class SentFileFactory(DjangoModelFactory):
    stream = factory.SubFactory(StreamFactory)
    number = 2
    name = "nsi.csv"
    rows = 1
    content = b"CRN"
    made_by = factory.SubFactory(UserFactory)
    made_at = NOW

    class Meta:
        model = core.SentFile
