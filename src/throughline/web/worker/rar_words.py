"""RAR days in a sentence."""

from __future__ import annotations

from throughline.line.queries.rar import RarPosition
from throughline.web.words import day, plural


def days_in_words(position: RarPosition) -> str:
    """The order so far, as in "1 of 15 RAR days completed, 2 more planned, 12 unplanned, by 1 May 2018"."""
    count = position.count
    parts = [f"{count.completed} of {plural(count.ordered, 'RAR day')} completed"]
    if count.retrospective:
        parts[0] += f" ({count.retrospective} of them afterwards)"
    parts.append(f"{count.still_planned} more planned")
    if count.unplanned:
        parts.append(f"{count.unplanned} unplanned")
    if position.ends_on is not None:
        parts.append(f"by {day(position.ends_on)}")
    return ", ".join(parts)


def short_count(position: RarPosition | None) -> str:
    """The order in a cell of a list, as in "1 of 15 RAR days"."""
    if position is None:
        return "No RAR"
    return f"{position.count.completed} of {plural(position.count.ordered, 'RAR day')}"


def warning_of_too_many(position: RarPosition) -> str:
    """What to think of before planning more, when all days are completed or planned; else nothing (S127)."""
    count = position.count
    if count.unplanned:
        return ""
    if count.is_over_planned:
        return (
            f"More days are planned than the court ordered: {plural(count.left, 'day')} left, "
            f"{count.still_planned} planned."
        )
    return f"All {count.ordered} days the court ordered are completed or planned."
