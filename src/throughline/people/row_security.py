"""Which people, and what of them, the web role sees: by the one table of who may see whom."""

from throughline.core.access.row_security import (
    ADD,
    CHANGE,
    READ,
    any_of,
    me,
    table,
    within,
    written_by_triggers,
)
from throughline.people import models

_MINE = any_of(f"a.user_id = {me()}", within("a.organisation_id", "case_orgs"))
_LIVE = "(a.until IS NULL OR a.until > now())"


def may_see(person: str, scopes: tuple[str, ...] = ("supervise", "deliver", "self"), more: str = "") -> str:
    """SQL: the person in the column `person` may be seen now by whoever acts, in one of `scopes`."""
    names = ", ".join(f"'{scope}'" for scope in scopes)
    return (
        f"EXISTS (SELECT 1 FROM people_personaccess a WHERE a.person_id = {person} AND a.scope IN ({names}) "
        f"AND {_LIVE} AND {_MINE}{more})"
    )


SUPERVISES = ("supervise",)


def _of_a_supervised(table_name: str, column: str) -> str:
    """SQL: the record of `table_name` that `column` points at is of somebody whom whoever acts supervises."""
    seen = may_see("w.person_id", SUPERVISES)
    return f"EXISTS (SELECT 1 FROM {table_name} w WHERE w.id = {column} AND {seen})"


table(
    models.PersonAccess,
    may=(READ,),
    visible=f"{any_of(f'user_id = {me()}', within('organisation_id', 'case_orgs'))}",
)
table(
    models.Person,
    may=(READ, CHANGE),
    visible=may_see("people_person.id"),
    writable=may_see("people_person.id", ("supervise",)),
)
table(models.Supervision, may=(READ,), visible=may_see("people_supervision.person_id"))
table(
    models.Sentence,
    may=(READ, ADD, CHANGE),
    visible=may_see("people_sentence.person_id"),
    writable=may_see("people_sentence.person_id", SUPERVISES),
)
table(
    models.Requirement,
    may=(READ, ADD, CHANGE),
    visible="EXISTS (SELECT 1 FROM people_sentence s WHERE s.id = sentence_id)",
    writable=_of_a_supervised("people_sentence", "sentence_id"),
)
table(
    models.Assessment,
    may=(READ, ADD, CHANGE),
    visible=may_see("people_assessment.person_id", SUPERVISES),
)
table(
    models.AssessedNeed,
    may=(READ, ADD, CHANGE),
    visible="EXISTS (SELECT 1 FROM people_assessment s WHERE s.id = assessment_id)",
)
table(
    models.RiskFlag,
    may=(READ, ADD, CHANGE),
    visible=any_of(
        may_see("people_riskflag.person_id", SUPERVISES),
        may_see("people_riskflag.person_id", ("deliver",), " AND people_riskflag.id = ANY (a.shared_flags)"),
    ),
    writable=may_see("people_riskflag.person_id", SUPERVISES),
)
table(
    models.Restriction,
    may=(READ, ADD, CHANGE),
    visible="EXISTS (SELECT 1 FROM people_riskflag f WHERE f.id = flag_id)",
    writable=_of_a_supervised("people_riskflag", "flag_id"),
)
table(
    models.Plan,
    may=(READ, ADD, CHANGE),
    visible=may_see("people_plan.person_id"),
    writable=may_see("people_plan.person_id", SUPERVISES),
)
table(
    models.Objective,
    may=(READ, ADD, CHANGE),
    visible="EXISTS (SELECT 1 FROM people_plan p WHERE p.id = plan_id)",
    writable=_of_a_supervised("people_plan", "plan_id"),
)
written_by_triggers(
    *(f"people_{name}event" for name in ("person", "supervision", "sentence", "requirement", "assessment",
                                         "assessedneed", "riskflag", "restriction", "plan", "objective"))
)  # fmt: skip
