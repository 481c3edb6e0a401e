"""Referrals as NSIs: compared with ours, and written out from them (S90, S123)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from throughline.core.access import Actor
from throughline.core.files import RowRefused
from throughline.core.models import User
from throughline.gateway.exchange.mapping import CaseMapping
from throughline.gateway.exchange.rows import CaseRow
from throughline.line.actions.differences import note_differences
from throughline.line.queries.case_systems import facts_of, referrals_exchanged
from throughline.line.rules.nsi import NOTHING, Fact, differences
from throughline.vocabulary.nsi import NsiAspect

NOT_FOUND = "No referral that you may exchange has this reference and this case number. Check both"


@dataclass(frozen=True)
class NsiLine:
    """One NSI: whose, of which referral, and what it says of those aspects that the mapping names."""

    id: str
    case_number: str
    reference: str
    says: Mapping[str, Fact]


@dataclass
class Nsis:
    """What compares the NSIs of one file, in somebody's name; `told` are the differences, in sentences."""

    mapping: CaseMapping
    actor: Actor
    by: User
    at: datetime
    told: list[str]
    number: int | None = None

    def read(self, row: CaseRow) -> NsiLine:
        """
        Give one NSI from one row.

        :raises RowRefused: a field cannot be read
        """
        says: dict[str, Fact] = {}
        for aspect in NsiAspect:
            if not row.has(aspect):
                continue
            if aspect == NsiAspect.CODE:
                says[aspect.value] = row.text(aspect, limit=20, optional=True)
            elif aspect in (NsiAspect.STATUS, NsiAspect.OUTCOME):
                says[aspect.value] = row.code(aspect) or None
            else:
                says[aspect.value] = row.day(aspect, optional=True)
        return NsiLine(
            row.text("id", limit=100),
            row.text("case_number", limit=20),
            row.reference("reference", "RF"),
            says,
        )

    def load(self, line: NsiLine) -> bool:
        """
        Keep what differs; says whether anything is new.

        :raises RowRefused: there is no such referral for whoever acts
        """
        referral = (
            referrals_exchanged(self.actor, self.at)
            .filter(reference=line.reference, person__case_number=line.case_number)
            .first()
        )
        if referral is None or not line.case_number:
            raise RowRefused(NOT_FOUND)
        found = differences(facts_of(referral), line.says, line.says)
        self.told += [
            f"{referral.reference}, {NsiAspect(aspect).label}: {_said(ours)} here, {_said(theirs)} there"
            for aspect, (ours, theirs) in found.items()
        ]
        return note_differences(
            referral=referral,
            system=self.mapping.system,
            found=found,
            looked_at=line.says,
            by=self.by,
            at=self.at,
        )


def nsis_to_write(actor: Actor, at: datetime) -> Iterator[Mapping[str, Fact]]:
    """The referrals that `actor` may exchange, each as an NSI."""
    for referral in referrals_exchanged(actor, at).iterator(chunk_size=2_000):
        facts = facts_of(referral)
        yield {
            "id": referral.reference,
            "case_number": referral.person.case_number,
            "reference": referral.reference,
            **{aspect.value: facts.of(aspect) for aspect in NsiAspect},
        }


def _said(words: str) -> str:
    return "nothing" if words == NOTHING else words
