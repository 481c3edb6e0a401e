"""What an officer is asked of a risk: what it is, whether a provider is told, and why a referral goes on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from throughline.line.rules.conflicts import Conflict, GoingOn
from throughline.line.rules.risk_sharing import Decision
from throughline.people.models import RiskFlag
from throughline.vocabulary.involved import Involved, in_a_sentence
from throughline.vocabulary.risks import Mappa, RiskKind, RiskLevel, called
from throughline.web.forms import (
    ChoiceField,
    DateField,
    LongTextField,
    ManyChoicesField,
    PageForm,
    Reason,
    ReasonField,
    TextField,
)
from throughline.web.forms.dates import When
from throughline.web.pieces import in_words
from throughline.web.referrals.risks import flag_facts


class RiskForm(PageForm):
    """A risk, and what somebody who works with the person has to know of it (S95)."""

    kind = ChoiceField(
        label="What kind of risk is it?", ask="Select the kind of risk", choices=RiskKind.choices
    )
    detail = LongTextField(label="What is the risk?", ask="Say what the risk is", limit=2000, rows=4)
    restrictions = LongTextField(
        label="Restrictions",
        hint="One on each line, as the order puts it. For example, not to go near Mill Street",
        limit=2000,
        rows=4,
        required=False,
    )
    limits = ManyChoicesField(
        label="Which of these does it forbid or limit?",
        hint="Held against what each service does, so that you are warned before you refer",
        choices=Involved.choices,
        required=False,
    )
    who_is_protected = LongTextField(label="Who is protected?", limit=1000, rows=2, required=False)
    signs_to_watch = LongTextField(
        label="What signs are to be watched for?", limit=1000, rows=3, required=False
    )
    what_to_do = LongTextField(
        label="What is to be done when they appear?", limit=1000, rows=3, required=False
    )


class EndRiskForm(PageForm):
    """Why a risk is live no longer."""

    reason = LongTextField(
        label="Why has it ended?",
        ask="Say why the risk has ended",
        hint="Providers who were told of it read this",
        limit=1000,
        rows=3,
    )


class RiskLevelForm(PageForm):
    """How grave harm is held to be from now on, and why."""

    level = ChoiceField(
        label="What is the risk of serious harm now?",
        ask="Select the risk of serious harm",
        choices=RiskLevel.choices,
    )
    mappa = ChoiceField(
        label="At which MAPPA level are they managed now?",
        ask="Select the MAPPA level",
        choices=Mappa.choices,
    )
    reason = LongTextField(
        label="Why is it another now?",
        ask="Say why the risk is another now",
        hint="For you and whoever manages your cases. Providers are told the level, not the reason",
        limit=2000,
        rows=4,
    )


class RecheckForm(PageForm):
    """Whether a referral goes on that a grown risk rules out."""

    decided = ChoiceField(label="Does the referral go on?", ask="Select whether the referral goes on")
    reason = LongTextField(
        label="Why?", ask="Say why you decided so", hint="The provider reads this", limit=1000, rows=3
    )

    def __init__(self, *args: Any, started: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        ends = "It ends: the provider is asked to end it" if started else "It ends: it is withdrawn now"
        asked = [("keep", "It goes on all the same"), ("end", ends)]
        cast(ChoiceField, self.fields["decided"]).choices = asked


class RisksForm(PageForm):
    """
    For each live risk flag: share it, or say why not (D14), and why the referral goes on against it (S96).

    `risk_<id>` is the name of each question. A flag among `conflicts` is asked further: the officer's reason,
    and the conversation with the provider's coordinator; one that is not among `flags` was shared before.
    """

    def __init__(
        self,
        *args: Any,
        flags: Iterable[RiskFlag],
        conflicts: Iterable[Conflict],
        service: str,
        provider: str,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self._flags = list(flags)
        self._conflicts = {one.flag.id: one for one in conflicts}
        self._service, self._provider = service, provider
        for flag in self._flags:
            self._ask_whether_to_share(flag)
            if flag.pk in self._conflicts:
                self._ask_why_it_goes_on(self._conflicts[flag.pk])
        for pk in self._conflicts.keys() - {flag.pk for flag in self._flags}:
            self._ask_why_it_goes_on(self._conflicts[pk])
        for field in self.fields.values():
            if isinstance(field, DateField):
                field.today = self.today

    @property
    def decisions(self) -> dict[int, Decision]:
        """What was decided about each flag, by its id."""
        given: Mapping[int, Reason] = {one.pk: self.cleaned_data[f"risk_{one.pk}"] for one in self._flags}
        return {pk: Decision(shared=one.code == "share", reason=one.details) for pk, one in given.items()}

    @property
    def going_on(self) -> dict[int, GoingOn]:
        """Why the referral goes on, by the id of each flag that it goes on against."""
        given = self.cleaned_data
        return {
            pk: GoingOn(
                reason=given[f"reason_{pk}"],
                coordinator=given[f"coordinator_{pk}"],
                coordinator_reason=given[f"coordinator_reason_{pk}"],
                spoke_on=given[f"spoke_on_{pk}"],
            )
            for pk in self._conflicts
        }

    def _ask_whether_to_share(self, flag: RiskFlag) -> None:
        ask = f"Say why you are not sharing {called(flag.kind)}, or share it"
        self.fields[f"risk_{flag.pk}"] = ReasonField(
            label=flag.get_kind_display(),
            hint=f"{self._provider} would be told: {in_one_paragraph(flag)}",
            ask=ask,
            reasons=[("share", "Share it"), ("withhold", "Do not share it")],
            details_for={"withhold"},
            ask_details=ask,
            details_label="Why not?",
        )

    def _ask_why_it_goes_on(self, conflict: Conflict) -> None:
        risk, pk = called(conflict.flag.kind), conflict.flag.id
        things = in_a_sentence(conflict.things)
        self.fields[f"reason_{pk}"] = LongTextField(
            label=f"Why do you refer although {risk} forbids or limits {things}?",
            ask=f"Say why you refer to {self._service} although {risk} forbids or limits {things}",
            hint=f"Speak with the coordinator of {self._service} first. {self._provider} reads this",
            limit=1000,
            rows=3,
        )
        self.fields[f"coordinator_{pk}"] = TextField(
            label=f"Who at {self._provider} did you speak with about {risk}?",
            ask=f"Enter the name of whoever you spoke with about {risk}",
            limit=120,
        )
        self.fields[f"coordinator_reason_{pk}"] = LongTextField(
            label=f"Why do they take the referral on, and how do they keep to {risk}?",
            ask=f"Say why they take the referral on, and how they keep to {risk}",
            limit=1000,
            rows=3,
        )
        self.fields[f"spoke_on_{pk}"] = DateField(
            thing="the day of the conversation",
            label=f"Day of the conversation about {risk}",
            when=When.TODAY_OR_PAST,
        )


def in_one_paragraph(flag: RiskFlag) -> str:
    """Everything a provider is told of a risk."""
    return ". ".join(
        str(fact.value).rstrip(".") if number == 0 else f"{fact.label}: {in_words(fact.value).rstrip('.')}"
        for number, fact in enumerate(flag_facts(flag))
    )
