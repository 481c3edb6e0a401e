"""The form of a page, and the form that narrows a list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

KEPT_BY_LISTS = ("sort", "as_at")
"""What else stands in a list's address and is kept when its filters change."""


class PageForm(forms.Form):
    """
    A form that posts. It checks what was typed and no more; the rules of the field are the domain's.

    `today` is the calendar day in London of the request, for fields that compare with it; a form with
    such a field cannot be made without.
    """

    use_required_attribute = False

    def __init__(
        self,
        data: QueryDict | Mapping[str, Any] | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        today: date | None = None,
        **more: Any,
    ) -> None:
        more.setdefault("label_suffix", "")
        super().__init__(data, files, **more)
        self.today = today
        for name, field in self.fields.items():
            if hasattr(field, "today"):
                if today is None and getattr(field, "needs_today", False):
                    raise ValueError(f"{type(self).__name__} compares {name} with today: give today=")
                field.today = today

    def field_order_of_errors(self) -> list[str]:
        """The names of fields with errors, in the order of the page."""
        return [name for name in self.fields if name in self.errors]


class FilterForm(PageForm):
    """
    The filters of a list, kept in its address. Every field is optional; a GET reads it.

    What does not make sense is shown beside its field and not applied.
    """

    def __init__(self, data: QueryDict | Mapping[str, Any], **more: Any) -> None:
        super().__init__(data, **more)
        for field in self.fields.values():
            field.required = False

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen and made sense, by field, without what was left empty."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [], ())}

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The rest of the list's address, to be kept when the filters change."""
        return [
            (name, str(self.data[name]))
            for name in KEPT_BY_LISTS
            if name not in self.fields and self.data.get(name)
        ]
