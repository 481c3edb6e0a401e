"""Which people, and what of them, the web role sees: by the one table of who may see whom."""

from throughline.core.access.row_security import (
    ADD,
    CHANGE,
    READ,
    REMOVE,
    any_of,
    me,
    mine,
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


def supervises(person: str) -> str:
    """
    SQL: whoever acts is the officer of the person in the column `person` now, or covers for them.

    What is written in a person's record is written by these; those who manage cases read it.
    """
    return (
        f"EXISTS (SELECT 1 FROM people_personaccess a WHERE a.person_id = {person} AND a.scope = 'supervise' "
        f"AND {_LIVE} AND a.user_id = {me()})"
    )


def hidden(person: str) -> str:
    """
    SQL: a limit hides the person in the column `person` from whoever acts (S111).

    Every table with a column of its own that names a person gives it as its `unless`; rows that only hang on
    such a row are seen through it.
    """
    return f"EXISTS (SELECT 1 FROM people_hiding h WHERE h.person_id = {person})"


SUPERVISES = ("supervise",)
_NAMED = any_of(f"COALESCE({me()} = ANY (users), false)", f"organisations && {mine('my_orgs')}")


def _of_a_supervised(table_name: str, column: str) -> str:
    """SQL: the record of `table_name` in `column` is of somebody whose officer whoever acts is."""
    return f"EXISTS (SELECT 1 FROM {table_name} w WHERE w.id = {column} AND {supervises('w.person_id')})"


table(
    models.Hiding,
    may=(READ,),
    visible=(
        "since <= now() AND (until IS NULL OR until > now()) "
        f"AND self_id IS DISTINCT FROM {me()} AND (kind = 'exclusion') = {_NAMED}"
    ),
)
table(
    models.CaseLimit,
    may=(READ, ADD, CHANGE),
    visible=may_see(
        "people_caselimit.person_id", SUPERVISES, f" AND {within('a.organisation_id', 'manage_orgs')}"
    ),
    unless=hidden("people_caselimit.person_id"),
)
table(
    models.PersonAccess,
    may=(READ,),
    visible=f"{any_of(f'user_id = {me()}', within('organisation_id', 'case_orgs'))}",
    unless=hidden("people_personaccess.person_id"),
)
table(
    models.Person,
    may=(READ, CHANGE),
    visible=may_see("people_person.id"),
    writable=supervises("people_person.id"),
    unless=hidden("people_person.id"),
)
table(
    models.Supervision,
    may=(READ,),
    visible=may_see("people_supervision.person_id"),
    unless=hidden("people_supervision.person_id"),
)
table(
    models.Sentence,
    may=(READ, ADD, CHANGE),
    visible=may_see("people_sentence.person_id"),
    writable=supervises("people_sentence.person_id"),
    unless=hidden("people_sentence.person_id"),
)
table(
    models.Requirement,
    may=(READ, ADD, CHANGE),
    visible="EXISTS (SELECT 1 FROM people_sentence s WHERE s.id = sentence_id)",
    writable=_of_a_supervised("people_sentence", "sentence_id"),
)
# Which prisons there are, and of which kind, is public.
for reference in (models.Prison, models.PrisonDesignation):
    table(reference, may=(READ,), visible="true")
table(
    models.Custody,
    may=(READ, ADD, CHANGE),
    visible=may_see("people_custody.person_id"),
    writable=supervises("people_custody.person_id"),
    unless=hidden("people_custody.person_id"),
)
for part in (models.HeldIn, models.ReleaseDate):
    table(
        part,
        may=(READ, ADD),
        visible="EXISTS (SELECT 1 FROM people_custody c WHERE c.id = custody_id)",
        writable=f"recorded_by_id = {me()} AND {_of_a_supervised('people_custody', 'custody_id')}",
    )
table(
    models.Assessment,
    may=(READ, ADD, CHANGE),
    visible=may_see("people_assessment.person_id", SUPERVISES),
    writable=supervises("people_assessment.person_id"),
    unless=hidden("people_assessment.person_id"),
)
table(
    models.AssessedNeed,
    may=(READ, ADD, CHANGE),
    visible="EXISTS (SELECT 1 FROM people_assessment s WHERE s.id = assessment_id)",
    writable=_of_a_supervised("people_assessment", "assessment_id"),
)
table(
    models.FactorsRecorded,
    may=(READ, ADD),
    visible=may_see("people_factorsrecorded.person_id", SUPERVISES),
    writable=f"recorded_by_id = {me()} AND {supervises('people_factorsrecorded.person_id')}",
    unless=hidden("people_factorsrecorded.person_id"),
)
_ONES_OWN_TRAINING = any_of(
    f"people_training.user_id = {me()}", within("people_training.organisation_id", "manage_orgs")
)
table(
    models.Training,
    may=(READ, ADD, CHANGE),
    visible=_ONES_OWN_TRAINING,
    writable=_ONES_OWN_TRAINING,
)
table(
    models.OfficerSupervision,
    may=(READ, ADD),
    visible=any_of(
        f"people_officersupervision.officer_id = {me()}",
        within("people_officersupervision.organisation_id", "manage_orgs"),
    ),
    writable=f"recorded_by_id = {me()} AND "
    + within("people_officersupervision.organisation_id", "manage_orgs"),
)
table(
    models.RiskFlag,
    may=(READ, ADD, CHANGE),
    visible=any_of(
        may_see("people_riskflag.person_id", SUPERVISES),
        may_see("people_riskflag.person_id", ("deliver",), " AND people_riskflag.id = ANY (a.shared_flags)"),
    ),
    writable=supervises("people_riskflag.person_id"),
    unless=hidden("people_riskflag.person_id"),
)
table(
    models.Restriction,
    may=(READ, ADD, CHANGE, REMOVE),
    visible="EXISTS (SELECT 1 FROM people_riskflag f WHERE f.id = flag_id)",
    writable=_of_a_supervised("people_riskflag", "flag_id"),
)
table(
    models.RiskLevelChange,
    may=(READ, ADD),
    visible=may_see("people_risklevelchange.person_id", SUPERVISES),
    writable=f"changed_by_id = {me()} AND {supervises('people_risklevelchange.person_id')}",
    unless=hidden("people_risklevelchange.person_id"),
)
table(
    models.PracticalNeeds,
    may=(READ, ADD, CHANGE),
    visible=may_see("people_practicalneeds.person_id"),
    writable=supervises("people_practicalneeds.person_id"),
    unless=hidden("people_practicalneeds.person_id"),
)
table(
    models.Consent,
    may=(READ, ADD),
    visible=may_see("people_consent.person_id", ("supervise", "self")),
    writable=f"recorded_by_id = {me()} AND {supervises('people_consent.person_id')}",
    unless=hidden("people_consent.person_id"),
)
table(
    models.Plan,
    may=(READ, ADD, CHANGE),
    visible=may_see("people_plan.person_id"),
    writable=supervises("people_plan.person_id"),
    unless=hidden("people_plan.person_id"),
)
table(
    models.Objective,
    may=(READ, ADD, CHANGE),
    visible="EXISTS (SELECT 1 FROM people_plan p WHERE p.id = plan_id)",
    writable=_of_a_supervised("people_plan", "plan_id"),
)
table(
    models.PlannedWork,
    may=(READ, ADD, CHANGE),
    visible="EXISTS (SELECT 1 FROM people_plan p WHERE p.id = plan_id)",
    writable=_of_a_supervised("people_plan", "plan_id"),
)


def _managed(transfer: str) -> str:
    """SQL: whoever acts manages cases where the transfer goes from or to."""
    return any_of(
        within(f"{transfer}.from_organisation_id", "manage_orgs"),
        within(f"{transfer}.to_organisation_id", "manage_orgs"),
    )


def _of_a_managed_transfer(column: str) -> str:
    return f"EXISTS (SELECT 1 FROM people_transfer t WHERE t.id = {column} AND {_managed('t')})"


table(models.Transfer, may=(READ,), visible=_managed("people_transfer"))
table(models.TransferMove, may=(READ,), visible=_of_a_managed_transfer("subject_id"))
# Whoever took a case over reads that line alone; the rest of the transfer is for those who manage cases.
table(
    models.TransferLine,
    may=(READ,),
    visible=any_of(
        f"moved_at IS NOT NULL AND to_officer_id = {me()}",
        _of_a_managed_transfer("transfer_id"),
    ),
    unless=hidden("people_transferline.person_id"),
)


def _of_a_part(table_name: str, condition: str) -> str:
    """SQL: the part of a plan that `subject_id` points at is in a plan for which `condition` holds."""
    return (
        f"EXISTS (SELECT 1 FROM {table_name} w JOIN people_plan p ON p.id = w.plan_id "
        f"WHERE w.id = subject_id AND {condition})"
    )


# Reasons are for who supervises, former versions for the person as well: who delivers reads what stands now.
for _moves, _subject in (
    (models.ObjectiveMove, "people_objective"),
    (models.PlannedWorkMove, "people_plannedwork"),
):
    table(
        _moves,
        may=(READ, ADD),
        visible=_of_a_part(_subject, may_see("p.person_id", SUPERVISES)),
        writable=f"by_id = {me()} AND {_of_a_part(_subject, supervises('p.person_id'))}",
    )
table(
    models.PlanVersion,
    may=(READ, ADD),
    visible=(
        "EXISTS (SELECT 1 FROM people_plan p WHERE p.id = plan_id AND "
        + may_see("p.person_id", ("supervise", "self"))
        + ")"
    ),
    writable=f"by_id = {me()} AND {_of_a_supervised('people_plan', 'plan_id')}",
)
table(
    models.PlanAnswer,
    may=(READ, ADD),
    visible=may_see("people_plananswer.person_id", ("supervise", "self")),
    writable=f"recorded_by_id = {me()} AND "
    + any_of(supervises("people_plananswer.person_id"), may_see("people_plananswer.person_id", ("self",))),
    unless=hidden("people_plananswer.person_id"),
)
written_by_triggers(
    *(f"people_{name}event" for name in ("person", "supervision", "sentence", "requirement", "assessment",
                                         "assessedneed", "riskflag", "restriction", "plan", "objective",
                                         "caselimit", "plannedwork", "training", "practicalneeds",
                                         "custody"))
)  # fmt: skip
