"""Leaflets on paper say what the directory says on that day, and what is missing (S64)."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pytest_django import Settings

from tests import factories as make
from tests.web.provider_world import Reader, reading_by_a_clock
from tests.world import World, charlenes_world
from throughline.core.access import acting_as
from throughline.gateway.leaflets import Brochure, BrochurePart, BrochureService, brochure_pdf, leaflet_pdf
from throughline.gateway.leaflets.fixed_words import FIXED_WORDS, WORDINGS
from throughline.gateway.leaflets.leaflet import Leaflet, LeafletPart, NoSuchLeaflet, leaflet_of
from throughline.supply.actions.service_text import describe_service
from throughline.supply.models import Service
from throughline.supply.queries.content import content_of
from throughline.supply.reference.wales import lies_in_wales

pytestmark = pytest.mark.django_db
ON = date(2017, 6, 1)
SECRETS = {"name": "Juniper House", "address": "14 Hollow Lane", "postcode": "NM4 7QX"}


@pytest.fixture
def reader(client: Client, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    return reading_by_a_clock(client, settings, tmp_path / "clock", monkeypatch)


@pytest.fixture
def world() -> World:
    world = charlenes_world()
    one = world.service
    one.summary, one.youngest = "Company and courage", 18
    one.what_happens = "You meet a worker.\n\nYou plan the week."
    one.save()
    make.EligibilityRuleFactory(service=one, aspect="offence", accepts=[], refuses=["arson"])
    make.ServiceHoursFactory(place__service=one, place__name="The centre", place__postcode="NM1 1AA")
    make.ServiceContactFactory(service=one, name="Ann Cole", telephone="01632 960004", is_public=True)
    make.ServiceContactFactory(service=one, name="Sam Reed", telephone="01632 960005")
    one.refresh_from_db()
    return world


def address(world: World, language: str = "en", reading: str = "plain", query: str = "") -> str:
    return f"/services/{world.service.reference}/leaflets/{language}-{reading}.pdf{query}"


def pdf(reader: Reader, where: str) -> PdfReader:
    answer = reader.client.get(where)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.content))


def text(made: PdfReader, footer: str = "") -> str:
    """The text of a PDF with single spaces; `footer`, which stands on every page, once at the end."""
    pages = [" ".join(page.extract_text().split()) for page in made.pages]
    if footer:
        assert all(page.endswith(footer) or page.startswith(footer) for page in pages)
        pages = [page.removesuffix(footer).removeprefix(footer).strip() for page in pages]
    return " ".join([*pages, *([footer] if footer else [])])


def of(service: Service, language: str, reading: str) -> Leaflet:
    return leaflet_of(
        content_of(service),
        reference=service.reference,
        language=language,
        reading=reading,
        on=ON,
        version=None,
    )


@pytest.mark.asks("S64")
@pytest.mark.parametrize(("language", "reading"), WORDINGS)
def test_what_is_printed_is_what_the_entry_says(
    world: World, reader: Reader, language: str, reading: str
) -> None:
    if (language, reading) != ("en", "plain"):
        make.ServiceWordingFactory(service=world.service, language=language, reading=reading)
    wanted = of(world.service, language, reading)
    assert wanted.missing == ""
    made = pdf(reader, address(world, language, reading))
    assert text(made, wanted.footer) == " ".join(" ".join(wanted.texts).split())


@pytest.mark.asks("S64")
def test_the_leaflet_says_what_the_page_of_the_directory_says(world: World, reader: Reader) -> None:
    page = reader.reads(f"/services/{world.service.reference}")
    printed = text(pdf(reader, address(world)))
    for said in (
        "Change programme", "Given by Northmoor Women's Centre", "Company and courage",
        "You meet a worker. You plan the week.", "Women aged 18 or over",
        "It does not take people whose kind of offence is arson", "The centre", "1 High Street, NM1 1AA",
        "Tuesday 10am to 4pm", "Ann Cole", "01632 960004",
    ):  # fmt: skip
        assert said in page, said
        assert said in printed, said
    assert "Sam Reed" not in printed


@pytest.mark.asks("S64")
def test_as_at_a_day_it_says_what_stood_then(world: World, reader: Reader) -> None:
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
    then = text(pdf(reader, address(world, query="?as_at=2017-06-05")))
    now = text(pdf(reader, address(world)))
    assert "You cook together." in then
    assert "as it stood in the directory on 5 June 2017, version 2." in then
    assert "You walk together." in now
    assert "on 21 June 2017, version 3." in now


class TestWelsh:
    @pytest.mark.asks("S64")
    def test_in_wales_it_is_there_or_marked_as_missing(self, world: World, reader: Reader) -> None:
        page = f"/services/{world.service.reference}"
        assert "Welsh" not in reader.reads(page)
        make.ServiceAreaFactory(service=world.service, area__kind="pcc", area__code="gwent")
        assert "Welsh (PDF) Wording missing" in reader.reads(page)
        make.ServiceWordingFactory(service=world.service, language="cy", reading="plain")
        shown = reader.reads(page)
        assert "Welsh (PDF) Easy read Welsh (PDF) Wording missing" in shown

    @pytest.mark.asks("S64")
    def test_missing_it_is_said_in_its_place_and_nothing_is_made_up(
        self, world: World, reader: Reader
    ) -> None:
        printed = text(pdf(reader, address(world, "cy", "easy")))
        assert "Nid oes geiriad Cymraeg ar gyfer y gwasanaeth hwn eto." in printed
        assert "The easy read Welsh wording of this service is missing. Nobody has written it yet." in printed
        assert "You meet a worker" not in printed
        assert "Dydd Mawrth 10:00 i 16:00" in printed

    def test_its_letters_and_its_language(self, world: World, reader: Reader) -> None:
        make.ServiceWordingFactory(
            service=world.service, name="Tŷ’r dŵr", summary="Croeso i’r tŷ", what_happens="Ŵyr ŷch"
        )
        made = pdf(reader, address(world, "cy", "plain"))
        assert made.trailer["/Root"]["/Lang"] == "cy"  # type: ignore[index]
        assert "Tŷ’r dŵr" in text(made)

    @pytest.mark.parametrize(
        ("kind", "code", "is_welsh"),
        [
            ("region", "D", True), ("division", "N03", True), ("cpa", "C10", True), ("pcc", "gwent", True),
            ("la", "W06000022", True), ("la", "E06000023", False), ("region", "W", False),
            ("pcc", "cheshire", False), ("cpa", "C07", False),
        ],
    )  # fmt: skip
    def test_what_lies_in_wales(self, kind: str, code: str, is_welsh: bool) -> None:
        assert lies_in_wales(kind, code) is is_welsh


class TestFitForEverybody:
    @pytest.mark.parametrize(("language", "reading"), WORDINGS)
    def test_it_is_tagged_and_names_itself(
        self, world: World, reader: Reader, language: str, reading: str
    ) -> None:
        made = pdf(reader, address(world, language, reading))
        root: Any = made.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == language
        assert root["/StructTreeRoot"]
        assert made.metadata is not None
        assert made.metadata.title
        assert b"pdfuaid:part" in root["/Metadata"].get_data()

    def test_easy_read_is_in_large_type(self, world: World, reader: Reader) -> None:
        make.ServiceWordingFactory(service=world.service, language="en", reading="easy")

        def smallest(reading: str) -> float:
            sizes: list[float] = []

            def note(said: str, cm: Any, tm: Any, font: Any, size: float) -> None:
                if said.strip() and "Service SV" not in said and "directory" not in said:
                    sizes.append(size)

            pdf(reader, address(world, "en", reading)).pages[0].extract_text(visitor_text=note)
            return sorted(sizes)[len(sizes) // 2]

        assert smallest("easy") >= 18
        assert smallest("plain") == 11

    def test_a_character_without_a_shape_does_not_stop_it(self) -> None:
        printed = leaflet_pdf(_leaflet("Smile 😀"))
        assert PdfReader(io.BytesIO(printed)).trailer["/Root"]["/MarkInfo"]  # type: ignore[index]


class TestWithheld:
    def test_a_withheld_place_is_on_no_leaflet(self, world: World, reader: Reader) -> None:
        make.ServicePlaceFactory(service=world.service, is_withheld=True, **SECRETS)
        for user in (None, world.officer, world.manager):
            if user is not None:
                reader.as_(user)
            for language, reading in WORDINGS:
                printed = text(pdf(reader, address(world, language, reading)))
                assert all(secret not in printed for secret in SECRETS.values())
                assert " ".join(FIXED_WORDS[language].withheld.split()) in printed


@pytest.mark.parametrize("address_of", ["pl-plain", "en-hard", "cy-"])
def test_there_are_no_others(world: World, reader: Reader, address_of: str) -> None:
    where = f"/services/{world.service.reference}/leaflets/{address_of}.pdf"
    assert reader.client.get(where).status_code == 404
    with pytest.raises(NoSuchLeaflet):
        of(world.service, "pl", "plain")


def test_of_a_draft_there_is_none(world: World, reader: Reader) -> None:
    draft = make.ServiceFactory(scheme=world.scheme, state="draft")
    draft.refresh_from_db()
    assert reader.client.get(f"/services/{draft.reference}/leaflets/en-plain.pdf").status_code == 404


TEXTS = st.text(
    st.characters(codec="latin-1", exclude_categories=["Cc", "Cf", "Zs"]), min_size=1, max_size=40
)


@given(title=TEXTS, paragraph=TEXTS)
def test_nothing_that_anybody_wrote_is_carried_out(title: str, paragraph: str) -> None:
    made = PdfReader(io.BytesIO(leaflet_pdf(_leaflet(title, paragraph))))
    assert made.metadata is not None
    assert made.metadata.title == title


@pytest.mark.parametrize(
    "written", ["#panic()", "*bold*", "$x^2$", "= Heading", '#read("/etc/passwd")', "\\"]
)
def test_marks_of_the_template_are_only_text(written: str) -> None:
    assert written in text(PdfReader(io.BytesIO(leaflet_pdf(_leaflet("A leaflet", written)))))


def test_a_brochure_has_its_services_under_headings() -> None:
    service = BrochureService("Job club", "Northmoor Centre", "Work", (("Wait", "9 days"), ("For", "Women")))
    brochure = Brochure(
        "Services for Northmoor court",
        ("As it stood on 1 June 2017.",),
        (BrochurePart("Employment", (service,) * 30),),
        "Northmoor court, 1 June 2017",
        ON,
    )
    made = PdfReader(io.BytesIO(brochure_pdf(brochure)))
    printed = text(made)
    assert len(made.pages) > 1
    assert "Employment Job club Northmoor Centre Work Wait: 9 days For: Women" in printed
    assert printed.count("Northmoor court, 1 June 2017") == len(made.pages)


def _leaflet(title: str, paragraph: str = "A paragraph") -> Leaflet:
    return Leaflet("en", False, title, "Given by us", "", (LeafletPart("What", (paragraph,)),), "Foot", ON)
