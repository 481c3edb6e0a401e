"""
The smallest valid thing of each kind. Only what a test is about is written in it; the rest stands here.

One module for each context; tests take what they need from here.
"""

from tests.factories.changes import (
    BoardMeetingFactory as BoardMeetingFactory,
)
from tests.factories.changes import (
    ChangeLineFactory as ChangeLineFactory,
)
from tests.factories.changes import (
    ChangeNotificationFactory as ChangeNotificationFactory,
)
from tests.factories.changes import (
    RateCardReviewFactory as RateCardReviewFactory,
)
from tests.factories.changes import (
    SubcontractorLineFactory as SubcontractorLineFactory,
)
from tests.factories.concerns import (
    BreachNoticeFactory as BreachNoticeFactory,
)
from tests.factories.concerns import (
    BreachReadingFactory as BreachReadingFactory,
)
from tests.factories.concerns import (
    ConcernCopyFactory as ConcernCopyFactory,
)
from tests.factories.concerns import (
    ConcernDecisionFactory as ConcernDecisionFactory,
)
from tests.factories.concerns import (
    ConcernReadingFactory as ConcernReadingFactory,
)
from tests.factories.concerns import (
    RiskConcernFactory as RiskConcernFactory,
)
from tests.factories.core import (
    NOW as NOW,
)
from tests.factories.core import (
    START as START,
)
from tests.factories.core import (
    AreaFactory as AreaFactory,
)
from tests.factories.core import (
    AreaParentFactory as AreaParentFactory,
)
from tests.factories.core import (
    BoardAreaFactory as BoardAreaFactory,
)
from tests.factories.core import (
    BoardFactory as BoardFactory,
)
from tests.factories.core import (
    ImportedFileFactory as ImportedFileFactory,
)
from tests.factories.core import (
    MembershipFactory as MembershipFactory,
)
from tests.factories.core import (
    MessageChoiceFactory as MessageChoiceFactory,
)
from tests.factories.core import (
    MessageFactory as MessageFactory,
)
from tests.factories.core import (
    OrganisationFactory as OrganisationFactory,
)
from tests.factories.core import (
    OrganisationIdentifierFactory as OrganisationIdentifierFactory,
)
from tests.factories.core import (
    OrganisationMemberFactory as OrganisationMemberFactory,
)
from tests.factories.core import (
    OutcodeAreaFactory as OutcodeAreaFactory,
)
from tests.factories.core import (
    OutcodeFactory as OutcodeFactory,
)
from tests.factories.core import (
    ReadingFactory as ReadingFactory,
)
from tests.factories.core import (
    ReceivedFileFactory as ReceivedFileFactory,
)
from tests.factories.core import (
    RejectedRowFactory as RejectedRowFactory,
)
from tests.factories.core import (
    RowKeptFactory as RowKeptFactory,
)
from tests.factories.core import (
    SentFileFactory as SentFileFactory,
)
from tests.factories.core import (
    SiteFactory as SiteFactory,
)
from tests.factories.core import (
    StreamFactory as StreamFactory,
)
from tests.factories.core import (
    UserFactory as UserFactory,
)
from tests.factories.core import (
    WaitingContentFactory as WaitingContentFactory,
)
from tests.factories.core import (
    acting as acting,
)
from tests.factories.core import (
    ever as ever,
)
from tests.factories.core import (
    member as member,
)
from tests.factories.directory import (
    EligibilityRuleFactory as EligibilityRuleFactory,
)
from tests.factories.directory import (
    HighRiskClearanceFactory as HighRiskClearanceFactory,
)
from tests.factories.directory import (
    PilotFactory as PilotFactory,
)
from tests.factories.directory import (
    RouteContributionFactory as RouteContributionFactory,
)
from tests.factories.directory import (
    ServiceContactFactory as ServiceContactFactory,
)
from tests.factories.directory import (
    ServiceEvidenceFactory as ServiceEvidenceFactory,
)
from tests.factories.directory import (
    ServiceHoursFactory as ServiceHoursFactory,
)
from tests.factories.directory import (
    ServiceInformationFactory as ServiceInformationFactory,
)
from tests.factories.directory import (
    ServicePlaceFactory as ServicePlaceFactory,
)
from tests.factories.directory import (
    ServicePopulationFactory as ServicePopulationFactory,
)
from tests.factories.directory import (
    ServiceVersionFactory as ServiceVersionFactory,
)
from tests.factories.directory import (
    ServiceViewsFactory as ServiceViewsFactory,
)
from tests.factories.directory import (
    ServiceWordingFactory as ServiceWordingFactory,
)
from tests.factories.directory import (
    complete as complete,
)
from tests.factories.intentions import (
    IntentionFactory as IntentionFactory,
)
from tests.factories.line import (
    AgainFactory as AgainFactory,
)
from tests.factories.line import (
    AmendmentFactory as AmendmentFactory,
)
from tests.factories.line import (
    AppointmentFactory as AppointmentFactory,
)
from tests.factories.line import (
    AttendanceFactory as AttendanceFactory,
)
from tests.factories.line import (
    ConflictDecisionFactory as ConflictDecisionFactory,
)
from tests.factories.line import (
    EndReasonFactory as EndReasonFactory,
)
from tests.factories.line import (
    FromCustodyFactory as FromCustodyFactory,
)
from tests.factories.line import (
    HandoverFactory as HandoverFactory,
)
from tests.factories.line import (
    LaterDecisionFactory as LaterDecisionFactory,
)
from tests.factories.line import (
    MissedDecisionFactory as MissedDecisionFactory,
)
from tests.factories.line import (
    MovedWithReleaseFactory as MovedWithReleaseFactory,
)
from tests.factories.line import (
    OutcomeFactory as OutcomeFactory,
)
from tests.factories.line import (
    PlannedReferralFactory as PlannedReferralFactory,
)
from tests.factories.line import (
    RecheckDecisionFactory as RecheckDecisionFactory,
)
from tests.factories.line import (
    ReferralDetailsFactory as ReferralDetailsFactory,
)
from tests.factories.line import (
    ReferralEndFactory as ReferralEndFactory,
)
from tests.factories.line import (
    ReferralFactory as ReferralFactory,
)
from tests.factories.line import (
    RiskReadingFactory as RiskReadingFactory,
)
from tests.factories.line import (
    RiskRecheckFactory as RiskRecheckFactory,
)
from tests.factories.line import (
    RiskSharingFactory as RiskSharingFactory,
)
from tests.factories.line import (
    SharedFactory as SharedFactory,
)
from tests.factories.money import (
    AccountFactory as AccountFactory,
)
from tests.factories.money import (
    BudgetFactory as BudgetFactory,
)
from tests.factories.money import (
    ChoiceApprovalFactory as ChoiceApprovalFactory,
)
from tests.factories.money import (
    ChoiceLimitFactory as ChoiceLimitFactory,
)
from tests.factories.money import (
    CommitmentFactory as CommitmentFactory,
)
from tests.factories.money import (
    FixedPriceFactory as FixedPriceFactory,
)
from tests.factories.money import (
    LedgerEntryFactory as LedgerEntryFactory,
)
from tests.factories.money import (
    ProviderReturnFactory as ProviderReturnFactory,
)
from tests.factories.money import (
    ReconciledLineFactory as ReconciledLineFactory,
)
from tests.factories.money import (
    ReconciliationFactory as ReconciliationFactory,
)
from tests.factories.money import (
    ReturnLineFactory as ReturnLineFactory,
)
from tests.factories.noticeboard import (
    OfferFactory as OfferFactory,
)
from tests.factories.noticeboard import (
    OfferPriceFactory as OfferPriceFactory,
)
from tests.factories.noticeboard import (
    StatedNeedFactory as StatedNeedFactory,
)
from tests.factories.open_data import (
    PseudonymisedExportFactory as PseudonymisedExportFactory,
)
from tests.factories.open_data import (
    PublicationFactory as PublicationFactory,
)
from tests.factories.people import (
    AssessedNeedFactory as AssessedNeedFactory,
)
from tests.factories.people import (
    AssessmentFactory as AssessmentFactory,
)
from tests.factories.people import (
    CaseLimitFactory as CaseLimitFactory,
)
from tests.factories.people import (
    ConsentFactory as ConsentFactory,
)
from tests.factories.people import (
    CustodyFactory as CustodyFactory,
)
from tests.factories.people import (
    FactorsRecordedFactory as FactorsRecordedFactory,
)
from tests.factories.people import (
    HeldInFactory as HeldInFactory,
)
from tests.factories.people import (
    HidingFactory as HidingFactory,
)
from tests.factories.people import (
    ObjectiveFactory as ObjectiveFactory,
)
from tests.factories.people import (
    OfficerSupervisionFactory as OfficerSupervisionFactory,
)
from tests.factories.people import (
    PersonAccessFactory as PersonAccessFactory,
)
from tests.factories.people import (
    PersonFactory as PersonFactory,
)
from tests.factories.people import (
    PlanAnswerFactory as PlanAnswerFactory,
)
from tests.factories.people import (
    PlanFactory as PlanFactory,
)
from tests.factories.people import (
    PlannedWorkFactory as PlannedWorkFactory,
)
from tests.factories.people import (
    PlanVersionFactory as PlanVersionFactory,
)
from tests.factories.people import (
    PracticalNeedsFactory as PracticalNeedsFactory,
)
from tests.factories.people import (
    PrisonDesignationFactory as PrisonDesignationFactory,
)
from tests.factories.people import (
    PrisonFactory as PrisonFactory,
)
from tests.factories.people import (
    ReleaseDateFactory as ReleaseDateFactory,
)
from tests.factories.people import (
    RequirementFactory as RequirementFactory,
)
from tests.factories.people import (
    RestrictionFactory as RestrictionFactory,
)
from tests.factories.people import (
    RiskFlagFactory as RiskFlagFactory,
)
from tests.factories.people import (
    RiskLevelChangeFactory as RiskLevelChangeFactory,
)
from tests.factories.people import (
    SentenceFactory as SentenceFactory,
)
from tests.factories.people import (
    SupervisionFactory as SupervisionFactory,
)
from tests.factories.people import (
    TrainingFactory as TrainingFactory,
)
from tests.factories.people import (
    TransferFactory as TransferFactory,
)
from tests.factories.people import (
    TransferLineFactory as TransferLineFactory,
)
from tests.factories.policies import (
    LocalNoteFactory as LocalNoteFactory,
)
from tests.factories.policies import (
    NoteEndFactory as NoteEndFactory,
)
from tests.factories.policies import (
    NotReferredFactory as NotReferredFactory,
)
from tests.factories.policies import (
    PolicyStanceFactory as PolicyStanceFactory,
)
from tests.factories.policies import (
    ReferralPolicyFactory as ReferralPolicyFactory,
)
from tests.factories.policies import (
    TeamFactory as TeamFactory,
)
from tests.factories.policies import (
    UnmetNeedFactory as UnmetNeedFactory,
)
from tests.factories.pots import (
    PotFactory as PotFactory,
)
from tests.factories.pots import (
    PotKindFactory as PotKindFactory,
)
from tests.factories.queues import (
    QueueOverrideFactory as QueueOverrideFactory,
)
from tests.factories.receiving import (
    CaseDifferenceFactory as CaseDifferenceFactory,
)
from tests.factories.receiving import (
    CaseloadLimitFactory as CaseloadLimitFactory,
)
from tests.factories.receiving import (
    OverCaseloadFactory as OverCaseloadFactory,
)
from tests.factories.receiving import (
    ReceiptMarkFactory as ReceiptMarkFactory,
)
from tests.factories.reviews import (
    FeedbackAskedFactory as FeedbackAskedFactory,
)
from tests.factories.reviews import (
    FeedbackGivenFactory as FeedbackGivenFactory,
)
from tests.factories.reviews import (
    FeedbackMarkFactory as FeedbackMarkFactory,
)
from tests.factories.reviews import (
    PlanReviewFactory as PlanReviewFactory,
)
from tests.factories.searches import (
    SavedSearchFactory as SavedSearchFactory,
)
from tests.factories.searches import (
    SharedSearchFactory as SharedSearchFactory,
)
from tests.factories.silence import (
    AbsenceCoverFactory as AbsenceCoverFactory,
)
from tests.factories.silence import (
    AbsenceFactory as AbsenceFactory,
)
from tests.factories.silence import (
    ContactFactory as ContactFactory,
)
from tests.factories.silence import (
    QuietSpellFactory as QuietSpellFactory,
)
from tests.factories.supply import (
    AgreementAreaFactory as AgreementAreaFactory,
)
from tests.factories.supply import (
    AgreementFactory as AgreementFactory,
)
from tests.factories.supply import (
    AreaRoleFactory as AreaRoleFactory,
)
from tests.factories.supply import (
    ItemAreaFactory as ItemAreaFactory,
)
from tests.factories.supply import (
    ItemBuyerFactory as ItemBuyerFactory,
)
from tests.factories.supply import (
    OwnershipFactory as OwnershipFactory,
)
from tests.factories.supply import (
    PriceFactory as PriceFactory,
)
from tests.factories.supply import (
    RateCardItemFactory as RateCardItemFactory,
)
from tests.factories.supply import (
    SchemeFactory as SchemeFactory,
)
from tests.factories.supply import (
    SchemeRuleFactory as SchemeRuleFactory,
)
from tests.factories.supply import (
    ServiceActivityFactory as ServiceActivityFactory,
)
from tests.factories.supply import (
    ServiceAreaFactory as ServiceAreaFactory,
)
from tests.factories.supply import (
    ServiceFactory as ServiceFactory,
)
from tests.factories.supply import (
    ServiceKindFactory as ServiceKindFactory,
)
from tests.factories.supply import (
    ServiceNeedFactory as ServiceNeedFactory,
)
from tests.factories.supply import (
    ServiceRouteFactory as ServiceRouteFactory,
)
from tests.factories.supply import (
    TenureFactory as TenureFactory,
)
from tests.factories.supply import (
    chain as chain,
)
