"""What the guidance on working with providers says, and who is shown it in place (S119)."""

from __future__ import annotations

from collections.abc import Sequence

from throughline.core.access import Actor
from throughline.people.queries.training import needs_guidance

GUIDANCE: tuple[tuple[str, str], ...] = (
    (
        "Before you refer",
        "Begin with a need and an objective, then look for the service. Ask the provider if you are unsure "
        "whether it fits.",
    ),
    (
        "When you refer",
        "Decide on every risk: share it, or say why not. Say what you hope for, and what the worker must "
        "know to keep everybody safe.",
    ),
    (
        "When work begins",
        "Meet with the worker and the person, the three of you. Agree who does what by when, and put it in "
        "the plan.",
    ),
    (
        "While it goes on",
        "Answer questions and concerns at once. Read what is recorded, and decide on missed appointments "
        "in time.",
    ),
    (
        "When you review",
        "Bring what each provider said. If it is missing, ask for it. Tell them what changes.",
    ),
    (
        "When it ends",
        "Read the outcome, thank the worker, and say to the person what comes next.",
    ),
)
"""Steps in the order of a referral, each with what is asked of the officer."""


def guidance_for(actor: Actor) -> Sequence[tuple[str, str]]:
    """The guidance, for whoever has taken no training; nothing for others. It keeps nobody from anything."""
    return GUIDANCE if needs_guidance(actor) else ()
