"""Fields for uploaded documents."""

from __future__ import annotations

from typing import Any, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from throughline.web.forms.question import Asked, Question
from throughline.web.words import and_list

MEGABYTE = 1024 * 1024


class DocumentField(Question, forms.FileField):
    """
    One uploaded file of a stated kind and size. Cleaned: `UploadedFile`, or None when optional and left.

    `kinds` are the endings taken, without the dot and in small letters; `limit_mb` is the largest size
    in megabytes of 1,048,576 bytes, itself allowed. The content is checked by whoever reads it.
    """

    verb = "Select"

    def __init__(self, *, kinds: tuple[str, ...], limit_mb: int = 10, **asked: Unpack[Asked]) -> None:
        self.kinds, self.limit_mb = kinds, limit_mb
        asked.setdefault("thing", "a file")
        asked.setdefault("hint", f"{self._kinds_in_words()}, up to {limit_mb}MB")
        left = self.asking(asked)
        left["error_messages"] |= {
            "empty": "The selected file is empty",
            "invalid": self.ask,
            "missing": self.ask,
            "max_length": "The name of the selected file must be 100 characters or fewer",
        }
        super().__init__(max_length=100, **left)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """:raises ValidationError: none, empty, too large, or of another kind"""
        document = super().clean(data, initial)
        if isinstance(document, UploadedFile) and document is data:
            self._check(document)
        return document or None

    def _check(self, document: UploadedFile[Any]) -> None:
        name = document.name or ""
        stem, _, ending = name.rpartition(".")
        if not stem or ending.lower() not in self.kinds or not name.isprintable():
            raise ValidationError(f"The selected file must be a {self._kinds_in_words()}", code="kind")
        if (document.size or 0) > self.limit_mb * MEGABYTE:
            raise ValidationError(f"The selected file must be {self.limit_mb}MB or smaller", code="size")

    def _kinds_in_words(self) -> str:
        return and_list((kind.upper() for kind in self.kinds), join="or")
