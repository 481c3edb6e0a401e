"""Every benchmark by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from throughline.gateway.benchmarks import attendance
from throughline.gateway.benchmarks.figures import Result


@dataclass(frozen=True)
class Benchmark:
    """
    One benchmark: given a number of people and the owner's address of their database, its figures.

    `services` is how many services its directory holds whatever the number of people.
    """

    name: str
    measure: Callable[[int, str], Result]
    services: int | None = None


BENCHMARKS: Mapping[str, Benchmark] = {
    one.name: one for one in (Benchmark("attendance", attendance.measure),)
}
