"""A published return in the words and links of its page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from throughline.core.money import Money
from throughline.open_data import addresses
from throughline.open_data.models import Publication
from throughline.open_data.queries.publications import Published
from throughline.open_data.queries.published_return import PublishedLine, PublishedReturn
from throughline.open_data.return_columns import HIDDEN, NOT_APPLICABLE, NOT_RECORDED
from throughline.web.lists import Column
from throughline.web.pieces import Figure, Happened, Link, Shown
from throughline.web.words import day, plural

IN_WORDS = {HIDDEN: "Hidden", NOT_RECORDED: "Not recorded", NOT_APPLICABLE: "Does not apply"}
SHOWN_OF_MANY = 3


def _words(line: PublishedLine, column: str) -> str:
    text = line.text(column)
    return IN_WORDS.get(text, text)


def _money(line: PublishedLine, column: str) -> Shown:
    amount = line.money(column)
    return _words(line, column) if amount is None else amount


def _number(line: PublishedLine, column: str) -> Shown:
    number = line.number(column)
    return _words(line, column) if number is None else number


def _organisation(line: PublishedLine, which: str) -> list[Shown]:
    shown: list[Shown] = [line.text(which)]
    for kind in ("company", "charity"):
        number = line.text(f"{which}_{kind}_number")
        if number not in IN_WORDS:
            shown.append(f"{kind.capitalize()} {number}")
    if len(shown) == 1:
        shown.append("No number recorded")
    return shown


def _several(line: PublishedLine, column: str) -> list[Shown]:
    """The first few of what a cell lists, and how many more the file has."""
    names = _words(line, column).split("; ")
    shown: list[Shown] = [_service(name) if column == "services" else name for name in names[:SHOWN_OF_MANY]]
    left = len(names) - SHOWN_OF_MANY
    return [*shown, f"and {left} more"] if left > 0 else shown


def _service(written: str) -> Shown:
    """A service as a link to its entry in the directory, where this installation has the page."""
    reference, _, name = written.partition(" ")
    if not reference.startswith("SV-"):
        return written
    try:
        return Link(name, reverse("public_service", args=[reference]))
    except NoReverseMatch:
        return name


def _sessions(line: PublishedLine) -> Shown:
    delivered, arranged = line.number("sessions_delivered"), line.number("sessions_arranged")
    if delivered is None or arranged is None:
        return _words(line, "sessions_delivered")
    return f"{delivered:,} of {arranged:,} arranged"


LINE_COLUMNS = (
    Column[PublishedLine]("provider", "Provider", lambda line: _organisation(line, "provider")),
    Column[PublishedLine]("payer", "Paid by", lambda line: line.text("payer")),
    Column[PublishedLine](
        "agreement",
        "Agreement and areas",
        lambda line: [
            f"Tier {line.text('tier')}",
            line.text("agreement"),
            line.text("state"),
            *_several(line, "areas"),
        ],
    ),
    Column[PublishedLine]("services", "Services", lambda line: _several(line, "services")),
    Column[PublishedLine](
        "funding", "Funding passed down", lambda line: _money(line, "funding_passed_down"), numeric=True
    ),
    Column[PublishedLine](
        "retained", "Kept by the payer", lambda line: _money(line, "payer_retained"), numeric=True
    ),
    Column[PublishedLine]("sessions", "Sessions delivered", _sessions, numeric=True),
    Column[PublishedLine]("people", "People", lambda line: _number(line, "people"), numeric=True),
)
"""The columns of the page's table; the file has more."""


@dataclass(frozen=True)
class ReturnPage:
    """The page of one edition, with the editions it is one of."""

    published: PublishedReturn
    editions: list[Publication]

    @property
    def title(self) -> str:
        """What the page shows."""
        return f"Supply chain return, {self.published.quarter.label}"

    @property
    def scheme(self) -> str:
        """The scheme's name."""
        return self.published.edition.scheme.name

    @property
    def is_latest(self) -> bool:
        """Whether no later edition stands beside this one."""
        return self.published.edition.edition == self.editions[0].edition

    @property
    def address(self) -> str:
        """The page of the latest edition."""
        return addresses.return_page(self.published.edition.scheme.code, self.published.quarter)

    @property
    def csv(self) -> Link:
        """The file of this very edition."""
        return Link(
            "Download this return as CSV", f"{self._path(addresses.return_csv)}?edition={self._edition}"
        )

    @property
    def metadata(self) -> Link:
        """What the columns of that file mean."""
        return Link(
            "What each column means (JSON)",
            f"{self._path(addresses.return_metadata)}?edition={self._edition}",
        )

    @property
    def base(self) -> str:
        """What the figures are counted from, in a sentence."""
        return (
            f"Counted from {plural(self.published.totals['agreements'], 'agreement')}, as recorded by the "
            f"end of {day(self.published.as_at)}. Each line of the table below is one of them."
        )

    @property
    def figures(self) -> list[Figure]:
        """The totals, each opening the lines it is the sum of or stands over."""
        totals = self.published.totals
        found = [
            Figure(
                Money(tier["funding_passed_down"]),
                f"passed down to Tier {tier['tier']}",
                href="#lines",
                of=f"to {plural(tier['providers'], 'provider')}, "
                f"under {plural(tier['agreements'], 'agreement')}",
            )
            for tier in totals["tiers"]
        ]
        arranged, recorded = _total(totals["sessions_arranged"]), _total(totals["sessions_recorded"])
        sessions = f"of {arranged} arranged, {recorded} recorded"
        found.append(
            Figure(_total(totals["sessions_delivered"]), "sessions delivered", href="#lines", of=sessions)
        )
        found.append(
            Figure(
                _total(totals["people"]),
                "people took part",
                href="#lines",
                of="each counted once, in however many lines",
            )
        )
        return found

    @property
    def history(self) -> list[Happened]:
        """Every edition, the latest first."""
        return [
            Happened(what=f"Edition {one.edition} published", at=one.published_at, why=one.why_amended)
            for one in self.editions
        ]

    @property
    def edition_links(self) -> list[Link]:
        """The pages of the other editions."""
        return [
            Link(f"Edition {one.edition}", f"{self.address}?edition={one.edition}")
            for one in self.editions
            if one.edition != self._edition
        ]

    @property
    def _edition(self) -> int:
        return self.published.edition.edition

    def _path(self, address: object) -> str:
        assert callable(address)
        path: str = address(self.published.edition.scheme.code, self.published.quarter)
        return path


def _total(value: int | str) -> str:
    return f"{value:,}" if isinstance(value, int) else IN_WORDS[value]


@dataclass(frozen=True)
class PublishedRow:
    """One quarter of one scheme in the list of what is published."""

    quarter: str
    scheme: str
    links: list[Link]


def published_rows(published: Iterable[Published]) -> list[PublishedRow]:
    """The rows of the list, in the order given."""
    rows = []
    for one in published:
        links = []
        if Publication.Kind.RETURN in one.kinds:
            links.append(Link("Supply chain return", addresses.return_page(one.scheme, one.quarter)))
            links.append(Link("Return as CSV", addresses.return_csv(one.scheme, one.quarter)))
        if Publication.Kind.OCDS in one.kinds:
            links.append(Link("Contracts as OCDS", addresses.releases(one.scheme, one.quarter)))
        rows.append(PublishedRow(one.quarter.label, one.scheme_name, links))
    return rows
