"""What is asked of whoever asks for approval, decides on it, or sets when it is needed."""

from __future__ import annotations

from throughline.vocabulary.risks import RiskLevel
from throughline.web.forms import (
    ChoiceField,
    DateField,
    LongTextField,
    ManyChoicesField,
    MoneyField,
    PageForm,
    YesNoField,
)


class AskForm(PageForm):
    """Why this service is worth it."""

    case = LongTextField(
        label="Why is this service the right choice?",
        ask="Say why this service is the right choice",
        hint="The budget holder reads this, and does not know the person. Do not name them",
        limit=2000,
        rows=4,
    )


class DecideForm(PageForm):
    """The approver's decision."""

    decision = ChoiceField(
        label="Do you allow this choice?",
        ask="Select whether you allow this choice",
        choices=[("allow", "Yes, allow it"), ("refuse", "No, refuse it")],
    )
    why = LongTextField(
        label="Why?",
        thing="the reason",
        hint="Needed where you refuse. The officer reads it",
        limit=1000,
        rows=3,
        required=False,
    )


class LimitForm(PageForm):
    """What officers choose alone."""

    most_cost = MoneyField(
        thing="the amount",
        label="Up to what cost do officers choose alone?",
        hint="For one referral, as it is expected. Leave empty if the cost alone never matters",
        required=False,
    )
    risk_levels = ManyChoicesField(
        label="For which risk of serious harm is every choice approved?",
        thing="the risks",
        choices=[one for one in RiskLevel.choices if one[0] != RiskLevel.UNKNOWN],
        required=False,
    )
    beyond_budget = YesNoField(
        label="Is a choice approved that goes beyond what is left of the budget?",
        ask="Select whether a choice beyond the budget is approved first",
        hint="If not, it waits for you when the provider has accepted it",
    )
    from_on = DateField(thing="the first day", label="From which day?")
