"""Every benchmark by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from throughline.gateway.benchmarks import attendance, directory, worklist
from throughline.gateway.benchmarks.figures import Result
from throughline.gateway.generate.size import NATIONAL_SERVICES


@dataclass(frozen=True)
class Benchmark:
    """
    One benchmark: given a number of people and the owner's address of their database, its figures.

    `services` is how many services its directory holds whatever the number of people.
    """

    name: str
    measure: Callable[[int, str], Sequence[Result]]
    services: int | None = None


BENCHMARKS: Mapping[str, Benchmark] = {
    one.name: one
    for one in (
        Benchmark("attendance", attendance.measure),
        Benchmark("directory", directory.measure, services=NATIONAL_SERVICES),
        Benchmark("worklist", worklist.measure),
    )
}
