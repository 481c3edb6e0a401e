"""Why nothing on offer answers a need (S72)."""

from django.db import models


class NothingFits(models.TextChoices):
    """
    Why no service of the directory does for a person and a need.

    Source: HM Inspectorate of Probation, Probation Supply Chains (2018), section 4.5 and Table 4: what is
    offered is something else than what is needed, in too few places, at too few times.
    """

    NONE_HERE = "none_here", "Nothing of this kind is given where they live"
    OTHER_KIND = "other_kind", "What is given is something else than what they need"
    NOT_FOR_THEM = "not_for_them", "None of it is for people like them"
    FULL = "full", "It is full or closed, or the wait is too long"
    TOO_FAR = "too_far", "It is too far to travel"
    TIMES = "times", "Not at a time, in a language or in a way that they can use"

    @property
    def hint(self) -> str:
        """An example of it."""
        return _HINTS[self]


_HINTS = {
    NothingFits.NONE_HERE: "No service of the area answers this need",
    NothingFits.OTHER_KIND: "For example, help to look for a home where a home is needed",
    NothingFits.NOT_FOR_THEM: "For example, their age, their offence or their risk keeps them out",
    NothingFits.FULL: "A place would come too late for this sentence",
    NothingFits.TOO_FAR: "The journey costs too much or takes too long",
    NothingFits.TIMES: "For example, in the day only, for somebody who works",
}
