"""Company and charity numbers pass the rule of their register, or are not published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.open_data.rules.identifiers import REGISTERS, numbers_of, published_identifier


@pytest.mark.asks("S199")
@pytest.mark.parametrize(
    ("scheme", "written", "published"),
    [
        pytest.param("GB-COH", "01234567", "01234567", id="a company"),
        pytest.param("GB-COH", "1234567", "01234567", id="a company without its leading nought"),
        pytest.param("GB-COH", "sc 123456", "SC123456", id="a Scottish company as somebody typed it"),
        pytest.param("GB-COH", "NI012345", "NI012345", id="a company in Northern Ireland"),
        pytest.param("GB-COH", "OC301234", "OC301234", id="a limited liability partnership"),
        pytest.param("GB-COH", "IP29876R", "IP29876R", id="a registered society"),
        pytest.param("GB-COH", "CE012345", "CE012345", id="a charitable incorporated organisation"),
        pytest.param("GB-COH", "012345678", None, id="nine digits"),
        pytest.param("GB-COH", "XX123456", None, id="letters of no register"),
        pytest.param("GB-COH", "SC12345", None, id="a digit short"),
        pytest.param("GB-COH", "00000000", None, id="all noughts"),
        pytest.param("GB-COH", "not known", None, id="words"),
        pytest.param("GB-COH", "٠١٢٣٤٥٦٧", None, id="digits of another script"),
        pytest.param("GB-COH", "", None, id="nothing"),
        pytest.param("GB-CHC", "1123456", "1123456", id="a charity"),
        pytest.param("GB-CHC", "208331", "208331", id="an old charity"),
        pytest.param("GB-CHC", "208331-2", "208331-2", id="a subsidiary of a charity"),
        pytest.param("GB-CHC", "12345", None, id="five digits"),
        pytest.param("GB-CHC", "0123456", None, id="a charity does not begin with nought"),
        pytest.param("GB-CHC", "11234567", None, id="a company number in the charity's box"),
        pytest.param("GB-CHC", "208331-0", None, id="the main charity is no subsidiary of itself"),
        pytest.param("GB-SC", "SC042386", "SC042386", id="a Scottish charity"),
        pytest.param("GB-SC", "042386", None, id="a Scottish charity without its letters"),
        pytest.param("GB-NIC", "NIC100019", "100019", id="a charity in Northern Ireland"),
        pytest.param("GB-NIC", "19", None, id="too short for Northern Ireland"),
        pytest.param("GB-CFS", "12345", None, id="a number of one portal only"),
    ],
)
def test_a_number_is_published_in_its_registers_form_or_not_at_all(
    scheme: str, written: str, published: str | None
) -> None:
    found = published_identifier(scheme, written)
    assert (found and found.value) == published


@given(st.sampled_from(sorted(REGISTERS)), st.text(max_size=12))
def test_a_published_number_is_published_unchanged_the_second_time(scheme: str, written: str) -> None:
    found = published_identifier(scheme, written)
    if found is not None:
        assert published_identifier(scheme, found.value) == found


@pytest.mark.asks("S199")
def test_a_number_that_fails_is_missing_and_named() -> None:
    numbers = numbers_of("Brightside", [("GB-COH", "12"), ("GB-CHC", "99"), ("GB-CFS", "7")])
    assert (numbers.company, numbers.charity) == ("00000012", "")
    assert numbers.faults == (
        "Brightside: '99' is not a number of the Charity Commission, which has 6 or 7 digits, and a "
        "subsidiary after a dash; published as missing",
    )


def test_the_company_stands_before_the_charity() -> None:
    numbers = numbers_of("Brightside", [("GB-CHC", "1123456"), ("GB-COH", "01234567")])
    assert [one.org_id for one in numbers.published] == ["GB-COH-01234567", "GB-CHC-1123456"]
