"""What is asked of whoever raises a concern, and of whoever decides on it."""

from __future__ import annotations

from typing import Any, cast

from throughline.line.models import ConcernDecision
from throughline.web.forms import ChoiceField, LongTextField, ManyChoicesField, PageForm, YesNoField


class ConcernForm(PageForm):
    """What somebody at a provider learned."""

    what = LongTextField(
        label="What have you learned?",
        ask="Say what you have learned",
        hint="What happened or was said, when, and who may be at risk",
        limit=4000,
        rows=5,
    )
    how_known = LongTextField(
        label="How do you know?",
        hint="For example, they told you, you saw it, or somebody else told you",
        limit=1000,
        rows=2,
        required=False,
    )
    in_danger = YesNoField(
        label="May somebody be in danger now?",
        ask="Select whether somebody may be in danger now",
        hint="If so, telephone the police first, and then the responsible officer",
    )


class DecideForm(PageForm):
    """What follows, and which other providers are told."""

    decided = ChoiceField(
        label="What do you decide?",
        ask="Select what you decide",
        choices=ConcernDecision.Decided.choices,
    )
    what_follows = LongTextField(
        label="What follows?",
        ask="Say what follows",
        hint="Whoever raised the concern reads this, and whoever else you tell of it",
        limit=2000,
        rows=4,
    )
    tell = ManyChoicesField(
        label="Who else is told?",
        hint="Others who work with this person now. They read the concern and what follows",
        required=False,
    )

    def __init__(self, *args: Any, others: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        if others:
            cast(ManyChoicesField, self.fields["tell"]).choices = others
        else:
            del self.fields["tell"]
