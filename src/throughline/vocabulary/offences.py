"""Kinds of offence, as far as they decide whether a service is for somebody (S65)."""

from django.db import models


class OffenceKind(models.TextChoices):
    """The groups in which the Ministry of Justice publishes offences, arson and stalking told apart."""

    VIOLENCE = "violence", "Violence against the person"
    DOMESTIC = "domestic", "Violence in the home"
    STALKING = "stalking", "Stalking or harassment"
    SEXUAL = "sexual", "Sexual offence"
    ROBBERY = "robbery", "Robbery"
    THEFT = "theft", "Theft"
    ARSON = "arson", "Arson"
    DAMAGE = "damage", "Criminal damage"
    DRUGS = "drugs", "Drug offence"
    WEAPONS = "weapons", "Possession of weapons"
    PUBLIC_ORDER = "public_order", "Public order offence"
    FRAUD = "fraud", "Fraud"
    MOTORING = "motoring", "Motoring offence"
    OTHER = "other", "Other offence"
