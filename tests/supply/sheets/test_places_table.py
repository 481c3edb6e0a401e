"""Places and hours from a table: days in words, withheld places, and what is not said of a place."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import factories as make
from tests.supply.sheets.filled import as_csv, exported, lines_of, load, why_rejected
from throughline.core.files import RowRefused
from throughline.core.models import User
from throughline.supply.actions.service_places import Open
from throughline.supply.imports.sheets.hours import Times, read_times, times_as_written
from throughline.supply.models import Service, ServicePlace

pytestmark = pytest.mark.django_db
KEY = "service", "place"


@pytest.fixture
def service() -> Service:
    scheme = make.SchemeFactory()
    ministry, prime, centre = make.OrganisationFactory.create_batch(3)
    link = make.chain(ministry, prime, centre, scheme=scheme)[-1]
    made: Service = make.ServiceFactory(scheme=scheme, deliverer=centre, agreement=link, name="Job club")
    return made


@pytest.fixture
def manager(service: Service) -> User:
    return make.member("provider_manager", service.deliverer)


def line(service: Service, place: str = "Old Library", **says: str) -> bytes:
    return as_csv({"service": service.reference, "place": place} | says)


def test_a_place_is_added_with_its_hours_and_told(service: Service, manager: User) -> None:
    area = make.AreaFactory(kind="la", code="E06")
    loaded = load(
        "places",
        line(
            service, address="1 Mill Street\nLuton", postcode="lu11aa", latitude="51.8787", longitude="-0.42",
            area="la:E06", hours="Tuesday 10-16; mon 9.30 to 12.30", access="Step-free", withheld="",
        ),
        manager,
    )  # fmt: skip
    place = service.given_at.get()
    assert (place.postcode, place.latitude, place.longitude, place.area) == ("LU1 1AA", 51.8787, -0.42, area)
    assert [str(one) for one in place.hours.all()] == ["Monday 09:30 to 12:30", "Tuesday 10:00 to 16:00"]
    assert not place.by_arrangement
    assert loaded.changes.sentence == "1 new"
    assert service.versions.count() == 2


def test_what_a_line_says_otherwise_changes_and_the_rest_stays(service: Service, manager: User) -> None:
    place = make.ServicePlaceFactory(service=service, name="Old Library", address="1 Mill Street")
    make.ServiceHoursFactory(place=place)
    loaded = load("places", line(service, hours="by arrangement"), manager)
    place.refresh_from_db()
    assert (place.address, place.by_arrangement, place.hours.count()) == ("1 Mill Street", True, 0)
    (told,) = loaded.changes.listed
    assert [(one.column, one.was, one.now) for one in told.fields] == [
        ("hours", "Tue 10:00-16:00", "by arrangement")
    ]
    load("places", line(service, hours=""), manager)
    place.refresh_from_db()
    assert not place.by_arrangement


def test_a_place_is_taken_out_where_the_line_says_so(service: Service, manager: User) -> None:
    make.ServiceHoursFactory(place__service=service, place__name="Old Library")
    assert load("places", line(service, remove="yes"), manager).changes.sentence == "1 removed"
    assert not service.given_at.exists()
    assert load("places", line(service, remove="yes"), manager).report.unchanged == 1


@pytest.mark.parametrize(
    ("says", "sentence"),
    [
        ({"latitude": "51.8"}, "both latitude and longitude"),
        ({"postcode": "nowhere"}, "“postcode” must be like TQ1 1AA"),
        ({"hours": "Funday 10:00-12:00"}, "must be like Mon 09:30-12:30"),
        ({"hours": "Mon 25:00-26:00"}, "a time that no day has"),
        ({"hours": "Mon 12:00-10:00"}, "end after it begins"),
        ({"hours": "Mon 10:00-12:00; Mon 11:00-13:00"}, "must not overlap"),
        ({"area": "la:nowhere"}, "no area “la:nowhere”"),
        ({"withheld": "yes", "in_office": "Luton probation office"}, "cannot be withheld"),
        ({"withheld": "perhaps"}, "must be yes or no"),
    ],
)
def test_what_cannot_be_so_is_rejected(
    service: Service, manager: User, says: dict[str, str], sentence: str
) -> None:
    assert sentence in why_rejected(load("places", line(service, **says), manager))
    assert not service.given_at.exists()


def test_a_text_that_would_give_a_withheld_place_away_is_rejected(service: Service, manager: User) -> None:
    load("places", line(service, "Curlew House", withheld="yes", address="14 Hollow Lane"), manager)
    said = why_rejected(load("places", line(service, "Centre", access="Behind 14 Hollow Lane"), manager))
    assert "would give a withheld place away" in said
    assert service.versions.latest("number").content["given_at"] == []


def test_a_withheld_place_is_exported_to_its_chain_alone(service: Service, manager: User) -> None:
    make.ServicePlaceFactory(service=service, name="Curlew House", is_withheld=True)
    steward = make.member("contract_manager", service.scheme.steward)
    assert service.agreement is not None
    prime = make.member("supply_chain_manager", service.agreement.payer)
    for user, places in ((manager, ["Curlew House"]), (prime, ["Curlew House"]), (steward, [])):
        assert [one["place"] for one in lines_of("places", user)] == places


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_exported_is_loaded_again_without_a_change(
    service: Service, manager: User, ending: str
) -> None:
    make.ServiceHoursFactory(place__service=service, place__latitude=51.123456789, place__longitude=-0.1)
    make.ServicePlaceFactory(service=service, name="Curlew House", is_withheld=True, by_arrangement=True)
    make.ServicePlaceFactory(service=service, name="-5 degrees", address="a\nb", postcode="LU1")
    loaded = load("places", exported("places", manager, ending), manager)
    assert (loaded.report.rejected, loaded.report.loaded, loaded.report.unchanged) == ((), 0, 3)
    assert ServicePlace.objects.count() == 3


TIMES = st.builds(
    lambda day, begin, length: Open(day, time(begin // 60, begin % 60), time(*divmod(begin + length, 60))),
    st.integers(1, 7), st.integers(0, 1200), st.integers(1, 200),
)  # fmt: skip


@given(st.lists(TIMES, max_size=8, unique=True))
def test_days_and_times_are_read_as_they_are_written(openings: list[Open]) -> None:
    times = Times(tuple(sorted(openings)))
    assert read_times({"hours": times_as_written(times)}, "hours") == times


@pytest.mark.parametrize(
    "written", ["Mon", "10:00-12:00", "Mon 10:00", "M 10:00-12:00", "Mon 10:00-12:00, Tue"]
)
def test_half_an_opening_is_refused(written: str) -> None:
    with pytest.raises(RowRefused, match="must be like"):
        read_times({"hours": written}, "hours")
