"""Before sentence: what there is for somebody, with the answer there will be after it, and no record made."""

from __future__ import annotations

import csv
import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories as make
from tests.supply.eligibility_cases import rules_of_a_service, services_of_one_rule
from tests.supply.records_of_rules import made
from tests.web.reading import as_read
from throughline.core.models import Area, User
from throughline.core.periods import Period
from throughline.line.queries.circumstances import circumstances_of
from throughline.people.models import Person
from throughline.supply.models import Service
from throughline.supply.queries.service_rules import rules_of
from throughline.supply.rules.eligibility import Answer, ServiceRules, explain
from throughline.vocabulary.delivery import Language
from throughline.vocabulary.needs import Need
from throughline.vocabulary.offences import OffenceKind
from throughline.vocabulary.orders import OrderKind
from throughline.web.pieces import in_words

pytestmark = pytest.mark.django_db
DAY = date(2017, 6, 1)
Said = dict[str, Any]


@pytest.fixture
def officer() -> User:
    return make.member("court_officer", make.OrganisationFactory())


@pytest.fixture
def gwent() -> Area:
    """The police area of the court at Newport, in Wales."""
    area = make.AreaFactory(kind="pcc", code="gwent", name="Gwent")
    wales = make.AreaFactory(kind="division", code="wales", name="Wales")
    make.AreaParentFactory(area=area, parent=wales)
    outcode = make.OutcodeFactory(code="NP20", latitude=51.58, longitude=-3.0)
    make.OutcodeAreaFactory(outcode=outcode, area=area)
    make.SiteFactory(kind="court", code="newport", name="Newport Magistrates' Court", outcode=outcode)
    return area


def given_in(area: Area, **service: Any) -> Service:
    made_there: Service = make.ServiceFactory(**service)
    make.ServiceAreaFactory(service=made_there, area=area)
    return made_there


def answers(client: Client, officer: User, **said: Any) -> dict[str, str]:
    """What is said of each service that is listed, from the download."""
    client.force_login(officer)
    response: Any = client.get("/court", {"format": "csv", **said})
    assert response.status_code == 200
    content = b"".join(response) if response.streaming else response.content
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    return {row["Service"]: row["Is it for them?"] for row in rows}


