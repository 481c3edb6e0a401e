"""What was wrong in a form: the summary at the top of the page, and which box each error belongs to."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from throughline.web.forms.choices import ReasonField
from throughline.web.forms.dates import BOXES, DateField


def error_list(page_forms: Iterable[object]) -> list[dict[str, str]]:
    """
    The errors of the bound forms of a page as its error summary takes them, in the order of the fields.

    Each links to the box to be put right; an error of a whole form links to its first field.
    """
    found: list[dict[str, str]] = []
    for form in page_forms:
        if isinstance(form, forms.BaseForm) and form.is_bound and form.errors:
            first = next((first_box(field) for field in form.visible_fields()), "main-content")
            found += [{"text": str(text), "href": f"#{first}"} for text in form.non_field_errors()]
            for field in form:
                found += [{"text": str(text), "href": f"#{first_box(field)}"} for text in field.errors]
    return found


def first_box(field: BoundField) -> str:
    """The id of the box that an error of this field links to."""
    base = (
        field.id_for_label
        if not isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
        else ""
    )
    if isinstance(field.field, DateField):
        wrong = wrong_boxes(field)
        return f"{field.auto_id}_{next((box for box in BOXES if box in wrong), 'day')}"
    if isinstance(field.field, ReasonField):
        code = next(
            (
                error.params["details"]
                for error in errors_of(field)
                if error.params and "details" in error.params
            ),
            "",
        )
        return f"{field.auto_id}_details_{code}" if code else str(field.auto_id)
    return base or str(field.auto_id)


def wrong_boxes(field: BoundField) -> frozenset[str]:
    """Which boxes of a date are marked: those the error names, or all three."""
    errors = errors_of(field)
    named = [box for error in errors for box in (error.params or {}).get("boxes", ())]
    return frozenset(named or (BOXES if errors else ()))


def errors_of(field: BoundField) -> list[ValidationError]:
    """The errors of one field, with what they carry."""
    return list(field.form.errors[field.name].as_data()) if field.name in field.form.errors else []
