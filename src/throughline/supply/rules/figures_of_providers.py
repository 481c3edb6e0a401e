"""
The providers of some areas in figures, as HM Inspectorate of Probation counted them in 2018 (S16, S17).

Probation Supply Chains, Tables 2 and 3.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from throughline.supply.rules.figure_facts import (
    CHARITY,
    COMPANY,
    CONSORTIUM,
    NOT_STATED,
    PARTNERING,
    PUBLIC,
    AgreementFacts,
    Counted,
    ProviderFacts,
    Section,
    left_out,
    providers_of,
)


def providers_in_figures(
    all_of_them: Sequence[AgreementFacts], providers: Mapping[int, ProviderFacts]
) -> list[Section]:
    """
    Tables 2 and 3: who delivers, at which tier, of what kind, under what agreements, and for which needs.

    A provider delivers when it stands below a prime, or is a prime that gives a service itself.
    """
    working = [one for one in all_of_them if one.tier > 1 or one.delivers]
    everybody = providers_of(working)
    return [
        _tiers(working, everybody, providers),
        _sectors(everybody, providers),
        _features(working),
        _needs(working),
    ]


def _tiers(
    working: Sequence[AgreementFacts], everybody: frozenset[int], providers: Mapping[int, ProviderFacts]
) -> Section:
    at = {tier: providers_of(one for one in working if one.tier == tier) for tier in (1, 2)}
    deeper = providers_of(one for one in working if one.tier > 2)
    alliances = frozenset(pk for pk in everybody if providers[pk].kind == CONSORTIUM)
    whole = len(everybody)
    more = len(at[1]) + len(at[2]) + len(deeper) - whole
    return Section(
        "Providers",
        (
            _counted("all", "providers", everybody, whole),
            _counted("tier-1", "Tier 1, delivering themselves", at[1], whole),
            _counted("tier-2", "Tier 2", at[2], whole),
            _counted("tier-3", "Tier 3 or lower", deeper, whole),
            _counted("alliances", "alliances of several, each counted once", alliances, whole),
        ),
        note=f"Some stand at several tiers, so the tiers make {more} more than the whole" if more else "",
    )


def _sectors(everybody: frozenset[int], providers: Mapping[int, ProviderFacts]) -> Section:
    def of(*sectors: str) -> frozenset[int]:
        return frozenset(pk for pk in everybody if providers[pk].sector in sectors)

    unknown = of(NOT_STATED)
    known, missing = len(everybody) - len(unknown), len(unknown)
    return Section(
        "Kind of organisation",
        (
            _counted("third-sector", "third sector", of(CHARITY), known, missing),
            _counted("private", "private", of(COMPANY), known, missing),
            _counted("public", "public", of(PUBLIC), known, missing),
            _counted("mixed", "alliances of several kinds", of("mixed"), known, missing),
            _counted("kind-unknown", "not stated", unknown, len(everybody)),
        ),
        missing=left_out(missing, len(everybody)),
    )


def _features(working: Sequence[AgreementFacts]) -> Section:
    everybody = providers_of(working)
    whole = len(everybody)
    partnering = providers_of(one for one in working if one.form == PARTNERING)
    without = everybody - partnering
    tier_2 = providers_of(one for one in working if one.tier == 2)
    primes: dict[int, set[int]] = defaultdict(set)
    for one in working:
        primes[one.provider].add(one.prime)
    several = frozenset(provider for provider, above in primes.items() if len(above) > 1)
    by_results = providers_of(one for one in working if one.by_results)
    return Section(
        "Agreements of these providers",
        (
            _counted("with-ispa", "with an industry standard partnering agreement", partnering, whole),
            _counted("without-ispa", "without one", without, whole),
            _counted("without-ispa-2", "without one, at Tier 2", without & tier_2, len(tier_2)),
            _counted("several-primes", "working for more than one prime", several, whole),
            _counted("by-results", "paid in part by results", by_results, whole),
        ),
    )


def _needs(working: Sequence[AgreementFacts]) -> Section:
    everybody = providers_of(working)
    answering: dict[str, set[int]] = defaultdict(set)
    for one in working:
        for need in one.needs:
            answering[need].add(one.provider)
    known = frozenset(pk for providers in answering.values() for pk in providers)
    links = sum(len(providers) for providers in answering.values())
    ranked = sorted(answering.items(), key=lambda one: (-len(one[1]), one[0]))
    missing = len(everybody) - len(known)
    return Section(
        "Needs they answer",
        (
            *(
                _counted(f"need-{need}", need, frozenset(pks), len(everybody), missing)
                for need, pks in ranked
            ),
            _counted("need-unknown", "no need recorded", everybody - known, len(everybody)),
        ),
        missing=left_out(missing, len(everybody)),
        note=f"{links} answers over {len(known)} providers: one may answer several" if links else "",
    )


def _counted(key: str, label: str, members: frozenset[int], of: int, missing: int = 0) -> Counted:
    return Counted(key, label, members, of, missing, counts="provider")