@pytest.mark.asks("S58")
class TestWhatThereIs:
    def test_around_the_court_each_says_why_and_what_is_not_recorded(
        self, client: Client, officer: User, gwent: Area
    ) -> None:
        given_in(gwent, name="Women’s centre", for_men=False, youngest=18)
        given_in(make.AreaFactory(), name="Elsewhere")
        text = as_read(client, officer, "/court?court=newport&sex=female&mappa=none")
        assert "Eligible: it is for women, and the person is female" in text
        assert "Unknown because age is not recorded: it is for people aged 18 or over" in text
        assert "Unknown because where the person lives is not recorded: it is given in Gwent" in text
        assert "Elsewhere" not in text

    def test_what_is_not_for_them_is_counted_and_shown_with_its_reason(
        self, client: Client, officer: User, gwent: Area
    ) -> None:
        given_in(gwent, name="Women’s centre", for_men=False)
        asked = "/court?court=newport&sex=male"
        assert "1 more service that fits what you asked is not for this person" in as_read(
            client, officer, asked
        )
        shown = as_read(client, officer, f"{asked}&not_for_them=shown")
        assert "Not eligible because it is for women: the person is male" in shown

    def test_somebody_who_lives_elsewhere_is_told_of_both_places(
        self, client: Client, officer: User, gwent: Area
    ) -> None:
        home = make.AreaFactory(kind="pcc", code="avon", name="Avon")
        given_in(home, name="At home")
        given_in(gwent, name="At court")
        found = answers(client, officer, court="newport", place="pcc:avon", not_for_them="shown")
        assert list(found) == ["At home", "At court"]
        assert "it is given in Gwent: the person lives elsewhere" in found["At court"]

    def test_places_and_the_wait_stand_in_the_list(self, client: Client, officer: User, gwent: Area) -> None:
        given_in(gwent, places=12, waiting_days=5, waiting_said_on=date(2017, 5, 1))
        text = as_read(client, officer, "/court?court=newport")
        assert "12 of 12 places free Waits 5 days, as stated on 1 May 2017" in text

    @pytest.mark.parametrize(
        ("place", "said"),
        [
            ({"in_office": "Newport probation office"}, "Newport probation office"),
            ({"in_office": ""}, "No"),
            ({"name": "Juniper House", "is_withheld": True}, "Not recorded"),
            (None, "Not recorded"),
        ],
    )
    def test_whether_it_is_given_in_a_probation_office(
        self, client: Client, officer: User, gwent: Area, place: Said | None, said: str
    ) -> None:
        service = given_in(gwent)
        if place is not None:
            make.ServicePlaceFactory(service=service, **place)
        client.force_login(officer)
        answer: Any = client.get("/court?court=newport&format=csv")
        content = b"".join(answer.streaming_content).decode("utf-8-sig")
        (row,) = csv.DictReader(io.StringIO(content))
        assert row["In a probation office"] == said
        assert "Juniper" not in as_read(client, officer, "/court?court=newport")

    def test_miles_are_from_where_they_live_else_from_the_court(
        self, client: Client, officer: User, gwent: Area
    ) -> None:
        far = make.OutcodeFactory(code="NP7", latitude=51.82, longitude=-3.0)
        make.OutcodeAreaFactory(outcode=far, area=gwent)
        make.ServicePlaceFactory(service=given_in(gwent), latitude=51.58, longitude=-3.0)
        from_court = as_read(client, officer, "/court?court=newport")
        assert "Miles are counted from the court, as where they live is not said" in from_court
        assert " 0.0 " in from_court
        from_home = as_read(client, officer, "/court?court=newport&place=NP7")
        assert "Miles are counted from where they live." in from_home
        assert " 16.6 " in from_home

    def test_what_cannot_be_read_is_said_beside_its_box(
        self, client: Client, officer: User, gwent: Area
    ) -> None:
        given_in(gwent, name="Job club")
        text = as_read(client, officer, "/court?court=newport&place=Atlantis&age=old")
        assert "No area, office or court here is called “Atlantis”" in text
        assert "Error:" in text
        assert "Job club" in text

    def test_nothing_is_listed_before_anything_is_asked(
        self, client: Client, officer: User, gwent: Area
    ) -> None:
        given_in(gwent, name="Job club")
        text = as_read(client, officer, "/court")
        assert "Choose the court, or say something of the person" in text
        assert "Job club" not in text


SEXES, RISKS, MAPPA = ("female", "male"), ("low", "medium", "high", "very_high"), ("none", "1", "2", "3")
HOMES = ("pcc:gwent", "division:wales", "pcc:avon")


@st.composite
def said_of_somebody(draw: st.DrawFn) -> Said:
    """What an officer of the court says of somebody: anything, and any part of it left out."""

    def some(values: Any, most: int = 3) -> list[str]:
        return sorted(draw(st.frozensets(st.sampled_from([str(one) for one in values]), max_size=most)))

    looked_into = some(Need, most=4)
    found = [one for one in looked_into if draw(st.booleans())]
    said = {
        "sex": draw(st.sampled_from(("", *SEXES))),
        "age": draw(st.sampled_from(("", "17", "18", "25", "26"))),
        "place": draw(st.sampled_from(("", *HOMES))),
        "risk": draw(st.sampled_from(("", *RISKS))),
        "mappa": draw(st.sampled_from(("", *MAPPA))),
        "language": draw(st.sampled_from(("", *(str(one) for one in Language)))),
        "orders": some(OrderKind, most=2),
        "needs": found,
        "not_needs": [one for one in looked_into if one not in found],
    }
    # An offence is recorded with its sentence: without an order there is none to be recorded under.
    said["offences"] = some(OffenceKind) if said["orders"] else []
    return said


