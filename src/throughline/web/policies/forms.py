"""What is asked of a policy, and of a note beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from throughline.supply.actions.referral_policies import Says
from throughline.supply.models import ServiceKind, Team
from throughline.vocabulary.stances import Stance
from throughline.web.forms import ChoiceField, DateField, LongTextField, PageForm, TextField, When
from throughline.web.policies.subjects import about, subject_choices

LINES = 4
"""How many stances the form of a policy has room for."""


class PolicyForm(PageForm):
    """A policy: its words, the day from which it holds, and what it says of which services."""

    title = TextField(label="Title", ask="Enter the title of the policy", limit=200)
    text = LongTextField(
        label="What the policy says",
        ask="Enter what the policy says",
        hint="Whoever refers reads it where the referral begins",
        limit=10000,
        rows=12,
    )
    from_on = DateField(
        label="From when does it hold?",
        thing="the day from which it holds",
        hint="Today or later. The policy in force ends the day before",
        when=When.TODAY_OR_FUTURE,
    )

    def __init__(self, *args: Any, kinds: Sequence[ServiceKind], **more: Any) -> None:
        super().__init__(*args, **more)
        self.kinds = kinds
        for number in range(1, LINES + 1):
            self.fields[f"subject_{number}"] = ChoiceField(
                label=f"{number}. Of which services does it say something?",
                hint="Local notes that say otherwise are listed for you" if number == 1 else "",
                choices=subject_choices(kinds),
                menu=True,
                nothing="Nothing more",
                required=False,
            )
            self.fields[f"stance_{number}"] = ChoiceField(
                label=f"{number}. What does it say of them?",
                choices=Stance.choices,
                menu=True,
                nothing="Nothing",
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """A subject has its stance, and a stance its subject."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(1, LINES + 1):
            subject, stance = cleaned.get(f"subject_{number}"), cleaned.get(f"stance_{number}")
            if subject and not stance:
                self.add_error(f"stance_{number}", "Select what the policy says of it")
            if stance and not subject:
                self.add_error(f"subject_{number}", "Select what the policy says this of")
        return cleaned

    @property
    def says(self) -> list[Says]:
        """The stances, for the domain."""
        given = self.cleaned_data
        return [
            Says(about(given[f"subject_{number}"], self.kinds), given[f"stance_{number}"])
            for number in range(1, LINES + 1)
            if given[f"subject_{number}"]
        ]


class NoteForm(PageForm):
    """A note to a team, or to everybody in the organisation."""

    team = ChoiceField(
        label="To which team?", menu=True, nothing="Everybody in the organisation", required=False
    )
    new_team = TextField(
        label="Or another team",
        thing="the name of the team",
        hint="Its name, when it is not in the list",
        limit=120,
        required=False,
    )
    subject = ChoiceField(label="About what?", ask="Select what the note is about", menu=True)
    stance = ChoiceField(label="What do you say?", ask="Select what you say", choices=Stance.choices)
    text = LongTextField(label="In your words", thing="the note", ask="Enter the note", limit=1000, rows=4)

    def __init__(self, *args: Any, kinds: Sequence[ServiceKind], teams: Sequence[Team], **more: Any) -> None:
        super().__init__(*args, **more)
        self.kinds = kinds
        cast(ChoiceField, self.fields["team"]).choices = [(one.name, one.name) for one in teams]
        cast(ChoiceField, self.fields["subject"]).choices = subject_choices(kinds)

    def clean(self) -> dict[str, Any]:
        """A team is chosen or named, not both."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("team") and cleaned.get("new_team"):
            self.add_error("new_team", "Choose a team from the list or name another, not both")
        return cleaned

    @property
    def team_called(self) -> str:
        """The team's name; empty for everybody."""
        return str(self.cleaned_data["team"] or self.cleaned_data["new_team"])


class WhyForm(PageForm):
    """Why a note is ended."""

    why = LongTextField(label="Why?", ask="Say why the note ends", limit=500, rows=3)


def policy_as_typed(policy: Any) -> dict[str, Any]:
    """The policy in force, as the form of the next one begins."""
    found: dict[str, Any] = {"title": policy.title, "text": policy.text}
    for number, one in enumerate(policy.stances.all()[:LINES], start=1):
        subject = f"kind:{one.kind_id}" if one.kind_id else f"route:{one.route}" if one.route else "every"
        found |= {f"subject_{number}": subject, f"stance_{number}": one.stance}
    return found
