"""Fields for words."""

from __future__ import annotations

from typing import Any, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from throughline.core.text import TextNotUsable, clean_text
from throughline.web.forms.question import Asked, Question


class TextField(Question, forms.Field):
    """
    One line of text of at most `limit` characters. Cleaned: `str`, empty when optional and left empty.

    Control characters are refused; what is at either end is trimmed.
    """

    widget: type[forms.Widget] = forms.TextInput
    multiline = False

    def __init__(self, *, limit: int = 200, **asked: Unpack[Asked]) -> None:
        self.limit = limit
        super().__init__(**self.asking(asked))

    def to_python(self, value: Any) -> str:
        """The text, trimmed and in one form of Unicode."""
        try:
            return clean_text("" if value is None else str(value), limit=self.limit, multiline=self.multiline)
        except TextNotUsable as refused:
            endings = {
                "too_long": f"must be {self.limit:,} characters or fewer",
                "several_lines": "must be on one line",
                "unusable_character": "must not include characters that cannot be shown. Type it again",
            }
            raise self.refuse(endings[refused.fault], code=refused.fault) from None


class LongTextField(TextField):
    """Several lines of text of at most `limit` characters, counted as they are typed."""

    widget = forms.Textarea
    multiline = True

    def __init__(self, *, limit: int = 4000, rows: int = 5, **asked: Unpack[Asked]) -> None:
        super().__init__(limit=limit, **asked)
        self.rows = rows


class EmailField(TextField):
    """An email address. Cleaned: `str` in lower case."""

    widget = forms.EmailInput

    def __init__(self, **asked: Unpack[Asked]) -> None:
        asked.setdefault("thing", "an email address")
        super().__init__(limit=254, **asked)

    def to_python(self, value: Any) -> str:
        """The address, in lower case."""
        return super().to_python(value).lower()

    def validate(self, value: str) -> None:
        """:raises ValidationError: not an address"""
        super().validate(value)
        if value:
            try:
                validate_email(value)
            except ValidationError:
                raise ValidationError(
                    "Enter an email address in the correct format, like name@example.com", code="format"
                ) from None
