"""Whom services are meant for: one list, main or also served (S163)."""

from django.db import models


class Population(models.TextChoices):
    """
    Groups of people that a service is made for, or serves as well.

    Source: Clinks, NCVO and TSRC, Change & challenge (trackTR), May 2016, Table 1, every
    row of it; veterans are added because services for them are commissioned.
    """

    WOMEN = "women", "Women"
    MEN = "men", "Men"
    CHILDREN = "children", "Children aged 15 or under"
    YOUNG_PEOPLE = "young_people", "Young people aged 16 to 18"
    YOUNG_ADULTS = "young_adults", "Young adults (18 to 25)"
    OLDER = "older", "Older people"
    CARE_LEAVERS = "care_leavers", "Care leavers"
    ETHNIC_MINORITIES = "ethnic_minorities", "Black, Asian and minority ethnic people"
    LGBT = "lgbt", "Lesbian, gay, bisexual and transgender people"
    MENTAL_HEALTH = "mental_health", "People with mental health problems"
    ADDICTION = "addiction", "People with addictions"
    HOMELESS = "homeless", "Homeless people"
    POVERTY = "poverty", "People in poverty"
    LEARNING = "learning", "People with learning disabilities or difficulties"
    PHYSICAL = "physical", "People with physical disabilities"
    REFUGEES = "refugees", "Refugees, asylum seekers and migrants"
    FAITH = "faith", "Faith communities"
    VICTIMS = "victims", "Victims of crime"
    FAMILIES = "families", "Families of people in prison or on probation"
    CARERS = "carers", "Carers and parents"
    ORGANISATIONS = "organisations", "Other charities and voluntary organisations"
    VETERANS = "veterans", "Veterans of the armed forces"
    ANYBODY = "anybody", "Anybody on probation"
