"""What is wanted of a referral, and how complete it is."""

from __future__ import annotations

from django.db.models import QuerySet

from throughline.line.models import Amendment, Referral, ReferralDetails
from throughline.line.rules.completeness import Completeness, Said, completeness
from throughline.people.models import PracticalNeeds
from throughline.vocabulary.orders import RequirementKind


def details_of(referral: Referral) -> ReferralDetails | None:
    """What is wanted of a referral, where anything was said."""
    return ReferralDetails.objects.filter(referral=referral).first()


def practical_needs_of(person_id: int) -> PracticalNeeds | None:
    """What has to be arranged for a person, where it was asked, for whoever may see the person."""
    return PracticalNeeds.objects.filter(person=person_id).select_related("said_by").first()


def amendments_of(referral: Referral) -> QuerySet[Amendment]:
    """What was changed after a referral was sent, the latest first."""
    return Amendment.objects.filter(referral=referral).select_related("made_by")


def completeness_of(
    referral: Referral, details: ReferralDetails | None, needs: PracticalNeeds | None
) -> Completeness:
    """How much of what the provider needs a referral says, for those who know the person (S104)."""
    return completeness(
        Said(
            reason=bool(referral.reason.strip()),
            outcomes=bool(details and details.outcomes),
            complexity=bool(details and details.complexity),
            finish_by=bool(details and details.finish_by),
            practical_needs=needs is not None,
            days_wanted=bool(details and details.days_wanted),
            is_under_rar=referral.requirement.kind == RequirementKind.RAR,
        )
    )
