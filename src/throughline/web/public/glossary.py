"""The words used on these pages, in our own words, with what else people call the same thing (S1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Term:
    """One word: what it means here, other words for it, and the tier where it names one."""

    word: str
    meaning: str
    also: tuple[str, ...] = ()
    tier: int | None = None

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return "".join(one if one.isalnum() else "-" for one in self.word.lower()).strip("-")

    def is_called(self, asked: str) -> bool:
        """Whether what was asked for is the word or another word for it, as one or as many."""
        return any(asked in (one.lower(), f"{one.lower()}s") for one in (self.word, *self.also))

    def fits(self, asked: str) -> bool:
        """Whether what was asked for is the word, another word for it, or part of one."""
        return any(asked in one.lower() for one in (self.word, *self.also))


TERMS: Final = (
    Term(
        "Agreement",
        "What a payer and a provider have settled between them. Agreements hang below one another "
        "and make the chain.",
        ("contract", "grant", "subcontract"),
    ),
    Term(
        "As at",
        "The day for which a page is shown. Everything here has a first and a last day.",
    ),
    Term(
        "Change Notification",
        "A prime’s proposal to change its rate card, decided by the Change Board.",
    ),
    Term(
        "Clawback",
        "What a prime gives back when it was paid more in advance than was delivered.",
    ),
    Term(
        "Community rehabilitation company",
        "A company that supervised most people on probation in one contract package area from 2014 to 2021.",
        ("CRC",),
    ),
    Term(
        "Contract package area",
        "One of 21 parts of England and Wales, each let to one community rehabilitation company "
        "from 2014 to 2021.",
        ("CPA",),
    ),
    Term(
        "Core contract",
        "A funding route: the service is paid for by the contract itself, and nothing is charged "
        "when somebody is referred.",
    ),
    Term(
        "Distance travelled",
        "How far a person has come, by the same measure at the start and at the end.",
    ),
    Term(
        "Funding route",
        "How a service is paid for, and by whom: rate card, core contract, co-commissioned, "
        "charitable or own funds, or spot purchase.",
    ),
    Term(
        "ISPA",
        "The industry standard partnering agreement, the usual long form between a prime and a "
        "Tier 2 provider.",
        ("industry standard partnering agreement",),
    ),
    Term(
        "Licence",
        "The conditions under which somebody serves the rest of a prison sentence in the community.",
    ),
    Term(
        "Material service",
        "A service given directly to people under supervision that matters to their sentence.",
    ),
    Term(
        "National Probation Service",
        "The public service that supervised people posing the highest risk from 2014, in seven divisions.",
        ("NPS",),
    ),
    Term(
        "NSI",
        "Non-statutory intervention: the code under which a referral runs in the national case "
        "management system. Here it follows from the kind of service.",
        ("non-statutory intervention",),
    ),
    Term(
        "Objective",
        "What a person’s plan sets out to change, and by which work.",
    ),
    Term(
        "Police area",
        "The area of one police force and its commissioner, the smallest area most contracts are let for.",
        ("PCC area", "PCC region"),
    ),
    Term(
        "Prime",
        "An organisation that holds a contract with the payer at the top of a chain. It may work "
        "below another elsewhere: the place counts, not the organisation.",
        (
            "Tier 1",
            "Tier 1 provider",
            "prime provider",
            "lead provider",
            "main provider",
            "owner",
            "owning company",
            "parent organisation",
            "prime contractor",
            "probation provider",
            "in-house provider",
        ),
        tier=1,
    ),
    Term(
        "RAR day",
        "A day on which somebody took part in activity that was planned to count towards the days "
        "a court ordered. However much is done on a day, it is one.",
        ("rehabilitation activity requirement",),
    ),
    Term(
        "Rate card",
        "The list of what a prime offers and what a buyer is charged for it.",
    ),
    Term(
        "Requirement",
        "What the court or the law asks of a person as part of a sentence.",
    ),
    Term(
        "Responsible officer",
        "Whoever supervises a person’s sentence.",
        ("probation practitioner", "offender manager", "case manager"),
    ),
    Term(
        "Scheme",
        "One way of commissioning, with its own rules: who buys from whom, and what the tiers are called.",
    ),
    Term(
        "Service directory",
        "The list of services on offer: who gives them, for whom, where, and how they are paid for.",
        ("directory", "brochure"),
    ),
    Term(
        "Service level",
        "How quickly or how well something must be done under an agreement.",
    ),
    Term(
        "Tier 2",
        "An organisation that works directly below a prime.",
        (
            "Tier 2 provider",
            "subcontractor",
            "sub",
            "partner",
            "supply chain provider",
            "rate card provider",
            "discretionary service provider",
            "delivery organisation",
            "delivery partner",
            "material subcontractor",
            "front-line service deliverer",
        ),
        tier=2,
    ),
    Term(
        "Tier 3",
        "An organisation that works below a Tier 2 provider.",
        ("Tier 3 provider", "sub sub", "sub-subcontractor", "subcontractor", "partner"),
        tier=3,
    ),
)


def terms_like(asked: str) -> list[Term]:
    """The terms that fit what was asked for, in any case; all of them when nothing was."""
    wanted = " ".join(asked.lower().split())
    return [term for term in TERMS if term.fits(wanted)]


def tiers_called(asked: str) -> frozenset[int]:
    """The tiers that a word is used for, in any case: "sub sub" is the third, "partner" two of them."""
    wanted = " ".join(asked.lower().split())
    return frozenset(term.tier for term in TERMS if term.tier is not None and term.is_called(wanted))
