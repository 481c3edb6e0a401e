"""What is wanted of a referral, as its pages show it, with what has to be arranged and what was changed."""

from __future__ import annotations

from throughline.line.models import Amendment, Referral
from throughline.line.queries.details import amendments_of, completeness_of, details_of
from throughline.line.rules.completeness import Completeness
from throughline.people.models import PracticalNeeds
from throughline.vocabulary.complexity import Complexity, describes
from throughline.vocabulary.desired_outcomes import DESIRED
from throughline.vocabulary.orders import RequirementKind
from throughline.web.pieces import Fact, Happened
from throughline.web.words import and_list

NOT_SAID = "Not said"


def wanted_facts(referral: Referral, needs: PracticalNeeds | None) -> list[Fact]:
    """What it is to achieve, by when, in how many days, how complex it is, and what is missing (S104)."""
    details = details_of(referral)
    level = details.complexity if details else ""
    told = f"{Complexity(level).label}: {describes(referral.objective.need)[level].lower()}" if level else ""
    return [
        Fact("To achieve", [DESIRED[code] for code in details.outcomes] if details else NOT_SAID),
        Fact("How complex it is", told or NOT_SAID),
        *(
            [Fact("RAR days at most", (details.days_wanted if details else None) or NOT_SAID)]
            if referral.requirement.kind == RequirementKind.RAR
            else []
        ),
        Fact("To be finished by", (details.finish_by if details else None) or NOT_SAID),
        Fact("Completeness", completeness_in_words(completeness_of(referral, details, needs))),
    ]


def completeness_in_words(found: Completeness) -> str:
    """As in `4 of 6 parts: by when and practical needs are not said`."""
    counted = f"{found.said} of {found.asked} parts"
    if found.is_whole:
        return f"Complete: {counted}"
    are = "is" if len(found.missing) == 1 else "are"
    return f"{counted}: {and_list(list(found.missing))} {are} not said"


def practical_facts(needs: PracticalNeeds | None) -> list[Fact]:
    """What has to be arranged for the person; that it was not asked is said as such."""
    if needs is None:
        return [Fact("What has to be arranged", "It was not asked yet. That is not the same as nothing.")]
    return [
        Fact("Interpreter", needs.get_interpreter_display() if needs.interpreter else "Not needed"),
        Fact("To take part", needs.access or "Nothing has to be arranged"),
        Fact("Not free", needs.not_free or "Always free"),
    ]


def amendments(referral: Referral) -> list[Happened]:
    """What was changed after it was sent, with what it was and why."""
    return [
        Happened(
            f"{Amendment.Topic(one.topic).label} changed",
            one.made_at,
            one.made_by.full_name,
            f"{one.now or 'nothing'}. Before: {one.was or 'nothing'}. {one.why}",
        )
        for one in amendments_of(referral)
    ]