def sentenced(said: Said) -> Person:
    """A person in the records of whom the same is recorded, once the court has passed its sentence."""
    home = Area.objects.get(code=said["place"].partition(":")[2]) if said["place"] else None
    person = make.PersonFactory(
        sex=said["sex"] or "unknown",
        born_on=date(2017 - int(said["age"]), 1, 1) if said["age"] else None,
        home_area=home,
        risk_level=said["risk"] or "unknown",
        mappa=said["mappa"] or "unknown",
        language=said["language"],
    )
    for order in said["orders"]:
        for offence in said["offences"] or [""]:
            make.SentenceFactory(person=person, kind=order, offence_kind=offence, during=Period(DAY, None))
    if said["needs"] or said["not_needs"]:
        assessment = make.AssessmentFactory(person=person)
        for level in ("needs", "not_needs"):
            for need in said[level]:
                make.AssessedNeedFactory(
                    assessment=assessment, need=need, level="some" if level == "needs" else "none"
                )
    return person


def after_sentence(person: Person) -> dict[str, str]:
    """What the rules say to a recorded person, of each service."""
    known = circumstances_of(person, on=DAY)
    found = {}
    services = list(Service.objects.all())
    rules = rules_of(services, on=DAY)
    for service in services:
        told = explain(rules[service.pk], known)
        line = "Only as an exception, from outside the areas it is given in"
        found[service.name] = in_words(
            [line if told.only_outside else told.answer.label, *(part.sentence for part in told.parts)]
        )
    return found


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.asks("S58")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(rules_of_a_service() | services_of_one_rule(), min_size=2, max_size=5), said_of_somebody())
def test_before_sentence_the_answers_are_those_of_after(
    gwent: Area, officer: User, several: list[ServiceRules], said: Said
) -> None:
    """Whatever the rules, and whatever is known: the same answer in the same words, rule by rule."""
    with undone():
        avon = make.AreaFactory(kind="pcc", code="avon", name="Avon")
        for number, rules in enumerate(several):
            service = made(ServiceRules(**{**vars(rules), "areas": {}}))
            make.ServiceAreaFactory(service=service, area=avon if number % 3 == 2 else gwent)
        before = answers(Client(), officer, court="newport", as_at=str(DAY), not_for_them="shown", **said)
        after = after_sentence(sentenced(said))
        assert len(before) >= len(several) - len(several) // 3
        assert before == {name: after[name] for name in before}
        if said["place"] == "pcc:avon":
            assert before == after


EXAMPLES: dict[str, tuple[Said, Said, Answer]] = {
    "a man, for women": ({"for_men": False}, {"sex": "male"}, Answer.NO),
    "age not known": ({"youngest": 18}, {}, Answer.UNKNOWN),
    "lives there": ({}, {"place": "pcc:gwent"}, Answer.YES),
    "in Wales, no more is known": ({}, {"place": "division:wales"}, Answer.UNKNOWN),
    "high risk": ({"rule": {"aspect": "risk", "accepts": ["low"]}}, {"risk": "high"}, Answer.NO),
    "arson": (
        {"rule": {"aspect": "offence", "accepts": [], "refuses": ["arson"]}},
        {"offences": ["arson", "theft"]},
        Answer.NO,
    ),
    "a community order is proposed": (
        {"rule": {"aspect": "order", "accepts": ["community"]}},
        {"orders": ["community"]},
        Answer.YES,
    ),
    "the need was found": (
        {"rule": {"aspect": "need", "accepts": ["finance"]}},
        {"needs": ["finance"]},
        Answer.YES,
    ),
    "looked into, and no need": (
        {"rule": {"aspect": "need", "accepts": ["finance"]}},
        {"not_needs": ["finance"]},
        Answer.NO,
    ),
    "the need was not looked into": (
        {"rule": {"aspect": "need", "accepts": ["finance"]}},
        {"needs": ["drugs"]},
        Answer.UNKNOWN,
    ),
    "speaks Welsh": ({"rule": {"aspect": "language", "accepts": ["cy"]}}, {"language": "cy"}, Answer.YES),
    "under MAPPA": ({}, {"mappa": "2"}, Answer.NO),
    "MAPPA not known": ({}, {"mappa": ""}, Answer.UNKNOWN),
}


