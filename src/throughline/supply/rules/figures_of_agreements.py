"""
Agreements below a prime in figures, as HM Inspectorate of Probation counted them (S12, S13, S15).

Probation Supply Chains (April 2018), Appendix 3. Values of agreements and staffing are not among them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from throughline.supply.rules.figure_facts import (
    GRANT,
    LITE,
    NOT_STATED,
    PARTNERING,
    AgreementFacts,
    Counted,
    Section,
    left_out,
    not_among,
    which,
)

ONE_YEAR, TWO_YEARS, THREE_YEARS = 12, 24, 36


def agreements_in_figures(all_of_them: Sequence[AgreementFacts]) -> list[Section]:
    """Appendix 3: the agreements below a prime by kind of provision, form and term, and those for women."""
    below = [one for one in all_of_them if one.tier > 1]
    return [_contracts(below), _provision(below), _form(below), _term(below), _women(below)]


def average_for_each_prime(all_of_them: Sequence[AgreementFacts]) -> tuple[Decimal | None, int]:
    """How many agreements stand below each prime on average, to one place, and of how many primes."""
    primes = {one.prime for one in all_of_them}
    below = sum(one.tier > 1 for one in all_of_them)
    if not primes:
        return None, 0
    average = (Decimal(below) / len(primes)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return average, len(primes)


def _contracts(below: Sequence[AgreementFacts]) -> Section:
    held = Counter(one.provider for one in below)
    several = {provider for provider, count in held.items() if count > 1}
    of_several = which(below, lambda one: one.provider in several)
    return Section(
        "Agreements and providers",
        (
            Counted("agreements", "agreements below a prime", which(below, lambda one: True), len(below)),
            Counted("providers", "providers", frozenset(held), len(held), counts="provider"),
            Counted(
                "providers-one",
                "providers with one agreement",
                frozenset(held) - several,
                len(held),
                counts="provider",
            ),
            Counted(
                "providers-several",
                "providers with more than one",
                frozenset(several),
                len(held),
                counts="provider",
            ),
            Counted("agreements-several", "agreements of those with more than one", of_several, len(below)),
        ),
    )


def _provision(below: Sequence[AgreementFacts]) -> Section:
    known = [one for one in below if one.generic or one.specialist]
    both = sum(one.generic and one.specialist for one in known)
    missing = len(below) - len(known)
    return Section(
        "Kind of provision",
        (
            Counted("generic", "for anybody", which(known, lambda one: one.generic), len(known), missing),
            Counted(
                "specialist",
                "for a group of people",
                which(known, lambda one: one.specialist),
                len(known),
                missing,
            ),
            Counted("provision-unknown", "not stated", not_among(below, known), len(below)),
        ),
        missing=left_out(missing, len(below)),
        note=f"{both} are both, so the two make more than the whole" if both else "",
    )


def _form(below: Sequence[AgreementFacts]) -> Section:
    known = [one for one in below if one.form != NOT_STATED or one.on_trial]
    missing = len(below) - len(known)

    def of_form(form: str) -> frozenset[int]:
        return which(known, lambda one: one.form == form)

    said = {PARTNERING, LITE, GRANT, NOT_STATED}
    figures = (
        Counted("ispa", "industry standard partnering agreements", of_form(PARTNERING), len(known), missing),
        Counted("lite", "light partnering agreements", of_form(LITE), len(known), missing),
        Counted("grant", "grants", of_form(GRANT), len(known), missing),
        Counted("trial", "short trials under no other form", of_form(NOT_STATED), len(known), missing),
        Counted(
            "other-form",
            "of another form",
            which(known, lambda one: one.form not in said),
            len(known),
            missing,
        ),
        Counted("form-unknown", "not stated", not_among(below, known), len(below)),
    )
    return Section("Form of agreement", figures, missing=left_out(missing, len(below)))


def _term(below: Sequence[AgreementFacts]) -> Section:
    known = [one for one in below if one.months is not None]
    missing = len(below) - len(known)
    years = {ONE_YEAR: "for one year", TWO_YEARS: "for two years", THREE_YEARS: "for three years"}
    figures = [
        Counted(f"term-{months}", label, which(known, _lasting(months)), len(known), missing)
        for months, label in years.items()
    ]
    figures.append(
        Counted(
            "term-other",
            "for another term",
            which(known, lambda one: one.months not in years),
            len(known),
            missing,
        )
    )
    figures.append(Counted("term-unknown", "without an end", not_among(below, known), len(below)))
    return Section("Term", tuple(figures), missing=left_out(missing, len(below)))


def _lasting(months: int) -> Callable[[AgreementFacts], bool]:
    return lambda one: one.months == months


def _women(below: Sequence[AgreementFacts]) -> Section:
    women = [one for one in below if one.for_women]
    types: dict[str, set[int]] = defaultdict(set)
    for one in women:
        for kind in one.types:
            types[kind].add(one.pk)
    by_type = sorted(types.items(), key=lambda one: (-len(one[1]), one[0]))
    unknown = which(women, lambda one: not one.types)
    figures = [Counted("women", "for women", which(below, lambda one: one.for_women), len(below))]
    figures += [Counted(f"women-{kind}", kind, frozenset(pks), len(women)) for kind, pks in by_type]
    return Section(
        "Provision for women",
        tuple(figures),
        missing=left_out(len(unknown), len(women)),
        note="An agreement under which work of several kinds is done stands under each" if by_type else "",
    )


def women_by_area(all_of_them: Iterable[AgreementFacts], areas: Collection[int]) -> dict[int, frozenset[int]]:
    """The agreements for women that reach each of the areas, those that none reaches included (S15)."""
    women = [one for one in all_of_them if one.tier > 1 and one.for_women]
    return {area: which(women, lambda one, area=area: area in one.areas) for area in areas}  # type: ignore[misc]
