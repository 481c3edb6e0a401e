"""From a bound Django field to the macro of GOV.UK Frontend that shows it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.template import engines
from markupsafe import Markup

from throughline.web.forms.choices import ReasonField, ReasonRadios
from throughline.web.forms.dates import BOXES, DateInThreeBoxes
from throughline.web.forms.mistakes import errors_of, wrong_boxes

Params = dict[str, Any]
MENU: Final = "govukSelect"
_OPENS_A_BOX = re.compile(r' data-aria-controls="conditional-[^"]*"')


def component(name: str, params: Mapping[str, Any]) -> Markup:
    """The markup of one component of GOV.UK Frontend, by the name of its macro."""
    macro = engines["pages"].env.globals[name]  # type: ignore[attr-defined]
    return Markup(macro(params))


def field_markup(field: BoundField) -> Markup:
    """One field with its label, hint and error."""
    macro, params = field_component(field)
    if macro == MENU:
        return _made_once(macro, json.dumps(params, default=str))
    markup = component(macro, params)
    if isinstance(field.field, ReasonField):
        # The script that this attribute calls gives radios an `aria-expanded`, which radios may not
        # have. The boxes under them are shown by a rule of our style sheet instead.
        markup = Markup(_OPENS_A_BOX.sub("", markup))
    return markup


def field_component(field: BoundField) -> tuple[str, Params]:
    """The macro that shows a field, and its parameters."""
    widget = field.field.widget
    for kind, shown in _SHOWN:
        if isinstance(widget, kind):
            return shown(field)
    return _input(field)


def _base(field: BoundField) -> Params:
    """What every component takes. A label that is the page's heading is set larger."""
    params: Params = {"id": field.auto_id, "name": field.html_name}
    if field.help_text:
        params["hint"] = {"text": field.help_text}
    if field.errors:
        params["errorMessage"] = {"text": str(field.errors[0])}
    return params


def _label(field: BoundField) -> Params:
    heading = getattr(field.field, "heading", False)
    optional = not field.field.required and not _is_filter(field)
    text = f"{field.label} (optional)" if optional else field.label
    return {
        "text": text,
        "classes": "govuk-label--l" if heading else "govuk-label--s",
        "isPageHeading": heading,
    }


def _fieldset(field: BoundField) -> Params:
    label = _label(field)
    label["classes"] = label["classes"].replace("govuk-label", "govuk-fieldset__legend")
    return {"legend": label}


def _is_filter(field: BoundField) -> bool:
    from throughline.web.forms.base import FilterForm

    return isinstance(field.form, FilterForm)


def _input(field: BoundField) -> tuple[str, Params]:
    source = field.field
    width = getattr(source, "width", "")
    params = _base(field) | {
        "label": _label(field),
        "value": field.value(),
        "type": getattr(field.field.widget, "input_type", "text"),
        "autocomplete": getattr(source, "autocomplete", "") or field.field.widget.attrs.get("autocomplete"),
        "classes": f"govuk-input--width-{width}" if width else None,
        "inputmode": getattr(source, "inputmode", None) or field.field.widget.attrs.get("inputmode"),
        "disabled": source.disabled,
    }
    if params["value"] is None:
        params["value"] = ""
    for affix in ("prefix", "suffix"):
        if text := getattr(source, affix, ""):
            params[affix] = {"text": text}
    return "govukInput", params


def _password(field: BoundField) -> tuple[str, Params]:
    return "govukPasswordInput", _base(field) | {
        "label": _label(field),
        "autocomplete": field.field.widget.attrs.get("autocomplete", "current-password"),
    }


def _textarea(field: BoundField) -> tuple[str, Params]:
    params = _base(field) | {
        "label": _label(field),
        "value": field.value() or "",
        "rows": getattr(field.field, "rows", 5),
    }
    limit = getattr(field.field, "limit", None)
    return (
        ("govukCharacterCount", params | {"maxlength": limit, "threshold": 75})
        if limit
        else ("govukTextarea", params)
    )


def _select(field: BoundField) -> tuple[str, Params]:
    value = field.value()
    chosen = "" if value is None else str(value)
    items = [{"value": value, "text": text, "selected": value == chosen} for value, text in _options(field)]
    return MENU, _base(field) | {"label": _label(field), "items": items}


def _options(field: BoundField) -> list[tuple[str, str]]:
    options = [(str(value), str(text)) for value, text in _choices(field)]
    if not any(value == "" for value, _ in options):
        nothing = getattr(field.field, "nothing", "") or ("Any" if _is_filter(field) else "Choose one")
        options.insert(0, ("", nothing))
    return options


