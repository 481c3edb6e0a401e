"""What is asked about training."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from throughline.people.models import Training
from throughline.web.forms import ChoiceField, DateField, ManyChoicesField, PageForm, TextField, When


class OfferForm(PageForm):
    """Who is offered what."""

    users = ManyChoicesField(label="Who is it offered to?", ask="Select who it is offered to")
    kind = ChoiceField(
        label="What is it?", ask="Select what it is", choices=Training.Kind.choices, inline=True
    )
    title = TextField(thing="what it is called", label="What is it called?")

    def __init__(self, *arguments: Any, officers: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*arguments, **more)
        cast(ManyChoicesField, self.fields["users"]).choices = list(officers)


class TakenForm(PageForm):
    """When it was taken."""

    taken_on = DateField(thing="the day it was taken", label="When was it taken?", when=When.TODAY_OR_PAST)