@pytest.mark.asks("S58")
@pytest.mark.parametrize(("service", "said", "answer"), EXAMPLES.values(), ids=EXAMPLES)
def test_each_thing_that_is_said_counts(
    client: Client, officer: User, gwent: Area, service: Said, said: Said, answer: Answer
) -> None:
    """Whoever lives in Gwent and is not under MAPPA, but for what is said of them."""
    rule = service.get("rule")
    made_there = given_in(gwent, **{name: value for name, value in service.items() if name != "rule"})
    if rule:
        make.EligibilityRuleFactory(service=made_there, **rule)
    asked = {"court": "newport", "place": "pcc:gwent", "mappa": "none", "not_for_them": "shown"} | said
    (told,) = answers(client, officer, **asked).values()
    assert told.startswith(answer.label), told


EVERYTHING: Said = {
    "court": "newport",
    "sex": "female",
    "age": "30",
    "place": "NP20 1AA",
    "risk": "very_high",
    "mappa": "3",
    "language": "so",
    "offences": ["arson"],
    "orders": ["suspended"],
    "needs": ["drugs"],
    "not_needs": ["gangs"],
}


@pytest.mark.asks("S58")
class TestNothingIsLeftBehind:
    def test_no_row_of_any_table_is_written(self, client: Client, officer: User, gwent: Area) -> None:
        given_in(gwent)
        client.force_login(officer)
        before = counted()
        for more in ({}, {"format": "csv"}, {"format": "xlsx"}, {"not_for_them": "shown"}):
            answer: Any = client.get("/court", EVERYTHING | more)
            assert answer.status_code == 200
            assert b"".join(answer)
        assert counted() == before

    def test_nothing_is_sent_to_be_kept(self, client: Client, officer: User) -> None:
        client.force_login(officer)
        before = counted()
        client.post("/court", EVERYTHING)
        assert counted() == before
        page = client.get("/court").content.decode().split("<main", 1)[1]
        assert not re.search(r'<form[^>]*method="post"', page)

    def test_no_line_of_the_log_has_what_was_said(self, client: Client, officer: User, gwent: Area) -> None:
        client.force_login(officer)
        kept = Kept()
        loggers = [logging.getLogger(name) for name in ("throughline", "django")]
        for logger in loggers:
            logger.addHandler(kept)
        try:
            client.get("/court", EVERYTHING)
            client.get("/court", EVERYTHING | {"page": "99"})
        finally:
            for logger in loggers:
                logger.removeHandler(kept)
        assert any("court_home" in line for line in kept.lines)
        for said in ("female", "arson", "very_high", "suspended", "NP20", "newport"):
            assert [line for line in kept.lines if said in line] == []


class Kept(logging.Handler):
    """Keeps whatever is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.msg} {record.args}")


def counted() -> dict[str, int]:
    """How many rows stand in every table of the database."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    assert {"people_person", "line_referral", "core_reading"} <= found.keys()
    return found


def test_a_commissioner_gives_the_role(client: Client) -> None:
    commissioner = make.member("commissioner", make.OrganisationFactory())
    assert "Court officer" in as_read(client, commissioner, "/team/add")


def test_they_read_no_case_and_refer_nobody(client: Client, officer: User) -> None:
    client.force_login(officer)
    for address in ("/people", "/referrals", "/refer", "/officer"):
        assert client.get(address).status_code == 404
