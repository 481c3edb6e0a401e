"""What is asked of a trial, of the decision on it, and of a clearance for MAPPA cases (S235, S246)."""

from __future__ import annotations

from throughline.supply.models import Pilot
from throughline.web.forms import ChoiceField, DateField, LongTextField, PageForm, WholeNumberField


class TrialForm(PageForm):
    """When a service is on trial, what for, and for how many."""

    purpose = LongTextField(label="What is it tried for?", thing="what it is tried for", limit=500, rows=3)
    from_on = DateField(label="First day", thing="the first day of the trial")
    last_day = DateField(label="Last day", thing="the last day of the trial")
    most_people = WholeNumberField(
        label="For at most how many people?",
        thing="the number of people",
        hint="Nobody more can be referred. Leave empty where that is not limited",
        least=1,
        most=10_000,
        width="4",
        required=False,
    )
    rules = LongTextField(
        label="Rules of its own",
        hint="Who may be referred, what is recorded, what is not charged",
        limit=1000,
        rows=4,
        required=False,
    )


class DecisionForm(PageForm):
    """What becomes of a trial."""

    decision = ChoiceField(
        label="What becomes of this trial?",
        ask="Select what becomes of this trial",
        choices=[
            (Pilot.Decision.KEEP, "Keep the service for good"),
            (Pilot.Decision.EXTEND, "Try it for longer"),
            (Pilot.Decision.STOP, "Stop it"),
        ],
        hints={
            Pilot.Decision.KEEP: "The entry goes on as it is, with all its referrals and outcomes",
            Pilot.Decision.EXTEND: "With the same limits, up to the day you give",
            Pilot.Decision.STOP: "It is withdrawn and takes no more referrals. Those under way go on",
        },
    )
    until = DateField(
        label="New last day", thing="the new last day", hint="Only to try it for longer", required=False
    )
    why = LongTextField(
        label="Why?", ask="Say why you decide so: officers and the provider read it", limit=1000, rows=4
    )


class ClearanceForm(PageForm):
    """What was checked, and for how long the clearance holds."""

    checks = LongTextField(
        label="What was checked?",
        ask="Say what was checked: who was vetted, what was signed",
        hint="Vetting of staff, agreements on information, insurance",
        limit=2000,
    )
    from_on = DateField(label="First day", thing="the first day")
    last_day = DateField(
        label="Last day", thing="the last day", hint="Leave empty where it has none", required=False
    )


class EndClearanceForm(PageForm):
    """When a clearance stops, and why."""

    last_day = DateField(label="Last day", thing="the last day")
    why = LongTextField(
        label="Why does it end?", ask="Say why it ends: the provider reads it", limit=1000, rows=3
    )
