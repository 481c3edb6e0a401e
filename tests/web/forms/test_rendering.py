"""How forms look: labels, hints, errors beside the field and in the summary, in the same words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict

from tests.web.specimens import AttendanceForm, OrganisationFilters
from throughline.core.money import Money
from throughline.web.forms import PageForm, Reason, TextField
from throughline.web.forms.mistakes import error_list
from throughline.web.forms.rendering import field_component

TODAY = date(2019, 5, 3)
SENT = {
    "held_on_day": "3",
    "why": "other",
    "charge": "46.5",
    "place": "<b>Mill</b>",
}


def attendance(sent: dict[str, str] | None = None, **more: Any) -> AttendanceForm:
    query = QueryDict(mutable=True)
    query.update(sent or {})
    return AttendanceForm(query if sent is not None else None, today=TODAY, **more)


def test_every_error_is_in_the_summary_and_leads_to_its_box() -> None:
    form = attendance(SENT)
    summary = error_list([form])
    assert {error["href"]: error["text"] for error in summary} == {
        "#id_held_on_month": "Date of the appointment must include a month and year",
        "#id_took_part": "Select whether Amy took part",
        "#id_why_details_other": "Say what the reason is",
        "#id_needs": "Select needs",
        "#id_route": "Select the route",
        "#id_charge": "Charge must have two digits for the pence, like 46.50, or none, like 46",
        "#id_notes": "Enter notes",
    }
    page = str(form)
    for error in summary:
        assert f'id="{error["href"][1:]}"' in page
        assert f"</span> {error['text']}" in page


def test_an_error_of_the_whole_form_leads_to_its_first_box() -> None:
    form = attendance(SENT)
    form.add_error(None, "You cannot record this, because Amy moved away on 1 May 2019")
    assert error_list([form])[0]["href"] == "#id_held_on_month"


def test_nothing_is_wrong_before_anything_was_sent() -> None:
    assert error_list([attendance(), object()]) == []


def test_what_was_typed_comes_back_and_is_shown_as_text() -> None:
    page = str(attendance(SENT))
    assert 'value="&lt;b&gt;Mill&lt;/b&gt;"' in page
    assert 'name="charge" type="text" value="46.5"' in page


def test_what_is_known_is_filled_in() -> None:
    known = {
        "held_on": TODAY,
        "took_part": False,
        "charge": Money("1234.50"),
        "why": Reason("other", "moved"),
    }
    form = attendance(initial=known)
    date_boxes = field_component(form["held_on"])[1]["items"]
    assert [box["value"] for box in date_boxes] == ["3", "5", "2019"]
    assert field_component(form["charge"])[1]["value"] == "1,234.50"
    assert [item["checked"] for item in field_component(form["took_part"])[1]["items"]] == [False, True]
    assert "moved</textarea>" in str(form)


@pytest.mark.parametrize(
    ("name", "component"),
    [
        ("held_on", "govukDateInput"),
        ("began_at", "govukInput"),
        ("took_part", "govukRadios"),
        ("why", "govukRadios"),
        ("needs", "govukCheckboxes"),
        ("route", "govukSelect"),
        ("charge", "govukInput"),
        ("notes", "govukCharacterCount"),
        ("letter", "govukFileUpload"),
    ],
)
def test_which_component_shows_which_field(name: str, component: str) -> None:
    assert field_component(attendance()[name])[0] == component


def test_fields_that_may_be_left_say_so_except_in_filters() -> None:
    assert "Letter (optional)" in str(attendance())
    assert "(optional)" not in str(OrganisationFilters(QueryDict()))


class OneQuestion(PageForm):
    name = TextField(label="What is your name?", thing="your name", heading=True)


def test_a_page_with_one_question_has_it_for_its_heading() -> None:
    assert '<h1 class="govuk-label-wrapper">' in str(OneQuestion())


def test_filters_give_what_was_chosen_and_made_sense() -> None:
    filters = OrganisationFilters(QueryDict("kind=charity&name=&sort=-name&page=2"))
    assert filters.chosen == {"kind": "charity"}
    assert filters.kept == [("sort", "-name")]
    nonsense = OrganisationFilters(QueryDict("kind=pub"))
    assert nonsense.chosen == {}
    assert nonsense.errors["kind"] == ["Select kind"]
