"""Which referrals, appointments and records of delivery the web role sees."""

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
from throughline.line import models
from throughline.people.row_security import hidden, may_see, supervises

_SUPERVISES_OR_IS = ("supervise", "self")
_REFERRAL_SEEN = "EXISTS (SELECT 1 FROM line_referral r WHERE r.id = {column})"

table(
    models.Referral,
    may=(READ, ADD, CHANGE),
    visible=any_of(
        f"worker_id = {me()}",
        f"state <> 'draft' AND {within('deliverer_id', 'case_orgs')}",
        f"state <> 'draft' AND {within('prime_id', 'chain_orgs')}",
        may_see("line_referral.person_id", ("supervise",)),
        f"state <> 'draft' AND {may_see('line_referral.person_id', ('self',))}",
    ),
    writable=any_of(
        f"worker_id = {me()}",
        within("deliverer_id", "case_orgs"),
        supervises("line_referral.person_id"),
    ),
    unless=hidden("line_referral.person_id"),
)
for _of_a_referral in (models.ReferralDetails, models.FromCustody, models.Amendment):
    table(
        _of_a_referral,
        may=(READ, ADD) if _of_a_referral is models.Amendment else (READ, ADD, CHANGE),
        # A prime sees the referral, and not what is wanted for somebody it may not know.
        visible=(
            f"EXISTS (SELECT 1 FROM line_referral r WHERE r.id = referral_id AND {may_see('r.person_id')})"
        ),
        writable=(
            f"EXISTS (SELECT 1 FROM line_referral r WHERE r.id = referral_id AND {supervises('r.person_id')})"
        ),
    )
# Written by the system, once whoever supervises the person has moved the day.
table(
    models.MovedWithRelease,
    may=(READ,),
    visible=any_of(
        "EXISTS (SELECT 1 FROM line_appointment p WHERE p.id = appointment_id)",
        "EXISTS (SELECT 1 FROM people_plannedwork w WHERE w.id = work_id)",
        f"EXISTS (SELECT 1 FROM line_referral r WHERE r.id = referral_id AND {may_see('r.person_id')})",
    ),
)
_LISTED = "line_listedreferral"
table(
    models.ListedReferral,
    may=(READ,),
    visible=any_of(
        f"state <> 'draft' AND {within('deliverer_id', 'case_orgs')}",
        f"worker_id = {me()}",
        f"state <> 'draft' AND {within('prime_id', 'chain_orgs')}",
        may_see(f"{_LISTED}.person_id", ("supervise",)),
        f"state <> 'draft' AND {may_see(f'{_LISTED}.person_id', ('self',))}",
    ),
    unless=hidden(f"{_LISTED}.person_id"),
)
# A prime reads lines without knowing whom they are about, and so does a provider when its work has ended.
table(
    models.ListedName,
    may=(READ,),
    visible=any_of(
        f"is_with_provider AND {any_of(within('deliverer_id', 'case_orgs'), f'worker_id = {me()}')}",
        may_see("line_listedname.person_id", _SUPERVISES_OR_IS),
    ),
    unless=hidden("line_listedname.person_id"),
)
_DELIVERS_OR_SUPERVISES = (
    "EXISTS (SELECT 1 FROM line_referral r WHERE r.id = referral_id AND "
    + any_of(f"r.worker_id = {me()}", within("r.deliverer_id", "case_orgs"), supervises("r.person_id"))
    + ")"
)
_DELIVERS = (
    "EXISTS (SELECT 1 FROM line_referral r WHERE r.id = referral_id AND "
    + any_of(f"r.worker_id = {me()}", within("r.deliverer_id", "case_orgs"))
    + ")"
)
table(
    models.ReferralMove,
    may=(READ, ADD),
    visible=_REFERRAL_SEEN.format(column="subject_id"),
    # A prime and the person read the history of a referral, and write none of it.
    writable=f"by_id = {me()} AND " + _DELIVERS_OR_SUPERVISES.replace("= referral_id", "= subject_id"),
)
table(
    models.Handover,
    may=(READ,),
    visible=_REFERRAL_SEEN.format(column="referral_id"),
)
table(
    models.RiskSharing,
    may=(READ, ADD),
    visible=any_of(
        f"shared AND {_DELIVERS_OR_SUPERVISES}",
        "EXISTS (SELECT 1 FROM line_referral r WHERE r.id = referral_id AND "
        + may_see("r.person_id", ("supervise",))
        + ")",
    ),
    writable=(
        f"decided_by_id = {me()} AND EXISTS (SELECT 1 FROM line_referral r WHERE r.id = referral_id AND "
        + supervises("r.person_id")
        + ")"
    ),
)
table(
    models.Shared,
    may=(READ, ADD),
    visible=may_see("line_shared.person_id", ("supervise",)),
    writable=f"by_id = {me()} AND {supervises('line_shared.person_id')}",
    unless=hidden("line_shared.person_id"),
)
table(
    models.RiskReading,
    may=(READ, ADD),
    visible="EXISTS (SELECT 1 FROM line_risksharing s WHERE s.id = sharing_id)",
    writable=f"read_by_id = {me()} AND EXISTS (SELECT 1 FROM line_risksharing s WHERE s.id = sharing_id)",
)
table(
    models.ConflictDecision,
    may=(READ, ADD),
    visible="EXISTS (SELECT 1 FROM line_risksharing s WHERE s.id = sharing_id)",
    writable=(
        f"decided_by_id = {me()} AND EXISTS (SELECT 1 FROM line_risksharing s "
        "JOIN line_referral r ON r.id = s.referral_id WHERE s.id = sharing_id AND "
        + supervises("r.person_id")
        + ")"
    ),
)
table(
    models.RiskRecheck,
    may=(READ, ADD),
    visible=any_of(_DELIVERS_OR_SUPERVISES, may_see("line_riskrecheck.person_id", ("supervise",))),
    writable=supervises("line_riskrecheck.person_id"),
    unless=hidden("line_riskrecheck.person_id"),
)
table(
    models.RecheckDecision,
    may=(READ, ADD),
    visible="EXISTS (SELECT 1 FROM line_riskrecheck k WHERE k.id = recheck_id)",
    writable=f"decided_by_id = {me()} AND {supervises('line_recheckdecision.person_id')}",
    unless=hidden("line_recheckdecision.person_id"),
)
_APPOINTMENT_SEEN = any_of(
    f"worker_id = {me()}",
    within("organisation_id", "case_orgs"),
    may_see("line_appointment.person_id", _SUPERVISES_OR_IS),
)


