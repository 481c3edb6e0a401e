"""What a benchmark measured, and the machine it was measured on."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

import django
import psycopg


@dataclass(frozen=True)
class Timing:
    """How long one thing took over `n` times, and how many queries it made at least and at most."""

    n: int
    min_ms: float
    median_ms: float
    p95_ms: float
    p99_ms: float
    max_ms: float
    queries: tuple[int, int] | None = None


@dataclass(frozen=True)
class Result:
    """
    One figure at one scale: ours, the plain way from the same run, and the budget of the design.

    `budget_ms` is that of the 95th percentile, `budget_p99_ms` that of the 99th where there is one.
    """

    name: str
    says: str
    plain_way: str
    people: int
    ours: Timing
    plain: Timing
    budget_ms: float
    budget_p99_ms: float | None = None

    @property
    def ratio(self) -> float:
        """The plain way's median over ours: above 1, ours is faster."""
        return self.plain.median_ms / self.ours.median_ms

    def as_json(self) -> dict[str, Any]:
        """Everything that was found, for a file."""
        return {**asdict(self), "ratio": round(self.ratio, 2), "within_budget": self.is_within_budget}

    @property
    def is_within_budget(self) -> bool:
        """Whether the percentiles keep the budget of the design."""
        last = self.budget_p99_ms
        return self.ours.p95_ms <= self.budget_ms and (last is None or self.ours.p99_ms <= last)

    def as_text(self) -> str:
        """The same, for somebody at a terminal."""
        queries = self.ours.queries
        counted = f", {queries[0]} to {queries[1]} queries" if queries else ""
        last = "" if self.budget_p99_ms is None else f", p99 {self.budget_p99_ms:.0f} ms"
        return (
            f"{self.name}: {self.says} ({self.people:,} people)\n"
            f"  ours    {_line(self.ours)}{counted}\n"
            f"  plain   {_line(self.plain)}: {self.plain_way}\n"
            f"  ratio   {self.ratio:.1f} (plain over ours, medians)\n"
            f"  budget  p95 {self.budget_ms:.0f} ms{last}: {'kept' if self.is_within_budget else 'NOT KEPT'}"
        )


def _line(timing: Timing) -> str:
    return (
        f"median {timing.median_ms:.1f} ms, p95 {timing.p95_ms:.1f}, p99 {timing.p99_ms:.1f}, "
        f"min {timing.min_ms:.1f}, max {timing.max_ms:.1f}, n {timing.n}"
    )


@dataclass
class Counted:
    """How many statements went to the database."""

    statements: int = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Count one, and let it go on."""
        self.statements += 1
        return execute(sql, params, many, context)


def timing(milliseconds: Iterable[float], queries: Iterable[int] = ()) -> Timing:
    """The figures of a series; 95% of it do not pass the 95th percentile, which is one of its values."""
    series, counted = sorted(milliseconds), list(queries)

    def percentile(hundredth: int) -> float:
        return round(series[max(-(-hundredth * len(series) // 100) - 1, 0)], 3)

    return Timing(
        n=len(series),
        min_ms=round(series[0], 3),
        median_ms=round(statistics.median(series), 3),
        p95_ms=percentile(95),
        p99_ms=percentile(99),
        max_ms=round(series[-1], 3),
        queries=(min(counted), max(counted)) if counted else None,
    )


def timed(do: Callable[[], object]) -> float:
    """How long `do` takes, in milliseconds."""
    began = time.perf_counter()
    do()
    return (time.perf_counter() - began) * 1000


def machine(connection: psycopg.Connection[Any]) -> dict[str, Any]:
    """What it was measured on: machine, versions, and the server's settings that matter."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    settings = {}
    for name in ("server_version", "shared_buffers", "synchronous_commit", "fsync", "jit"):
        row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
        settings[name] = row[0] if row else None
    return {
        "system": platform.platform(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "memory_gib": round(memory / 1024**3, 1),
        "load_before": [round(load, 2) for load in os.getloadavg()],
        "python": platform.python_version(),
        "django": django.get_version(),
        "psycopg": psycopg.__version__,
        "postgresql": settings,
    }
