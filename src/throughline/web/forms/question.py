"""What every field of ours knows about its question, and the sentences made from it."""

from typing import Any, TypedDict

from django.core.exceptions import ValidationError


class Asked(TypedDict, total=False):
    """
    The arguments every field takes.

    `thing` is what is asked for, with its article and as it stands inside a sentence ("the date of
    the appointment"); `ask` the sentence when nothing was entered, made from `thing` unless given;
    `heading` makes the label the heading of a page that asks one question.
    """

    thing: str
    ask: str
    label: str
    hint: str
    heading: bool
    width: str
    autocomplete: str
    required: bool
    initial: Any
    disabled: bool


class Question:
    """Mixed into a Django field: keeps what is asked, and gives the sentences of a refusal."""

    verb = "Enter"
    thing: str
    ask: str
    heading: bool
    width: str
    autocomplete: str

    def asking(self, asked: Asked) -> dict[str, Any]:
        """Keep what `asked` says of the question; give what is left for Django's own field."""
        left: dict[str, Any] = dict(asked)
        label = str(left.get("label", ""))
        self.thing = left.pop("thing", "") or (label[:1].lower() + label[1:]).rstrip("?") or "an answer"
        self.ask = left.pop("ask", "") or f"{self.verb} {self.thing}"
        self.heading = left.pop("heading", False)
        self.width = left.pop("width", "")
        self.autocomplete = left.pop("autocomplete", "")
        left["help_text"] = left.pop("hint", "")
        left["error_messages"] = {"required": self.ask}
        return left

    @property
    def name(self) -> str:
        """The thing at the start of a sentence, as in "Date of the appointment"."""
        bare = self.thing
        for article in ("the ", "a ", "an "):
            bare = bare.removeprefix(article)
        return bare[:1].upper() + bare[1:]

    def refuse(self, ending: str, code: str = "refused") -> ValidationError:
        """An error that begins with the thing, as in "Date of the appointment must be a real date"."""
        return ValidationError(f"{self.name} {ending}", code=code)
