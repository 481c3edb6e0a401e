"""Fields for choosing: one, several, yes or no, and a reason with its details."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from throughline.web.forms.question import Asked, Question
from throughline.web.forms.text import LongTextField

Choices = Iterable[tuple[str, str]]


class ChoiceField(Question, forms.ChoiceField):
    """
    One of several, as radios, or as a menu for long lists (`menu=True`). Cleaned: `str`, empty when left.

    `hints` gives an explanation under a choice.
    """

    verb = "Select"
    widget = forms.RadioSelect

    def __init__(
        self,
        *,
        choices: Choices = (),
        menu: bool = False,
        hints: Mapping[str, str] | None = None,
        nothing: str = "",
        inline: bool = False,
        **asked: Unpack[Asked],
    ) -> None:
        self.hints = dict(hints or {})
        self.nothing = nothing
        self.inline = inline
        left = self.asking(asked)
        left["error_messages"]["invalid_choice"] = self.ask
        super().__init__(choices=list(choices), widget=forms.Select if menu else self.widget, **left)


class YesNoField(ChoiceField):
    """Yes or no, asked as a question. Cleaned: `bool`, or None when optional and left."""

    def __init__(self, **asked: Unpack[Asked]) -> None:
        super().__init__(choices=[("yes", "Yes"), ("no", "No")], inline=True, **asked)

    def prepare_value(self, value: Any) -> Any:
        """The radio that stands for the value."""
        return {True: "yes", False: "no"}.get(value, value)

    def clean(self, value: Any) -> bool | None:
        """:raises ValidationError: neither was chosen"""
        return {"yes": True, "no": False, "": None}[super().clean(value)]


class ManyChoicesField(Question, forms.MultipleChoiceField):
    """Any of several, as checkboxes. Cleaned: `list[str]`."""

    verb = "Select"
    widget = forms.CheckboxSelectMultiple

    def __init__(
        self, *, choices: Choices = (), hints: Mapping[str, str] | None = None, **asked: Unpack[Asked]
    ) -> None:
        self.hints = dict(hints or {})
        left = self.asking(asked)
        left["error_messages"]["invalid_choice"] = self.ask
        left["error_messages"]["invalid_list"] = self.ask
        super().__init__(choices=list(choices), **left)


@dataclass(frozen=True)
class Reason:
    """A reason chosen from a list, with what was written about it (empty when nothing was asked)."""

    code: str
    details: str = ""


class TypedReason(NamedTuple):
    """The radio chosen, and the text in the box under it."""

    code: str
    details: str


class ReasonRadios(forms.Widget):
    """Radios posted as `<name>`, and under some a box posted as `<name>_details_<code>`."""

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> TypedReason:
        """The radio, and its own box; what stands in the other boxes is left out."""
        code = str(data.get(name, "") or "")
        return TypedReason(code, str(data.get(f"{name}_details_{code}", "") or ""))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> bool:
        """Whether no radio was sent, which is how a browser sends none chosen: never left out."""
        return False


class ReasonField(Question, forms.Field):
    """
    A reason from a list; some reasons ask for details. Cleaned: `Reason`, or None when optional and left.

    `details_for` are the codes whose details must be given, `ask_details` the sentence when they are
    not, and the label of the box is `details_label`.
    """

    verb = "Select"
    widget = ReasonRadios

    def __init__(
        self,
        *,
        reasons: Sequence[tuple[str, str]],
        details_for: Collection[str] = (),
        ask_details: str = "Say what the reason is",
        details_label: str = "Details",
        limit: int = 1000,
        **asked: Unpack[Asked],
    ) -> None:
        self.reasons = list(reasons)
        self.details_for = frozenset(details_for)
        self.details = LongTextField(
            ask=ask_details, thing="the details", label=details_label, limit=limit, rows=3
        )
        super().__init__(**self.asking(asked))

    def prepare_value(self, value: Any) -> TypedReason:
        """What the radios and boxes show."""
        if isinstance(value, Reason | TypedReason):
            return TypedReason(value.code, value.details)
        return TypedReason(str(value or ""), "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another reason, or other details, were given than at first."""
        return bool(self.prepare_value(initial) != self.prepare_value(data))

    def clean(self, value: Any) -> Reason | None:
        """:raises ValidationError: no reason, or not its details (`params["details"]` is its code)"""
        typed = self.prepare_value(value)
        if typed.code not in {code for code, _ in self.reasons}:
            if typed.code or self.required:
                raise ValidationError(self.ask, code="required")
            return None
        if typed.code not in self.details_for:
            return Reason(typed.code)
        try:
            return Reason(typed.code, self.details.clean(typed.details))
        except ValidationError as refused:
            raise ValidationError(
                refused.messages[0], code="details", params={"details": typed.code}
            ) from None
