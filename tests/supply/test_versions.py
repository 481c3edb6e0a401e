"""Every version of an entry is kept, read by anybody, and compared in plain words (S59, S62)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests import factories as make
from throughline.core.access import acting_as
from throughline.core.access.actor import NOBODY
from throughline.core.money import Money
from throughline.supply.actions import service_parts, service_places, service_text, services
from throughline.supply.actions.service_places import Where
from throughline.supply.actions.versions import keep_first_versions
from throughline.supply.models import Service, ServiceVersion
from throughline.supply.queries.content import content_of, contents_of
from throughline.supply.queries.versions import compare, version_numbered, version_on, versions_of
from throughline.supply.rules.entry_in_words import Difference, differences, in_words
from throughline.vocabulary.needs import Need

pytestmark = pytest.mark.django_db
SECRETS = ("Juniper House", "14 Hollow Lane", "NM4 7QX")


class Entry:
    def __init__(self) -> None:
        scheme = make.SchemeFactory()
        ministry, prime, centre = make.OrganisationFactory.create_batch(3)
        link = make.chain(ministry, prime, centre, scheme=scheme)[-1]
        self.service: Service = make.ServiceFactory(
            scheme=scheme, deliverer=centre, agreement=link, name="Job club", what_happens="We meet"
        )
        self.manager = make.member("provider_manager", centre)

    @contextmanager
    def manager_acts(self) -> Iterator[None]:
        with acting_as(make.acting(self.manager)):
            yield

    def described(self, words: str, at: datetime) -> None:
        with self.manager_acts():
            service_text.describe_service(
                service=self.service, name="Job club", summary="", what_happens=words, by=self.manager, at=at
            )


@pytest.fixture
def entry() -> Entry:
    return Entry()


def later(days: int) -> datetime:
    return make.NOW + timedelta(days=days)


@pytest.mark.asks("S59")
def test_each_change_leaves_a_version_that_says_who_when_and_why(entry: Entry) -> None:
    entry.described("We meet and talk", later(1))
    with entry.manager_acts():
        services.suspend_service(
            service=entry.service, by=entry.manager, at=later(2), why="No worker until July"
        )
    with acting_as(NOBODY):
        kept = [(one.number, one.by, one.kept_at, one.why) for one in versions_of(entry.service)]
    assert kept == [
        (3, entry.manager, later(2), "No worker until July"),
        (2, entry.manager, later(1), ""),
        (1, None, later(1), "As it stood before the first change that was kept"),
    ]


def test_what_says_the_same_is_no_new_version(entry: Entry) -> None:
    for _ in range(2):
        entry.described("We meet", later(1))
    assert versions_of(entry.service).count() == 1


def test_confirming_is_no_change(entry: Entry) -> None:
    entry.described("We meet and talk", later(1))
    with entry.manager_acts():
        services.confirm_service(service=entry.service, by=entry.manager, at=later(2))
    assert versions_of(entry.service).count() == 2


@pytest.mark.asks("S62")
def test_differences_say_what_was_added_removed_and_changed(entry: Entry) -> None:
    make.ServiceNeedFactory(service=entry.service, need="finance")
    entry.described("We meet and talk", later(1))
    with entry.manager_acts():
        service_parts.set_needs(service=entry.service, needs=["drugs"], by=entry.manager, at=later(2))
    compared = compare(entry.service, 3, 1)
    assert compared is not None
    assert (compared.before.number, compared.after.number) == (1, 3)
    assert compared.differences == [
        Difference("What happens", "", "We meet", "We meet and talk"),
        Difference("Need", "Drug misuse", None, "Drug misuse"),
        Difference("Need", "Finance, benefit and debt", "Finance, benefit and debt", None),
    ]


def test_there_is_nothing_to_compare_with_a_version_that_is_not_there(entry: Entry) -> None:
    entry.described("We meet and talk", later(1))
    assert compare(entry.service, 1, 9) is None


def test_the_entry_as_at_a_day_is_what_stood_at_its_end(entry: Entry) -> None:
    entry.described("We meet and talk", later(1))
    entry.described("We meet, talk and walk", later(3))
    stood = [version_on(entry.service, later(day).date()) for day in range(5)]
    assert stood[0] is None
    assert [version and version.content["what_happens"] for version in stood[1:]] == [
        "We meet and talk",
        "We meet and talk",
        "We meet, talk and walk",
        "We meet, talk and walk",
    ]


def test_history_is_never_overwritten(entry: Entry) -> None:
    entry.described("We meet and talk", later(1))
    version = ServiceVersion.objects.filter(service=entry.service)
    for act in (lambda: version.update(why="Nothing"), lambda: version.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


class TestWhatIsKept:
    def test_no_price_no_private_contact_no_withheld_place(self, entry: Entry) -> None:
        item = make.RateCardItemFactory(service=entry.service)
        make.PriceFactory(item=item, agreement=entry.service.agreement, amount=Money("46.51"))
        make.ServiceContactFactory(service=entry.service, name="Private Person", telephone="01632 960009")
        make.ServiceContactFactory(service=entry.service, name="Public Person", is_public=True)
        place = dict(zip(("name", "address", "postcode"), SECRETS, strict=True))
        make.ServiceHoursFactory(
            place=make.ServicePlaceFactory(service=entry.service, is_withheld=True, **place)
        )
        told = {}
        for who in (entry.manager, None):
            with acting_as(make.acting(who) if who else NOBODY):
                told[who] = json.dumps(content_of(entry.service))
        assert told[entry.manager] == told[None]
        for secret in (*SECRETS, "46.51", "Private Person", "01632 960009"):
            assert secret not in told[None]
        assert "Public Person" in told[None]
        assert json.loads(told[None])["is_withheld"] is True

    def test_a_place_withheld_later_is_read_in_no_version_kept_before(self, entry: Entry) -> None:
        place = self._open_place(entry)
        with entry.manager_acts():
            service_places.change_place(
                place=place,
                where=Where(*SECRETS, is_withheld=True),
                by=entry.manager,
                at=later(2),
            )
        self._is_read_nowhere(entry, 3)

    def test_nor_when_it_is_removed_after_that(self, entry: Entry) -> None:
        place = self._open_place(entry)
        with entry.manager_acts():
            service_places.change_place(
                place=place, where=Where(*SECRETS, is_withheld=True), by=entry.manager, at=later(2)
            )
            service_places.remove_place(place=place, by=entry.manager, at=later(3))
        self._is_read_nowhere(entry, 4)

    def test_a_place_that_is_open_again_is_read_again(self, entry: Entry) -> None:
        place = self._open_place(entry)
        with entry.manager_acts():
            for is_withheld in (True, False):
                service_places.change_place(
                    place=place,
                    where=Where(*SECRETS, is_withheld=is_withheld),
                    by=entry.manager,
                    at=later(2),
                )
        version = version_numbered(entry.service, 2)
        assert version is not None
        assert version.content["given_at"][0]["address"] == "14 Hollow Lane"

    def _open_place(self, entry: Entry) -> Any:
        with entry.manager_acts():
            return service_places.add_place(
                service=entry.service, where=Where(*SECRETS), by=entry.manager, at=later(1)
            )

    def _is_read_nowhere(self, entry: Entry, versions: int) -> None:
        with acting_as(NOBODY):
            read = [version_numbered(entry.service, number + 1) for number in range(versions)]
            compared = [compare(entry.service, 1, number + 1) for number in range(1, versions)]
            as_at = [version_on(entry.service, later(day).date()) for day in range(1, 4)]
        told = json.dumps([one.content for one in (*read, *as_at) if one])
        told += "".join(str(one.differences) for one in compared if one)
        assert all(secret not in told for secret in SECRETS)
        assert '"is_withheld": true' in told


def test_many_entries_are_read_in_a_fixed_number_of_queries(entry: Entry) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            contents_of(Service.objects.all())
        return len(counted)

    one = queries()
    for _ in range(3):
        make.complete(make.ServiceFactory(scheme=entry.service.scheme))
    assert queries() <= one + 2  # hours and successors, of which the first entry has none


def test_entries_that_came_by_a_file_get_a_first_version(entry: Entry) -> None:
    other = make.ServiceFactory()
    entry.described("We meet and talk", later(1))
    assert keep_first_versions([entry.service.pk, other.pk], at=make.NOW, why="Loaded") == 1
    version = other.versions.get()
    assert (version.number, version.why, version.content["name"]) == (1, "Loaded", other.name)


class TestInWords:
    """The words are those in which somebody would tell a colleague what an entry says."""

    def test_all_of_an_entry(self, entry: Entry) -> None:
        one = entry.service
        one.sessions, one.session_minutes, one.weeks, one.indicative_rar_days = 6, 60, 3, 4
        one.waiting_days, one.waiting_said_on = 10, date(2017, 6, 1)
        one.intake, one.intake_cap = "capped", 5
        one.channels, one.languages = ["in_person"], ["cy", "en"]
        one.for_men, one.youngest = False, 18
        one.save()
        make.complete(one)
        payer = make.OrganisationFactory(name="Northmoor Council")
        service_routes_of = make.ServiceRouteFactory(
            service=one,
            route="co_commissioned",
            buyer=make.OrganisationFactory(name="NPS"),
            payer=payer,
            unit_cost=Money("31.00"),
            cost_unit="session",
            cost_source="the council",
        )
        make.RouteContributionFactory(route=service_routes_of, organisation=payer)
        make.EligibilityRuleFactory(
            service=one, aspect="offence", accepts=[], refuses=["arson", "sexual"], why="A shared house"
        )
        make.ServiceContactFactory(service=one, is_public=True, name="Sam Reed", telephone="01632 960002")
        told = {(line.part, line.about): line.text for line in in_words(content_of(one))}
        for key, words in {
            ("Usual dose", ""): "6 sessions of 60 minutes over 3 weeks",
            ("RAR days", ""): "4 days for planning only",
            ("Wait", ""): "About 10 days, as stated on 1 June 2017",
            ("Intake", ""): "Takes up to 5 referrals a month",
            ("For", ""): "Women aged 18 or over",
            ("Given", "Face to face"): "Face to face",
            ("Language", "Welsh"): "Welsh",
            (
                "Rule",
                "Kind of offence",
            ): "It does not take people whose kind of offence is sexual offence or arson. A shared house",
            ("Route", "NPS, from 1 April 2017"): (
                "Co-commissioned, paid by Northmoor Council. Northmoor Council pays 100%. "
                "Costs £31.00 for each session attended, by the council. From 1 April 2017"
            ),
            ("Contact", "Sam Reed"): "01632 960002",
        }.items():
            assert told[key] == words
        (place,) = (text for (part, _), text in told.items() if part == "Place")
        assert place == "1 High Street. Tuesday 10am to 4pm"


LINES = st.lists(st.sampled_from([str(need) for need in Need.values]), unique=True)


class TestDifferences:
    @given(first=LINES, second=LINES, names=st.tuples(st.text(max_size=9), st.text(max_size=9)))
    def test_applied_to_the_first_they_give_the_second(
        self, first: list[str], second: list[str], names: tuple[str, str]
    ) -> None:
        before, after = (
            _document(name=name, needs=needs) for name, needs in zip(names, (first, second), strict=True)
        )
        lines = {(one.part, one.about): one.text for one in in_words(before)}
        for one in differences(before, after):
            assert lines.pop((one.part, one.about), None) == one.was
            if one.now is not None:
                lines[one.part, one.about] = one.now
        assert lines == {(one.part, one.about): one.text for one in in_words(after)}

    @given(needs=LINES)
    def test_nothing_differs_from_itself(self, needs: list[str]) -> None:
        assert differences(_document(needs=needs), _document(needs=needs)) == []

    def test_everything_differs_from_nothing(self) -> None:
        assert len(differences({}, _document())) == len(in_words(_document()))


def _document(**said: Any) -> dict[str, Any]:
    lists = (
        "channels", "languages", "needs", "populations", "areas", "activities", "routes", "given_at",
        "eligibility", "contacts", "information", "evidence", "wordings", "pilots",
    )  # fmt: skip
    unsaid = (
        "sessions", "session_minutes", "weeks", "indicative_rar_days", "youngest", "oldest", "places",
        "review_days", "agreement",
    )  # fmt: skip
    return {
        "name": "Job club",
        "state": "published",
        "kind": {"code": "X", "name": "Employment"},
        "service_type": "employment",
        "mode": "group",
        "for_women": True,
        "for_men": True,
        "meets_children": False,
        "is_withheld": False,
        "deliverer": {"reference": "OR-1", "name": "Northmoor"},
        "during": {"from": "2017-04-01", "to": None},
        "intake": {"is": "open", "cap": None, "note": "", "alternative": None},
        "waiting": {"days": None, "said_on": None},
        "summary": "",
        "what_happens": "",
        **{name: [] for name in lists},
        **dict.fromkeys(unsaid),
        **said,
    }
