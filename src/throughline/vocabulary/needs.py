"""What people need and what services answer: one list, used by assessments, plans and the directory."""

from typing import Final

from django.db import models


class Need(models.TextChoices):
    """
    Needs as the field assesses and commissions them: the ten OASys sections, then those the sources add.

    Source: OASys section names; HM Inspectorate of Probation, Probation Supply Chains (2018), Table 3 and
    executive summary (S17, S73).
    """

    ACCOMMODATION = "accommodation", "Accommodation"
    EMPLOYMENT = "employment", "Education, training and employment"
    FINANCE = "finance", "Finance, benefit and debt"
    RELATIONSHIPS = "relationships", "Family and relationships"
    LIFESTYLE = "lifestyle", "Lifestyle and associates"
    DRUGS = "drugs", "Drug misuse"
    ALCOHOL = "alcohol", "Alcohol misuse"
    WELLBEING = "wellbeing", "Emotional well-being"
    THINKING = "thinking", "Thinking and behaviour"
    ATTITUDES = "attitudes", "Attitudes"
    MENTORING = "mentoring", "Mentoring and peer support"
    WOMEN = "women", "Women's services"
    PRACTICAL = "practical", "Practical support and advocacy"
    RESTORATIVE = "restorative", "Restorative justice"
    GANGS = "gangs", "Gang membership"
    INCLUSION = "inclusion", "Social inclusion"


LEAST_AVAILABLE: Final = (Need.GANGS, Need.FINANCE, Need.ATTITUDES, Need.ACCOMMODATION)
"""The needs that the inspectors found met least, attitudes that discriminate among them (S73)."""


class Sex(models.TextChoices):
    """Sex as recorded in the sentence of the court; used where a service is for women or for men only."""

    FEMALE = "female", "Female"
    MALE = "male", "Male"
    UNKNOWN = "unknown", "Not recorded"
