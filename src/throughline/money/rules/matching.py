"""Matching a provider's return with the ledger, line by line (D26). See docs/rules/reconciliation.md."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from throughline.core.money import Money

DAYS_APART: Final = timedelta(days=7)
"""How far apart the two days of one session may lie and still be taken for one, with the same amount."""


@dataclass(frozen=True, slots=True)
class Returned:
    """One line of a return. `key` is the line's own; `service` is empty when the provider named none."""

    key: int
    referral: str
    service: str
    day: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Recorded:
    """One entry that stands in the ledger for the same payer, provider and period."""

    key: int
    referral: str
    service: str
    day: date
    amount: Money


Pair = tuple[Returned, Recorded]


@dataclass(frozen=True, slots=True)
class Matched:
    """
    Where one line of either side ended, or one of each when they belong together.

    `result` is matched, different, not_recorded, not_returned or duplicate; `differs_in` names what
    differs (amount, day, service), and `says` puts it in a sentence.
    """

    result: str
    returned: Returned | None
    recorded: Recorded | None
    differs_in: tuple[str, ...] = ()
    says: str = ""


def match(returned: Iterable[Returned], recorded: Iterable[Recorded]) -> Iterator[Matched]:
    """
    Give every line of both sides exactly once.

    Lines meet only inside one referral, so that the work grows with the lines and not with their
    square, and a part of the referrals can be matched apart from the rest.
    """
    lines: dict[str, list[Returned]] = defaultdict(list)
    entries: dict[str, list[Recorded]] = defaultdict(list)
    for line in returned:
        lines[line.referral].append(line)
    for entry in recorded:
        entries[entry.referral].append(entry)
    for referral in sorted(lines.keys() | entries.keys()):
        yield from _match_one_referral(lines.get(referral, []), entries.get(referral, []))


def _match_one_referral(lines: list[Returned], entries: list[Recorded]) -> Iterator[Matched]:
    lines = sorted(lines, key=lambda line: (line.day, line.key))
    entries = sorted(entries, key=lambda entry: (entry.day, entry.key))
    service = entries[0].service if entries else ""
    pairs = [*_alike(lines, entries), *_on_one_day(lines, entries), *_days_apart(lines, entries)]
    for line, entry in pairs:
        differs = differences(line, entry)
        yield Matched(
            "different" if differs else "matched", line, entry, differs, _says(line, entry, differs)
        )
    placed = {_content(line, service) for line, _ in pairs}
    for line in lines:
        if _content(line, service) in placed:
            yield Matched("duplicate", line, None, (), "The return has this delivery more than once")
        else:
            placed.add(_content(line, service))
            yield Matched("not_recorded", line, None, (), f"No delivery is recorded for {_day(line.day)}")
    for entry in entries:
        yield Matched(
            "not_returned", None, entry, (), f"The return has no line for the delivery of {_day(entry.day)}"
        )


def _alike(lines: list[Returned], entries: list[Recorded]) -> list[Pair]:
    """Take out of both lists the pairs that differ in nothing, the first with the first."""
    waiting: dict[tuple[date, Money], list[Recorded]] = defaultdict(list)
    for entry in entries:
        waiting[entry.day, entry.amount].append(entry)
    pairs = []
    for line in lines:
        here = waiting.get((line.day, line.amount), [])
        found = next((entry for entry in here if not differences(line, entry)), None)
        if found is not None:
            here.remove(found)
            pairs.append((line, found))
    return _taken_out(pairs, lines, entries)


def _on_one_day(lines: list[Returned], entries: list[Recorded]) -> list[Pair]:
    """Take out the pairs of one day: those of one amount first, the rest by their amounts in order."""
    by_day: dict[date, list[Recorded]] = defaultdict(list)
    for entry in entries:
        by_day[entry.day].append(entry)
    pairs: list[Pair] = []
    unequal: dict[date, list[Returned]] = defaultdict(list)
    for line in lines:
        found = next((entry for entry in by_day[line.day] if entry.amount == line.amount), None)
        if found is None:
            unequal[line.day].append(line)
        else:
            by_day[line.day].remove(found)
            pairs.append((line, found))
    for day, here in unequal.items():
        in_order = sorted(here, key=lambda line: (line.amount, line.key))
        pairs.extend(
            zip(in_order, sorted(by_day[day], key=lambda entry: (entry.amount, entry.key)), strict=False)
        )
    return _taken_out(pairs, lines, entries)


def _days_apart(lines: list[Returned], entries: list[Recorded]) -> list[Pair]:
    """Take out the pairs of one amount and service whose days lie near each other, the earliest first."""
    by_amount: dict[Money, list[Recorded]] = defaultdict(list)
    for entry in entries:
        by_amount[entry.amount].append(entry)
    places: dict[Money, int] = defaultdict(int)
    pairs = []
    for line in lines:
        here = by_amount[line.amount]
        while places[line.amount] < len(here):
            entry = here[places[line.amount]]
            if entry.day > line.day + DAYS_APART:
                break
            places[line.amount] += 1
            if entry.day >= line.day - DAYS_APART and "service" not in differences(line, entry):
                pairs.append((line, entry))
                break
    return _taken_out(pairs, lines, entries)


def _taken_out(pairs: list[Pair], lines: list[Returned], entries: list[Recorded]) -> list[Pair]:
    paired_lines = {line.key for line, _ in pairs}
    paired_entries = {entry.key for _, entry in pairs}
    lines[:] = [line for line in lines if line.key not in paired_lines]
    entries[:] = [entry for entry in entries if entry.key not in paired_entries]
    return pairs


def differences(line: Returned, entry: Recorded) -> tuple[str, ...]:
    """Give what differs between a line and an entry; a line that names no service does not differ in it."""
    found = (
        ("amount", line.amount != entry.amount),
        ("day", line.day != entry.day),
        ("service", bool(line.service) and line.service != entry.service),
    )
    return tuple(name for name, differs in found if differs)


def _content(line: Returned, service: str) -> tuple[date, Money, str]:
    return (line.day, line.amount, line.service or service)


def _says(line: Returned, entry: Recorded, differs: tuple[str, ...]) -> str:
    said = {
        "amount": f"{line.amount.display()}, the record {entry.amount.display()}",
        "day": f"{_day(line.day)}, the record {_day(entry.day)}",
        "service": f"{line.service}, the record {entry.service}",
    }
    return "; ".join(f"The return says {said[name]}" for name in differs)


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
