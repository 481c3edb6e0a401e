"""A brochure for sentencers says what the directory says at that court on that day, and nothing else."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader
from pytest_django import Settings

from tests import factories as make
from tests.web.provider_world import Reader, reading_by_a_clock
from tests.world import World, charlenes_world
from throughline.core.access import acting_as
from throughline.core.models import Area
from throughline.core.periods import Period
from throughline.gateway.leaflets import Brochure
from throughline.supply.actions.service_text import describe_service
from throughline.supply.models import Service
from throughline.supply.queries.content import content_of
from throughline.supply.queries.directory import Wanted, directory
from throughline.vocabulary.needs import Need
from throughline.web.court import brochures

pytestmark = pytest.mark.django_db
NOW = make.NOW
DAY = NOW.date()
CLOSED = {"intake": "closed", "intake_note": "Moving house"}
PLACE = {"name": "Juniper House", "address": "14 Hollow Lane", "postcode": "NM4 7QX"}


@dataclass
class AtNewport:
    """The court at Newport, the area around it, and what is given there and elsewhere."""

    area: Area
    around: Area
    within: Area

    def given(self, area: Area | None = None, needs: tuple[str, ...] = (), **service: Any) -> Service:
        made: Service = make.ServiceFactory(**service)
        make.ServiceAreaFactory(service=made, area=area or self.area)
        for need in needs:
            make.ServiceNeedFactory(service=made, need=need)
        return made


@pytest.fixture
def newport() -> AtNewport:
    area = make.AreaFactory(kind="pcc", code="gwent", name="Gwent")
    around = make.AreaFactory(kind="division", code="wales", name="Wales")
    within = make.AreaFactory(kind="la", code="torfaen", name="Torfaen")
    make.AreaParentFactory(area=area, parent=around)
    make.AreaParentFactory(area=within, parent=area, parent_kind="pcc")
    outcode = make.OutcodeAreaFactory(outcode__code="NP20", area=area).outcode
    make.SiteFactory(kind="court", code="newport", name="Newport Magistrates' Court", outcode=outcode)
    return AtNewport(area, around, within)


@pytest.fixture
def full(newport: AtNewport) -> AtNewport:
    """Services of every standing, of which the directory shows some on `DAY`."""
    newport.given(name="Housing advice", needs=("accommodation", "finance"), places=12, indicative_rar_days=4)
    newport.given(
        newport.around, name="Job club", needs=("employment",), intake="closed", intake_note="Moving"
    )
    newport.given(name="Walking group", for_men=False, youngest=18, waiting_days=9, waiting_said_on=DAY)
    newport.given(newport.within, name="In one town alone", needs=("drugs",))
    newport.given(make.AreaFactory(), name="Somewhere else", needs=("drugs",))
    newport.given(name="Draft", state="draft", needs=("drugs",))
    newport.given(name="Withdrawn", state="withdrawn", needs=("drugs",))
    newport.given(name="Suspended", state="suspended", needs=("drugs",))
    newport.given(name="Not yet", needs=("drugs",), during=Period(DAY + timedelta(days=1)))
    newport.given(name="Over", needs=("drugs",), during=Period(date(2017, 4, 1), DAY))
    return newport


@pytest.fixture
def reader(client: Client, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    return reading_by_a_clock(client, settings, tmp_path / "clock", monkeypatch)


def on_paper(reader: Reader, query: str = "") -> str:
    """The text of the PDF, with single spaces."""
    answer = reader.client.get(f"/court/brochures/newport.pdf{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def brochure(on: date = DAY, today: date = DAY) -> Brochure:
    return brochures.brochure_at("newport", on=on, today=today)


def in_the_directory(reader: Reader, **asked: str) -> list[str]:
    """The services that anybody finds around the court, in the public directory."""
    response: Any = reader.client.get(
        "/services", {"place": "court:newport", "format": "csv", "order": "name", **asked}
    )
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    return [row["Service"] for row in csv.DictReader(io.StringIO(content))]


@pytest.mark.asks("S248")
class TestItIsTheDirectory:
    @pytest.mark.parametrize("days", [-20, -1, 0, 1, 40])
    def test_on_any_day_it_holds_what_the_directory_holds_and_no_more(
        self, reader: Reader, full: AtNewport, days: int
    ) -> None:
        on = DAY + timedelta(days=days)
        made = brochure(on)
        held = [one.name for part in made.parts for one in part.services]
        live = in_the_directory(reader, as_at=str(on))
        assert sorted(held) == live
        assert len(live) >= 3
        there = {full.area.pk, full.around.pk}
        wanted = directory(Wanted(area_ids=frozenset(there)), on=on)
        assert live == sorted(one.name for one in wanted)

    @pytest.mark.parametrize("need", ["accommodation", "finance", "employment", "drugs"])
    def test_under_each_need_stands_what_the_directory_finds_for_it(
        self, reader: Reader, full: AtNewport, need: str
    ) -> None:
        label = str(Need(need).label)
        parts = {part.heading: part for part in brochure().parts}
        named = []
        if label in parts:
            named = [one.name for one in parts[label].services]
            named += [line.partition(": see ")[0] for line in parts[label].also]
        assert sorted(named) == in_the_directory(reader, need=need)

    def test_page_and_paper_say_the_same_as_the_directory_says_of_each(
        self, reader: Reader, full: AtNewport
    ) -> None:
        page, paper = reader.reads("/court/brochures/newport"), on_paper(reader)
        live = " ".join(in_the_directory(reader))
        for name in ("Housing advice", "Job club", "Walking group"):
            assert name in live
            service = Service.objects.get(name=name)
            entry = reader.reads(f"/services/{service.reference}")
            for said in (name, f"Given by {service.deliverer.name}"):
                assert said in entry
                assert said in page
                assert said in paper
        for made in brochure().texts:
            for line in made.split("\n"):
                words = " ".join(line.split())
                assert words in paper, words
                assert words.replace(": ", " ", 1) in page or words in page, words

    def test_availability_and_wait_are_those_of_the_directory_that_day(
        self, reader: Reader, full: AtNewport
    ) -> None:
        listed = reader.reads("/services?place=court:newport")
        facts = {one.name: dict(one.facts) for part in brochure().parts for one in part.services}
        for name, availability, wait in (
            ("Housing advice", "12 of 12 places free", "Wait not recorded"),
            ("Job club", "Closed to new referrals", "Wait not recorded"),
            ("Walking group", "Open to referrals", "Waits 9 days, as stated on 1 June 2017"),
        ):
            assert (facts[name]["Availability"], facts[name]["Wait"]) == (availability, wait)
            assert f"{availability} {wait}" in listed


@pytest.mark.asks("S248")
class TestWhatIsSaid:
    def test_it_is_dated_and_says_of_where(self, reader: Reader, full: AtNewport) -> None:
        page = reader.reads("/court/brochures/newport")
        assert "What is available to sentencers at Newport Magistrates' Court, as at 1 June 2017" in page
        assert "on 1 June 2017 in Gwent (police area), Wales (probation division)." in page

    def test_of_each_service(self, reader: Reader, newport: AtNewport) -> None:
        one = newport.given(
            name="Housing advice",
            needs=("accommodation", "finance"),
            summary="A room of one’s own",
            what_happens="You meet a worker.\n\nYou look for a flat.",
            for_men=False,
            youngest=18,
            indicative_rar_days=4,
        )
        make.EligibilityRuleFactory(service=one, aspect="order", accepts=["community"])
        make.EligibilityRuleFactory(service=one, aspect="offence", accepts=[], refuses=["arson"])
        centre = make.ServicePlaceFactory(service=one, name="The centre", in_office="Newport office")
        make.ServiceHoursFactory(place=centre)
        make.ServiceContactFactory(service=one, name="Ann Cole", telephone="01632 960004", is_public=True)
        make.ServiceContactFactory(service=one, name="Sam Reed", telephone="01632 960005")
        paper = on_paper(reader)
        for said in (
            "Accommodation Housing advice Given by",
            "A room of one’s own",
            "What happens: You meet a worker. You look for a flat.",
            "For: Women aged 18 or over It does not take people whose kind of offence is arson",
            "Orders: It takes people whose kind of order is community order",
            "RAR days: About 4 days of a rehabilitation activity requirement",
            "The centre: 1 High Street, in Newport office. Tuesday 10am to 4pm",
            "Availability: Open to referrals",
            "Whom to ask: Ann Cole, 01632 960004",
            f"Reference: {one.reference}",
            "Housing advice: see Accommodation",
        ):
            assert said in paper, said
        assert "Sam Reed" not in paper

    def test_of_a_day_gone_by_it_says_what_stood_then(self, reader: Reader) -> None:
        world = self.the_service_at_newport()
        for days, words in ((1, "You cook together."), (9, "You walk together.")):
            with acting_as(make.acting(world.manager)):
                describe_service(
                    service=world.service,
                    name="Change programme",
                    summary="Company",
                    what_happens=words,
                    by=world.manager,
                    at=world.now + timedelta(days=days),
                )
        reader.at(world.now + timedelta(days=20))
        then, now = on_paper(reader, "?as_at=2017-06-05"), on_paper(reader)
        assert "You cook together." in then
        assert "as at 5 June 2017" in then
        assert "Places and waits are as each entry stated them then." in then
        assert "You walk together." in now
        assert "as at 21 June 2017" in now
        early = on_paper(reader, "?as_at=2017-05-20")
        assert "No entry of this day was kept: this is the earliest that is known" in early

    def the_service_at_newport(self) -> World:
        world = charlenes_world()
        area = make.AreaFactory(kind="pcc", name="Gwent")
        outcode = make.OutcodeAreaFactory(outcode__code="NP20", area=area).outcode
        make.SiteFactory(kind="court", code="newport", name="Newport court", outcode=outcode)
        make.ServiceAreaFactory(service=world.service, area=area)
        return world

    def test_a_withheld_place_is_in_none(self, reader: Reader, newport: AtNewport) -> None:
        one = newport.given(name="Refuge")
        make.ServicePlaceFactory(service=one, is_withheld=True, **PLACE)
        for said in (on_paper(reader), reader.reads("/court/brochures/newport")):
            assert "A place is withheld, to keep people safe" in said
            assert all(secret not in said for secret in PLACE.values())

    def test_where_no_area_is_known_it_says_so(self, reader: Reader) -> None:
        make.SiteFactory(kind="court", code="newport", name="Newport court")
        assert "No area that is known here holds this court" in on_paper(reader)

    def test_where_there_is_nothing_it_says_so(self, reader: Reader, newport: AtNewport) -> None:
        assert "Nothing stood in the directory for this court on that day." in on_paper(reader)

    def test_the_paper_is_tagged_and_names_itself(self, reader: Reader, full: AtNewport) -> None:
        made = PdfReader(io.BytesIO(reader.client.get("/court/brochures/newport.pdf").content))
        root: Any = made.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/StructTreeRoot"]
        assert b"pdfuaid:part" in root["/Metadata"].get_data()
        assert made.metadata is not None
        assert made.metadata.title == (
            "What is available to sentencers at Newport Magistrates' Court, as at 1 June 2017"
        )


class TestFindingOne:
    def test_courts_are_found_by_a_part_of_their_name(self, reader: Reader, newport: AtNewport) -> None:
        make.SiteFactory(kind="court", name="Cardiff Crown Court")
        make.SiteFactory(kind="office", name="Newport office")
        page = reader.reads("/court/brochures?words=newport")
        assert "1 court" in page
        assert "Newport Magistrates' Court" in page
        assert "Newport office" not in page

    def test_the_place_of_a_court_leads_to_it(self, reader: Reader, newport: AtNewport) -> None:
        assert "What is available to sentencers there" in reader.reads("/areas?place=court:newport")
        assert "available to sentencers" not in reader.reads("/areas?place=pcc:gwent")

    @pytest.mark.parametrize("code", ["nowhere", "northmoor-1"])
    def test_there_are_none_of_other_sites(self, reader: Reader, code: str) -> None:
        make.SiteFactory(kind="office", code="northmoor-1")
        for address in (f"/court/brochures/{code}", f"/court/brochures/{code}.pdf"):
            assert reader.client.get(address).status_code == 404

    @pytest.mark.parametrize("query", ["", "?as_at=2017-05-20", "?as_at=2017-06-02"])
    def test_the_number_of_queries_does_not_grow(
        self, reader: Reader, newport: AtNewport, query: str
    ) -> None:
        reader.at(NOW + timedelta(days=5))
        asked = []
        for number in (2, 8):
            for _ in range(number):
                one = newport.given(needs=("drugs", "alcohol"))
                make.ServiceHoursFactory(place__service=one)
                make.ServiceContactFactory(service=one, is_public=True)
                make.EligibilityRuleFactory(service=one)
                make.ServiceVersionFactory(service=one, content=content_of(one))
            with CaptureQueriesContext(connection) as queries:
                reader.reads(f"/court/brochures/newport{query}")
            asked.append(len(queries))
        assert asked[0] == asked[1] <= 45
