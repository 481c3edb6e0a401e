"""
What kinds of work services do, with the needs each answers (S243).

The list covers what is bought within the chain and what stands outside it. Source: Clinks, NCVO and TSRC,
Change & challenge (trackTR), May 2016, section 2.6; HM Inspectorate of Probation, Probation Supply Chains
(2018), Table 3.
"""

from collections.abc import Mapping
from typing import Final

from django.db import models

from throughline.vocabulary.needs import Need


class ServiceType(models.TextChoices):
    """One kind of work; `NEEDS_OF` says which needs it answers."""

    HOUSING_ADVICE = "housing_advice", "Housing advice and brokerage"
    ACCOMMODATION = "accommodation", "Accommodation"
    FLOATING_SUPPORT = "floating_support", "Floating support"
    DEBT_ADVICE = "debt_advice", "Debt and benefit advice"
    EMPLOYMENT = "employment", "Education, training and employment"
    RESETTLEMENT = "resettlement", "Resettlement and through the gate"
    UNPAID_WORK = "unpaid_work", "Unpaid work placements"
    ATTENDANCE_CENTRE = "attendance_centre", "Attendance centre"
    MENTORING = "mentoring", "Mentoring and peer support"
    RESTORATIVE = "restorative", "Restorative justice"
    MULTIPLE_NEEDS = "multiple_needs", "Work with multiple needs"
    VOLUNTEERING = "volunteering", "Volunteering"
    WOMEN = "women", "Women’s services"
    FAMILIES = "families", "Work with families"
    ARTS = "arts", "Arts"
    SUBSTANCE_USE = "substance_use", "Drug and alcohol recovery"
    WELLBEING = "wellbeing", "Emotional well-being"
    THINKING = "thinking", "Thinking and behaviour"
    CIRCLES = "circles", "Circles of support and accountability"
    GANGS = "gangs", "Work on gang membership"
    ADVOCACY = "advocacy", "Practical support and advocacy"
    OTHER = "other", "Other work"


NEEDS_OF: Final[Mapping[ServiceType, tuple[Need, ...]]] = {
    ServiceType.HOUSING_ADVICE: (Need.ACCOMMODATION,),
    ServiceType.ACCOMMODATION: (Need.ACCOMMODATION,),
    ServiceType.FLOATING_SUPPORT: (Need.ACCOMMODATION, Need.PRACTICAL),
    ServiceType.DEBT_ADVICE: (Need.FINANCE,),
    ServiceType.EMPLOYMENT: (Need.EMPLOYMENT,),
    ServiceType.RESETTLEMENT: (Need.ACCOMMODATION, Need.PRACTICAL),
    ServiceType.UNPAID_WORK: (Need.EMPLOYMENT,),
    ServiceType.ATTENDANCE_CENTRE: (Need.LIFESTYLE,),
    ServiceType.MENTORING: (Need.MENTORING,),
    ServiceType.RESTORATIVE: (Need.RESTORATIVE,),
    ServiceType.MULTIPLE_NEEDS: (Need.PRACTICAL, Need.WELLBEING),
    ServiceType.VOLUNTEERING: (Need.INCLUSION,),
    ServiceType.WOMEN: (Need.WOMEN,),
    ServiceType.FAMILIES: (Need.RELATIONSHIPS,),
    ServiceType.ARTS: (Need.INCLUSION,),
    ServiceType.SUBSTANCE_USE: (Need.DRUGS, Need.ALCOHOL),
    ServiceType.WELLBEING: (Need.WELLBEING,),
    ServiceType.THINKING: (Need.THINKING, Need.ATTITUDES),
    ServiceType.CIRCLES: (Need.RELATIONSHIPS, Need.INCLUSION),
    ServiceType.GANGS: (Need.GANGS,),
    ServiceType.ADVOCACY: (Need.PRACTICAL,),
    ServiceType.OTHER: (),
}
"""The needs that each kind of work answers unless a service says more."""