@lru_cache(maxsize=1024)
def _made_once(macro: str, written: str) -> Markup:
    """
    A component for all who are shown it with the same parameters, given as JSON.

    A page of filters has twenty menus of up to a hundred options each, the same for nearly everybody.
    """
    return component(macro, json.loads(written))


def _choices(field: BoundField) -> list[tuple[object, object]]:
    return list(getattr(field.field, "choices", ()))


def _items(field: BoundField, chosen: set[str]) -> list[Params]:
    hints: Mapping[str, str] = getattr(field.field, "hints", {})
    return [
        {
            "value": str(value),
            "text": str(text),
            "checked": str(value) in chosen,
            "hint": {"text": hints[str(value)]} if str(value) in hints else None,
            "id": str(field.auto_id) if number == 0 else f"{field.auto_id}_{number}",
        }
        for number, (value, text) in enumerate(_choices(field))
        if str(value) != "" or not isinstance(field.field.widget, forms.RadioSelect)
    ]


def _radios(field: BoundField) -> tuple[str, Params]:
    value = field.value()
    items = _items(field, {str(value)} if value not in (None, "") else set())
    inline = getattr(field.field, "inline", False)
    return "govukRadios", _group(field) | {
        "items": items,
        "classes": "govuk-radios--inline" if inline else None,
    }


def _group(field: BoundField) -> Params:
    return _base(field) | {"idPrefix": field.auto_id, "fieldset": _fieldset(field)}


def _checkboxes(field: BoundField) -> tuple[str, Params]:
    value = field.value() or []
    return "govukCheckboxes", _group(field) | {"items": _items(field, {str(one) for one in value})}


def _checkbox(field: BoundField) -> tuple[str, Params]:
    params = _base(field)
    hint = params.pop("hint", None)
    item = {
        "value": "on",
        "text": field.label,
        "checked": bool(field.value()),
        "hint": hint,
        "id": field.auto_id,
    }
    return "govukCheckboxes", params | {"idPrefix": field.auto_id, "items": [item]}


def _date(field: BoundField) -> tuple[str, Params]:
    typed, wrong = field.value(), wrong_boxes(field)
    items = [
        {
            "name": f"{field.html_name}_{box}",
            "id": f"{field.auto_id}_{box}",
            "label": box.capitalize(),
            "value": getattr(typed, box),
            "classes": f"govuk-input--width-{4 if box == 'year' else 2}"
            + (" govuk-input--error" if box in wrong else ""),
            "inputmode": "text" if box == "month" else "numeric",
            "autocomplete": f"bday-{box}" if getattr(field.field, "autocomplete", "") == "bday" else None,
        }
        for box in BOXES
    ]
    return "govukDateInput", _base(field) | {"fieldset": _fieldset(field), "items": items}


def _reason(field: BoundField) -> tuple[str, Params]:
    source = field.field
    assert isinstance(source, ReasonField)
    typed = field.value()
    short = next((e.params["details"] for e in errors_of(field) if e.params and "details" in e.params), None)
    items = []
    for number, (code, text) in enumerate(source.reasons):
        item: Params = {
            "value": code,
            "text": text,
            "checked": typed.code == code,
            "id": str(field.auto_id) if number == 0 else f"{field.auto_id}_{number}",
        }
        if code in source.details_for:
            box = {
                "id": f"{field.auto_id}_details_{code}",
                "name": f"{field.html_name}_details_{code}",
                "label": {"text": source.details.label},
                "value": typed.details if typed.code == code else "",
                "rows": source.details.rows,
                "maxlength": source.details.limit,
                "threshold": 75,
                "errorMessage": {"text": str(field.errors[0])} if short == code else None,
            }
            item["conditional"] = {"html": component("govukCharacterCount", box)}
        items.append(item)
    params = _group(field) | {"items": items}
    if short:
        params.pop("errorMessage", None)
    return "govukRadios", params


def _document(field: BoundField) -> tuple[str, Params]:
    kinds = getattr(field.field, "kinds", ())
    accepted = {"accept": ",".join(f".{kind}" for kind in kinds)} if kinds else {}
    return "govukFileUpload", _base(field) | {"label": _label(field), "attributes": accepted}


_SHOWN: tuple[tuple[type[forms.Widget], Callable[[BoundField], tuple[str, Params]]], ...] = (
    (DateInThreeBoxes, _date),
    (ReasonRadios, _reason),
    (forms.CheckboxSelectMultiple, _checkboxes),
    (forms.RadioSelect, _radios),
    (forms.Select, _select),
    (forms.CheckboxInput, _checkbox),
    (forms.Textarea, _textarea),
    (forms.PasswordInput, _password),
    (forms.FileInput, _document),
)
