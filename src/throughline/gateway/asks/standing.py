"""Which asks stand proved: the catalogue beside what the tests did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from throughline.gateway.asks.catalogue import Ask


@dataclass
class Proof:
    """How many tests prove one ask, by how they ended."""

    passed: int = 0
    collected: int = 0
    not_passed: list[str] = field(default_factory=list)

    def add(self, test: str, outcome: str) -> None:
        """Count one more test."""
        if outcome == "passed":
            self.passed += 1
        elif outcome == "collected":
            self.collected += 1
        else:
            self.not_passed.append(test)


@dataclass(frozen=True)
class Standing:
    """
    The asks with their proofs.

    `only_collected` says that the tests were not run, so that having one is all that can be asked.
    `unlisted` are numbers that tests name and the catalogue does not.
    """

    asks: Sequence[Ask]
    proofs: Mapping[str, Proof]
    only_collected: bool

    @property
    def unlisted(self) -> list[str]:
        """Numbers that tests name and the catalogue does not, in order."""
        listed = {ask.number for ask in self.asks}
        return sorted(self.proofs.keys() - listed, key=lambda number: (len(number), number))

    @property
    def all_proved(self) -> bool:
        """Whether every ask listed has a test that passed and none that did not."""
        return all(self.is_proved(ask) for ask in self.asks)

    def is_proved(self, ask: Ask) -> bool:
        """Whether one ask has a test that passed, and none that failed or was left out."""
        proof = self.proofs.get(ask.number, Proof())
        found = proof.passed + (proof.collected if self.only_collected else 0)
        return found > 0 and not proof.not_passed

    def report(self) -> Iterator[str]:
        """The lines to print: by section, then what is wrong."""
        for section, asks in groupby(self.asks, key=lambda ask: ask.section):
            members = list(asks)
            proved = sum(map(self.is_proved, members))
            yield f"{section}: {proved} of {len(members)}"
            for ask in members:
                yield f"  {'✓' if self.is_proved(ask) else '✗'} {ask.number:<5} {ask.title}{self._why(ask)}"
        for number in self.unlisted:
            yield f"Tests name {number}, which docs/asks.md does not list"
        proved = sum(map(self.is_proved, self.asks))
        verb = "have a test" if self.only_collected else "have passing tests"
        yield f"{proved} of {len(self.asks)} asks {verb}"

    def _why(self, ask: Ask) -> str:
        proof = self.proofs.get(ask.number)
        if proof is None:
            return " (no test)"
        if proof.not_passed:
            return f" ({len(proof.not_passed)} not passed: {proof.not_passed[0]})"
        return f" ({proof.collected or proof.passed})"


def standing_of(asks: Sequence[Ask], tests: Mapping[str, Any], *, only_collected: bool) -> Standing:
    """Set the tests, as the recorder wrote them, beside the asks."""
    proofs: dict[str, Proof] = defaultdict(Proof)
    for test, found in tests.items():
        numbers: Iterable[str] = found["asks"]
        for number in numbers:
            proofs[number].add(test, found["outcome"])
    return Standing(asks, dict(proofs), only_collected)
