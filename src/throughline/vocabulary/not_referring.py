"""Why an eligible service is not used (S69)."""

from django.db import models


class NotReferredBecause(models.TextChoices):
    """
    Why an officer does not refer to a service that the person is eligible for.

    Source: HM Inspectorate of Probation, Probation Supply Chains (2018), Table 5, every row of it.
    """

    MIXED_MESSAGES = "mixed_messages", "Mixed messages from the organisation"
    BUREAUCRACY = "bureaucracy", "Bureaucracy and complex IT"
    BUDGET = "budget", "Worries about the budget"
    AWARENESS = "awareness", "Not aware of the service in time"
    SUITABILITY = "suitability", "The service does not seem suitable"
    CULTURE = "culture", "It is not how we work here"

    @property
    def hint(self) -> str:
        """What somebody would say who gives this reason."""
        return _HINTS[self]


_HINTS = {
    NotReferredBecause.MIXED_MESSAGES: "I was told different things about whether to refer to it",
    NotReferredBecause.BUREAUCRACY: "Making the referral takes too long or the system is too hard to use",
    NotReferredBecause.BUDGET: "It costs too much, or I was told to spare the money",
    NotReferredBecause.AWARENESS: "I found out about it too late to use it",
    NotReferredBecause.SUITABILITY: "I doubt that it would help this person",
    NotReferredBecause.CULTURE: "My team does such work itself, or would rather not work with this provider",
}