def _works_on_it(row: str) -> str:
    """SQL: whoever acts holds the appointment, sees its provider's cases, or supervises the person."""
    return any_of(
        f"{row}.worker_id = {me()}",
        within(f"{row}.organisation_id", "case_orgs"),
        supervises(f"{row}.person_id"),
    )


def _of_an_appointment_worked_on(column: str) -> str:
    return f"EXISTS (SELECT 1 FROM line_appointment p WHERE p.id = {column} AND {_works_on_it('p')})"


table(
    models.Appointment,
    may=(READ, ADD, CHANGE),
    visible=_APPOINTMENT_SEEN,
    writable=_works_on_it("line_appointment"),
    unless=hidden("line_appointment.person_id"),
)
table(
    models.AppointmentMove,
    may=(READ, ADD),
    visible="EXISTS (SELECT 1 FROM line_appointment p WHERE p.id = subject_id)",
    # The person reads what became of an appointment, and writes none of it.
    writable=f"by_id = {me()} AND {_of_an_appointment_worked_on('subject_id')}",
)
table(
    models.Attendance,
    may=(READ, ADD),
    visible="EXISTS (SELECT 1 FROM line_appointment p WHERE p.id = appointment_id)",
    writable=f"recorded_by_id = {me()} AND {_of_an_appointment_worked_on('appointment_id')}",
    unless=hidden("line_attendance.person_id"),
)
table(
    models.LaterDecision,
    may=(READ, ADD),
    visible="EXISTS (SELECT 1 FROM line_appointment p WHERE p.id = appointment_id)",
    writable=f"decided_by_id = {me()} AND {supervises('line_laterdecision.person_id')}",
    unless=hidden("line_laterdecision.person_id"),
)
table(
    models.MissedDecision,
    may=(READ, ADD),
    visible="EXISTS (SELECT 1 FROM line_attendance t WHERE t.id = attendance_id)",
    writable=f"decided_by_id = {me()} AND {supervises('line_misseddecision.person_id')}",
    unless=hidden("line_misseddecision.person_id"),
)
table(
    models.BreachNotice,
    may=(READ, ADD),
    visible=any_of(_DELIVERS_OR_SUPERVISES, may_see("line_breachnotice.person_id", ("supervise",))),
    writable=f"made_by_id = {me()} AND {supervises('line_breachnotice.person_id')}",
    unless=hidden("line_breachnotice.person_id"),
)
_BREACH_SEEN = "EXISTS (SELECT 1 FROM line_breachnotice b WHERE b.id = notice_id)"
table(
    models.BreachReading,
    may=(READ, ADD),
    visible=_BREACH_SEEN,
    writable=f"read_by_id = {me()} AND {_BREACH_SEEN}",
)
table(
    models.Outcome,
    may=(READ, ADD),
    visible=_REFERRAL_SEEN.format(column="referral_id"),
    writable=f"recorded_by_id = {me()} AND {_DELIVERS_OR_SUPERVISES}",
)
table(
    models.NotReferred,
    may=(READ, ADD, CHANGE),
    visible=may_see("line_notreferred.person_id", ("supervise",)),
    writable=f"recorded_by_id = {me()} AND {supervises('line_notreferred.person_id')}",
    unless=hidden("line_notreferred.person_id"),
)
table(
    models.UnmetNeed,
    may=(READ, ADD, CHANGE),
    visible=may_see("line_unmetneed.person_id", ("supervise",)),
    writable=f"recorded_by_id = {me()} AND {supervises('line_unmetneed.person_id')}",
    unless=hidden("line_unmetneed.person_id"),
)
_WORKED_ON_OR_SUPERVISED = any_of(
    _DELIVERS,
    "EXISTS (SELECT 1 FROM line_referral r WHERE r.id = referral_id AND "
    + may_see("r.person_id", ("supervise",))
    + ")",
)
table(
    models.ReceiptMark,
    may=(READ, ADD),
    visible=any_of(
        _WORKED_ON_OR_SUPERVISED,
        "service_id IN (SELECT v.id FROM supply_service v JOIN supply_scheme c ON c.id = v.scheme_id "
        f"WHERE {within('c.steward_id', 'oversight_orgs')})",
    ),
    writable=(
        f"marked_by_id = {me()} AND {within('deliverer_id', 'case_orgs')} "
        f"AND {_REFERRAL_SEEN.format(column='referral_id')}"
    ),
)
table(models.EndReason, may=(READ,), visible="true")  # a list of reasons says nothing of anybody
table(
    models.ReferralEnd,
    may=(READ, ADD),
    visible=_WORKED_ON_OR_SUPERVISED,
    writable=f"ended_by_id = {me()} AND {_DELIVERS_OR_SUPERVISES}",
)
table(
    models.Again,
    may=(READ, ADD),
    visible=_WORKED_ON_OR_SUPERVISED,
    writable=(
        f"linked_by_id = {me()} AND EXISTS (SELECT 1 FROM line_referral r WHERE r.id = referral_id AND "
        + supervises("r.person_id")
        + ")"
    ),
)
table(
    models.CaseDifference,
    may=(READ,),
    visible=_WORKED_ON_OR_SUPERVISED,
)
table(
    models.Contact,
    may=(READ, ADD),
    visible=_WORKED_ON_OR_SUPERVISED,
    writable=f"recorded_by_id = {me()} AND {_DELIVERS_OR_SUPERVISES}",
    unless=hidden("line_contact.person_id"),
)
table(
    models.Absence,
    may=(READ, ADD, CHANGE),
    visible=any_of(f"worker_id = {me()}", within("organisation_id", "case_orgs")),
)
table(
    models.AbsenceCover,
    may=(READ, ADD, CHANGE, REMOVE),
    visible="EXISTS (SELECT 1 FROM line_absence a WHERE a.id = absence_id)",
)
table(
    models.QuietSpell,
    may=(READ,),
    visible=any_of(
        f"referral_id IS NOT NULL AND {_WORKED_ON_OR_SUPERVISED}",
        may_see("line_quietspell.person_id", ("supervise",)),
    ),
    unless=hidden("line_quietspell.person_id"),
)
table(
    models.CaseloadLimit,
    may=(READ, ADD, CHANGE),
    visible=within("organisation_id", "case_orgs"),
)
table(
    models.OverCaseload,
    may=(READ, ADD),
    visible=_WORKED_ON_OR_SUPERVISED,
    writable=(
        f"given_by_id = {me()} AND EXISTS (SELECT 1 FROM line_referral r WHERE r.id = referral_id "
        f"AND {within('r.deliverer_id', 'case_orgs')})"
    ),
)
_CONCERN_SEEN = "EXISTS (SELECT 1 FROM line_riskconcern c WHERE c.id = concern_id)"
table(
    models.ConcernCopy,
    may=(READ, ADD),
    visible=any_of(_DELIVERS_OR_SUPERVISES, may_see("line_concerncopy.person_id", ("supervise",))),
    writable=f"made_by_id = {me()} AND {supervises('line_concerncopy.person_id')}",
    unless=hidden("line_concerncopy.person_id"),
)
table(
    models.RiskConcern,
    may=(READ, ADD),
    visible=any_of(
        _DELIVERS_OR_SUPERVISES,
        may_see("line_riskconcern.person_id", ("supervise",)),
        "EXISTS (SELECT 1 FROM line_concerncopy k WHERE k.concern_id = line_riskconcern.id)",
    ),
    writable=f"raised_by_id = {me()} AND " + _DELIVERS,
    unless=hidden("line_riskconcern.person_id"),
)
table(
    models.ConcernDecision,
    may=(READ, ADD),
    visible=_CONCERN_SEEN,
    writable=f"decided_by_id = {me()} AND {supervises('line_concerndecision.person_id')}",
    unless=hidden("line_concerndecision.person_id"),
)
table(
    models.ConcernReading,
    may=(READ, ADD),
    visible=_CONCERN_SEEN,
    writable=f"read_by_id = {me()} AND {_CONCERN_SEEN}",
)
table(
    models.PlanReview,
    may=(READ, ADD, CHANGE),
    visible=may_see("line_planreview.person_id", ("supervise",)),
    writable=supervises("line_planreview.person_id"),
    unless=hidden("line_planreview.person_id"),
)
table(
    models.FeedbackMark,
    may=(READ, ADD, CHANGE),
    visible=may_see("line_feedbackmark.person_id", ("supervise",)),
    writable=f"marked_by_id = {me()} AND {supervises('line_feedbackmark.person_id')}",
    unless=hidden("line_feedbackmark.person_id"),
)
table(
    models.FeedbackAsked,
    may=(READ, ADD),
    visible=any_of(_DELIVERS, may_see("line_feedbackasked.person_id", ("supervise",))),
    writable=f"asked_by_id = {me()} AND {supervises('line_feedbackasked.person_id')}",
    unless=hidden("line_feedbackasked.person_id"),
)
table(
    models.FeedbackGiven,
    may=(READ, ADD),
    visible="EXISTS (SELECT 1 FROM line_feedbackasked q WHERE q.id = asked_id)",
    writable=(
        f"given_by_id = {me()} AND EXISTS (SELECT 1 FROM line_feedbackasked q "
        "JOIN line_referral r ON r.id = q.referral_id WHERE q.id = asked_id AND "
        + any_of(f"r.worker_id = {me()}", within("r.deliverer_id", "case_orgs"))
        + ")"
    ),
)
table(
    models.QueueOverride,
    may=(READ, ADD),
    visible=any_of(
        f"{within('deliverer_id', 'case_orgs')} AND {_REFERRAL_SEEN.format(column='referral_id')}",
        f"buyers && {mine('queue_orgs')}",
        "service_id IN (SELECT v.id FROM supply_service v JOIN supply_scheme c ON c.id = v.scheme_id "
        f"WHERE {within('c.steward_id', 'oversight_orgs')})",
    ),
    # Whose turn was passed over is worked out from the whole queue, by the system.
    writable="false",
)
table(
    models.PlannedReferral,
    may=(READ, ADD, CHANGE),
    visible=(
        f"{_REFERRAL_SEEN.format(column='referral_id')} "
        "AND EXISTS (SELECT 1 FROM people_plannedwork w WHERE w.id = work_id)"
    ),
    writable=(
        "EXISTS (SELECT 1 FROM line_referral r WHERE r.id = referral_id AND "
        + supervises("r.person_id")
        + ")"
    ),
)
written_by_triggers(
    "line_absenceevent",
    "line_endreasonevent",
    "line_absencecoverevent",
    "line_caseloadlimitevent",
    "line_referralevent",
    "line_referraldetailsevent",
    "line_fromcustodyevent",
    "line_appointmentevent",
    "line_notreferredevent",
    "line_plannedreferralevent",
    "line_unmetneedevent",
    "line_planreviewevent",
    "line_feedbackmarkevent",
)
