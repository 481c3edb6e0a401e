"""A reference survives the telephone: what is misheard or mistyped is noticed, not taken for another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.core.references import (
    ALPHABET,
    NotAReference,
    ReferencesExhausted,
    is_reference,
    make_reference,
    read_reference,
    reference_number,
)

FIRST_LONG = 17**5
numbers = st.integers(0, 17**7 - 1) | st.integers(0, FIRST_LONG - 1)
prefixes = st.from_regex(r"[A-Z]{2,3}", fullmatch=True)
references = st.builds(make_reference, prefixes, numbers)


def spelt_out(reference: str) -> int:
    """The number its characters before the last spell in base 17."""
    spelt = 0
    for character in reference.split("-")[1][:-1]:
        spelt = spelt * 17 + ALPHABET.index(character)
    return spelt


class TestMaking:
    @given(st.integers(0, FIRST_LONG - 2) | st.integers(FIRST_LONG, 17**7 - 2))
    def test_neighbours_look_different(self, number: int) -> None:
        one, next_one = make_reference("RF", number)[3:], make_reference("RF", number + 1)[3:]
        assert sum(before != after for before, after in zip(one, next_one, strict=True)) >= 4
        assert one[0] != next_one[0]

    @pytest.mark.parametrize(
        ("number", "reference"),
        # References once given out must stay as they are: these never change.
        [
            (0, "RF-97H47R"),
            (1, "RF-YR4H39"),
            (FIRST_LONG - 1, "RF-QQWQCR"),
            (FIRST_LONG, "RF-79H4H642"),
            (17**7 - 1, "RF-QQWQQ82W"),
        ],
    )
    def test_references_given_out_stay_as_they_are(self, number: int, reference: str) -> None:
        assert make_reference("RF", number) == reference

    @pytest.mark.parametrize(("number", "length"), [(FIRST_LONG - 1, 6), (FIRST_LONG, 8)])
    def test_long_references_begin_when_the_short_are_used_up(self, number: int, length: int) -> None:
        assert len(make_reference("RF", number)) == len("RF-") + length

    @pytest.mark.parametrize("number", [-1, 17**7, 2**63])
    def test_numbers_beyond_the_last_reference_are_refused(self, number: int) -> None:
        with pytest.raises(ReferencesExhausted, match=r"0 to 410338672, not for"):
            make_reference("RF", number)

    @pytest.mark.parametrize("prefix", ["", "R", "rf", "RFXX", "R-", "R1", "ÉÉ", "RF\n"])
    def test_a_prefix_is_two_or_three_capital_letters(self, prefix: str) -> None:
        with pytest.raises(NotAReference, match="two or three capital letters"):
            make_reference(prefix, 1)

    @pytest.mark.parametrize("start", [0, FIRST_LONG - 10_000, 17**7 - 20_000])
    def test_no_reference_is_given_twice(self, start: int) -> None:
        assert len({make_reference("RF", number) for number in range(start, start + 20_000)}) == 20_000

    @given(numbers, numbers)
    def test_different_numbers_have_different_references(self, one: int, other: int) -> None:
        assert (make_reference("AG", one) == make_reference("AG", other)) == (one == other)


class TestReading:
    @pytest.mark.parametrize(
        "written", ["{0}-{1}", "{0}{1}", " {0} {1} ", "{0}\u2013{1}", "{0}.{1}", "{0}\u00a0{1}"]
    )
    def test_capitals_spaces_and_dashes_do_not_matter(self, written: str) -> None:
        reference = make_reference("RF", 46_500)
        typed = written.format(*reference.split("-"))
        assert read_reference(typed) == read_reference(typed.lower()) == reference

    @given(references)
    def test_every_reference_is_read_back(self, reference: str) -> None:
        prefix = reference.split("-")[0]
        assert read_reference(reference) == reference
        assert read_reference(" ".join(reference.replace("-", "").lower()), prefix) == reference
        assert is_reference(reference, prefix)
        assert make_reference(prefix, reference_number(reference)) == reference

    @given(references, st.data())
    def test_one_wrong_character_is_noticed(self, reference: str, data: st.DataObject) -> None:
        prefix, body = reference.split("-")
        place = data.draw(st.integers(0, len(body) - 1))
        wrong = data.draw(st.sampled_from(ALPHABET.replace(body[place], "")))
        assert not is_reference(f"{prefix}-{body[:place]}{wrong}{body[place + 1 :]}", prefix)

    @given(references)
    def test_swapped_neighbours_are_noticed(self, reference: str) -> None:
        prefix, body = reference.split("-")
        for place in range(len(body) - 1):
            swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
            assert is_reference(f"{prefix}-{swapped}", prefix) == (swapped == body)

    def test_another_kind_of_reference_is_refused(self) -> None:
        agreement = make_reference("AG", 7)
        assert not is_reference(agreement, "RF")
        with pytest.raises(NotAReference, match=r"^Reference must start with RF$"):
            read_reference(agreement, "RF")

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("", "Enter a reference, like RF-4K7Q2M"),
            ("  ", "Enter a reference, like RF-4K7Q2M"),
            ("RF-4K7Q", "two or three letters and then 6 or 8 characters"),
            ("4K7Q2M", "two or three letters and then 6 or 8 characters"),
            ("2F-4K7Q2M", "two or three letters and then 6 or 8 characters"),
            ("RF-4K7Q2M" * 1000, "two or three letters and then 6 or 8 characters"),
            ("RF-4K7Q2O", "never has “O” in it"),
            ("RF-4K7Q2\x00", "never has a control character in it"),
            ("RF-4K7Q2ß", "two or three letters and then 6 or 8 characters"),
            ("RF-2222223", "two or three letters and then 6 or 8 characters"),
        ],
    )
    def test_a_refusal_says_what_to_look_at(self, typed: str, sentence: str) -> None:
        with pytest.raises(NotAReference, match=sentence):
            read_reference(typed)

    def test_a_wrong_check_says_what_may_have_happened(self) -> None:
        reference = make_reference("RF", 1)
        wrong = ALPHABET[(ALPHABET.index(reference[-1]) + 1) % 17]
        with pytest.raises(NotAReference, match="a character is wrong, or two have changed places"):
            read_reference(reference[:-1] + wrong)

    @pytest.mark.parametrize(
        ("number", "made"), [(0, 0), (FIRST_LONG - 1, 0), (FIRST_LONG, 1), (17**7 - 1, 1)]
    )
    def test_only_numbers_past_the_short_references_have_long_ones(self, number: int, made: int) -> None:
        # Long references are evenly stepped, so two that were made tell what any other would be.
        first, second = (spelt_out(make_reference("RF", FIRST_LONG + n)) for n in (0, 1))
        spread = (first + (number - FIRST_LONG) * (second - first)) % 17**7
        body = "".join(ALPHABET[spread // 17**place % 17] for place in range(6, -1, -1))
        assert sum(is_reference(f"RF-{body}{check}", "RF") for check in ALPHABET) == made

    @given(st.text(max_size=50), st.sampled_from(["RF", None]))
    def test_any_typing_is_read_or_refused_by_name(self, typed: str, prefix: str | None) -> None:
        try:
            reference = read_reference(typed, prefix)
        except NotAReference:
            return
        assert read_reference(reference) == reference


def test_no_two_characters_are_taken_for_one_another() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 17
    for alike in ("0OQD", "1IL", "2Z", "5S", "8B", "UVY", "MN", "PBV", "GC"):
        assert len(set(alike) & set(ALPHABET)) <= 1, alike
