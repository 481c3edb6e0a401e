"""Money, dates, moments and counts in the words of a page; templates have them as filters."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from throughline.core.money import Money
from throughline.core.time import LONDON


def money(amount: Money) -> str:
    """An amount in pounds and pence with separators, as in `£1,234.50`."""
    return amount.display()


def day(value: date) -> str:
    """A day in full, as in `3 May 2019`; of a moment, the day it fell on in London."""
    value = _london_day(value)
    return f"{value.day} {value:%B %Y}"


def short_day(value: date) -> str:
    """A day without its year, as in `3 May`, for lists whose year is plain from the page."""
    value = _london_day(value)
    return f"{value.day} {value:%B}"


def clock_time(value: datetime | time) -> str:
    """A time of day, as in `2:15pm`, `9am`, `midday` or `midnight`; of a moment, the time in London."""
    if isinstance(value, datetime):
        value = value.astimezone(LONDON).time()
    if value.minute == 0 and value.hour in (0, 12):
        return "midday" if value.hour == 12 else "midnight"
    hour = value.hour % 12 or 12
    minutes = f":{value.minute:02}" if value.minute else ""
    return f"{hour}{minutes}{'am' if value.hour < 12 else 'pm'}"


def moment(value: datetime) -> str:
    """
    A moment as it was in London, as in `3 May 2019 at 2:15pm`.

    :raises ValueError: the moment has no time zone
    """
    if value.tzinfo is None:
        raise ValueError(f"{value} has no time zone")
    return f"{day(value)} at {clock_time(value)}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """A count and its noun, as in `1 day`, `1,204 days`; `many` is `one` with an s unless given."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def and_list(parts: Iterable[object], join: str = "and") -> str:
    """Several things in a sentence, as in `a, b and c`; nothing for none."""
    words: Sequence[str] = [str(part) for part in parts]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {join} {words[-1]}"


def _london_day(value: date) -> date:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(LONDON).date()
    return value


def service_by(service: str, provider: str) -> str:
    """
    A service and who gives it, as in `Debt advice, Gorseholt Bridge`.

    Many a service carries the name of its provider at its end: then that is enough.
    """
    return service if names_its_provider(service, provider) else f"{service}, {provider}"


def service_with(service: str, worker: str, provider: str) -> str:
    """A service, who holds it and for whom, as in `Debt advice with Amy Walsh, Gorseholt Bridge`."""
    named = f"{service} with {worker}"
    return named if names_its_provider(service, provider) else f"{named}, {provider}"


def names_its_provider(service: str, provider: str) -> bool:
    """Whether the name of a service ends with that of its provider."""
    return bool(provider) and service.casefold().rstrip().endswith(provider.casefold().strip())
