"""Text that is kept can be shown, searched and sent on; what cannot be kept is told how to be put right."""

import contextlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.core.text import TextNotUsable, clean_text

anything = st.text(st.characters(exclude_categories=()))
ordinary = st.text(st.characters(categories=["L", "N", "P", "Zs"]) | st.sampled_from("\n\t\r\u200b\u0301"))


class TestKept:
    @pytest.mark.parametrize(
        ("case", "typed", "kept"),
        [
            ("space at the ends", "  Amy Hill \t", "Amy Hill"),
            ("hard spaces at the ends", "\u00a0Amy\u3000", "Amy"),
            ("marks that show nothing at the ends", "\ufeffAmy\u200b", "Amy"),
            ("only marks that show nothing", " \u200b\ufeff ", ""),
            ("an accent typed apart", "Zoe\u0308", "Zo\u00eb"),
            ("a tab from a spreadsheet", "Amy \t Hill", "Amy Hill"),
            ("Welsh", "Tŷ'r Ŵyn", "Tŷ'r Ŵyn"),
            ("a family of three, joined by marks inside", "👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
            ("a right-to-left name with its mark", "\u200fسارة", "\u200fسارة"),
            ("nothing", "", ""),
        ],
    )
    def test_one_line(self, case: str, typed: str, kept: str) -> None:
        assert clean_text(typed, limit=50, multiline=False) == kept, case

    @pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028", "\u2029", " \n", "\t\r\n"])
    def test_several_lines_end_alike(self, line_end: str) -> None:
        assert clean_text(f"Came late{line_end}Left early{line_end}", limit=50, multiline=True) == (
            "Came late\nLeft early"
        )

    def test_empty_lines_between_stay(self) -> None:
        assert clean_text("one\r\n\r\ntwo", limit=50, multiline=True) == "one\n\ntwo"


class TestRefused:
    @pytest.mark.parametrize("multiline", [True, False])
    @pytest.mark.parametrize(
        "character", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\ud800", "\u202e", "\u2066"]
    )
    def test_characters_that_cannot_be_shown(self, character: str, multiline: bool) -> None:
        for typed in (f"Amy{character}Hill", f"{character}Amy", f"Amy{character}"):
            with pytest.raises(TextNotUsable, match=r"^Remove characters that cannot be shown\.") as refusal:
                clean_text(typed, limit=50, multiline=multiline)
            assert refusal.value.fault == "unusable_character"

    @pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028"])
    def test_several_lines_where_one_is_asked(self, line_end: str) -> None:
        with pytest.raises(TextNotUsable, match=r"^Enter the text on one line$") as refusal:
            clean_text(f"Amy{line_end}Hill", limit=50, multiline=False)
        assert refusal.value.fault == "several_lines"

    def test_a_line_end_after_the_only_line_is_trimmed(self) -> None:
        assert clean_text("Amy\n", limit=50, multiline=False) == "Amy"

    def test_more_than_the_limit(self) -> None:
        assert clean_text(" " + "a" * 2000 + " ", limit=2000, multiline=True) == "a" * 2000
        with pytest.raises(
            TextNotUsable, match=r"^Shorten the text to 2,000 characters or fewer\. It has 2,001$"
        ) as refusal:
            clean_text("a" * 2001, limit=2000, multiline=True)
        assert refusal.value.fault == "too_long"

    def test_the_limit_counts_characters_as_kept(self) -> None:
        assert clean_text("e\u0301" * 5, limit=5, multiline=False) == "é" * 5
        assert clean_text("a\r\nb", limit=3, multiline=True) == "a\nb"


class TestAnyText:
    @given(anything | ordinary, st.booleans())
    def test_what_is_kept_is_clean(self, typed: str, multiline: bool) -> None:
        with contextlib.suppress(TextNotUsable):
            kept = clean_text(typed, limit=40, multiline=multiline)
            assert len(kept) <= 40
            assert kept == kept.strip()
            assert unicodedata.is_normalized("NFC", kept)
            assert all(c == "\n" or unicodedata.category(c) not in ("Cc", "Cs") for c in kept)

    @given(ordinary)
    def test_cleaning_twice_changes_nothing(self, typed: str) -> None:
        kept = clean_text(typed, limit=10_000, multiline=True)
        assert clean_text(kept, limit=10_000, multiline=True) == kept
