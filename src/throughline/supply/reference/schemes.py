"""
The two commissioning schemes and their rules as values (design, section 3; S8, S20).

A rule that no source fixes is settled here, so that the service has an answer; it is a value that a steward
can end and replace, for one area or for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from throughline.core.periods import Period

SETTLED_HERE: Final = "No source fixes it: settled by this project"
DESIGN: Final = "Rule of the domain set by this project"
INSPECTION: Final = "HM Inspectorate of Probation, Probation Supply Chains, April 2018"
CHANGE_AND_CHALLENGE: Final = "Clinks, NCVO and TSRC, Change & challenge, May 2016"

UNIFICATION: Final = date(2021, 6, 26)
"""The day one Probation Service took over, and services were bought directly: widely published."""


@dataclass(frozen=True)
class Rule:
    """One rule of a scheme: its name, its value, and where the value comes from."""

    name: str
    value: Any
    source: str = SETTLED_HERE


@dataclass(frozen=True)
class SchemeFacts:
    """A scheme: its short code, name, first and last days, and rules."""

    code: str
    name: str
    during: Period
    rules: tuple[Rule, ...]


_COMMON: Final = (
    Rule("directory_confirm_days", 90, f"{DESIGN} (D4)"),
    Rule("days_to_decide", 5),
    Rule("days_to_allocate", 5),
    Rule("days_to_begin", 10),
    Rule("silence_days", 14),
    Rule("need_referral_days", 28),
    Rule("missed_decision_days", 5),
    Rule("plan_review_days", 112),
    Rule("risk_concern_hours", 24),
    Rule("new_risk_days", 2),
    Rule("choice_approval_days", 3),
    Rule(
        "rar_day",
        {"planned_before": True, "one_for_each_calendar_day": True, "supervision_counts": False},
        f"{INSPECTION}, section 5.4 (D17)",
    ),
    Rule(
        "noticeboard_answer_days", 30, f"{INSPECTION}, section 4.3; the number of days is settled here (S76)"
    ),
    Rule("queue_priority", ["high_risk"], f"{CHANGE_AND_CHALLENGE}, recommendation 5 (S75)"),
    # The source says who and how often ("annual"), not by when: two months before the year is settled here.
    Rule(
        "intentions_due",
        {"month": 1, "day": 31, "bodies": ["division", "co_commissioner", "prime"]},
        f"{CHANGE_AND_CHALLENGE}, recommendation 1 (S198)",
    ),
)

SCHEMES: Final = (
    SchemeFacts(
        "tr",
        "Transforming Rehabilitation",
        # June 2014 is the inspectorate's; the first of the month is settled here.
        Period(date(2014, 6, 1), UNIFICATION),
        (
            *_COMMON,
            Rule(
                "tier_names",
                {"1": "Prime (Tier 1)", "2": "Tier 2 provider", "3": "Tier 3 provider"},
                f"{INSPECTION}, Table 1",
            ),
            Rule(
                "price_approvals", ["suitability_review", "change_board"], f"{INSPECTION}, section 4.1 (D6)"
            ),
            # Business days in which each step of a Change Notification is done. The report says that they
            # took long, and not how long they should take.
            Rule("change_review_days", 10),
            Rule("change_answer_days", 10),
            Rule("change_board_days", 20),
            Rule("officers_see_prices", True, f"{INSPECTION}, section 4.5 (S71)"),
            # Days from signing an agreement to a service of it in the directory. The report says that some
            # took many months, and names no deadline.
            Rule("publication_days", 30),
            Rule("rate_card_review_months", 3, f"{INSPECTION}, section 4.1: reviewed each quarter"),
            # Mandatory for both cohorts in resettlement prisons, and paid for as a service; in others bought.
            Rule(
                "through_the_gate",
                {"fee_for_service": ["resettlement"], "bought_by": ["division"]},
                f"{INSPECTION}, notes 8, 9 and 22 (S222)",
            ),
            # "The NPS has limited ability to commission services directly": nobody, until a steward says who.
            Rule("direct_commissioning", {"roles": []}, f"{CHANGE_AND_CHALLENGE}, section 2.5 (S75)"),
            # The report says that a limit was set, not which: the most that any owner held is taken for it.
            Rule("areas_per_owner_cap", 6),
        ),
    ),
    SchemeFacts(
        "crs",
        "Commissioned Rehabilitative Services",
        Period(UNIFICATION, None),
        (
            *_COMMON,
            Rule("tier_names", {"1": "Prime provider (Tier 1)", "2": "Subcontractor (Tier 2)"}),
            Rule("price_approvals", []),
            Rule("officers_see_prices", False),
            Rule("direct_commissioning", {"roles": ["division"]}),
        ),
    ),
)
