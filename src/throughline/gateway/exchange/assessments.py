"""Assessments of needs: taken in by score, and written out (S121, S123)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch

from throughline.core.access import Actor
from throughline.core.access.actor import as_system
from throughline.core.files import RowRefused
from throughline.core.models import User
from throughline.gateway.exchange.mapping import CaseMapping
from throughline.gateway.exchange.rows import CaseRow
from throughline.line.rules.nsi import Fact
from throughline.people.actions.assessments import take_in_assessment
from throughline.people.actions.risks import change_risk_level
from throughline.people.models import AssessedNeed, Assessment, Person
from throughline.people.queries.people import people_managed_by

NOT_FOUND = "Nobody whose case you manage has this case number. Check it"


@dataclass(frozen=True)
class AssessmentLine:
    """One assessment: whose, of which day, and what it says of needs and risk."""

    id: str
    case_number: str
    made_on: date
    depth: str
    needs: Mapping[str, str]
    risk_level: str


@dataclass
class Assessments:
    """What takes in the assessments of one file, in somebody's name; `told` stays empty."""

    mapping: CaseMapping
    actor: Actor
    by: User
    at: datetime
    told: list[str]
    number: int | None = None

    def read(self, row: CaseRow) -> AssessmentLine:
        """
        Give one assessment from one row.

        :raises RowRefused: a field cannot be read, or no section has a score
        """
        levels = {need: row.level_of(need) for need in self.mapping.needs}
        needs = {need: level for need, level in levels.items() if level}
        if not needs:
            raise RowRefused("No section has a score, so nothing was assessed. Leave the row out")
        return AssessmentLine(
            id=row.text("id", limit=100),
            case_number=row.text("case_number", limit=20),
            made_on=row.needed_day("made_on"),
            depth=row.code("depth", nothing=Assessment.Depth.FULL),
            needs=needs,
            risk_level=row.code("risk_level"),
        )

    def load(self, line: AssessmentLine) -> bool:
        """
        Take the assessment in, and the risk it found where it is the latest; says whether anything changed.

        :raises RowRefused: whoever acts manages no case with this number
        """
        person = people_managed_by(self.actor, self.at).filter(case_number=line.case_number).first()
        if person is None or not line.case_number:
            raise RowRefused(NOT_FOUND)
        changed = take_in_assessment(
            person=person, depth=line.depth, made_on=line.made_on, needs=line.needs, by=self.by, at=self.at
        )
        return self._take_in_risk(person, line) or changed

    def _take_in_risk(self, person: Person, line: AssessmentLine) -> bool:
        later = person.assessments.filter(made_on__gt=line.made_on).exists()
        decided = person.risk_level_changes.filter(changed_at__date__gte=line.made_on).exists()
        if not line.risk_level or line.risk_level == person.risk_level or later or decided:
            return False
        with as_system():  # the case is managed by whoever acts, and the assessment is the officer's
            change_risk_level(
                person=person, level=line.risk_level, mappa=person.mappa, by=self.by, at=self.at,
                reason=f"The assessment of {line.made_on:%-d %B %Y}, from {self.mapping.title}",
            )  # fmt: skip
        return True


def assessments_to_write(actor: Actor, at: datetime) -> Iterator[Mapping[str, Fact]]:
    """The assessments of the people whose cases `actor` manages; levels of needs by the name of each."""
    people = people_managed_by(actor, at)
    needs = Prefetch("needs", queryset=AssessedNeed.objects.filter(self_reported=False))
    found = Assessment.objects.filter(person__in=people).select_related("person").prefetch_related(needs)
    for one in found.order_by("pk").iterator(chunk_size=2_000):
        yield {
            "id": f"{one.person.reference}-{one.made_on:%Y%m%d}-{one.depth}",
            "case_number": one.person.case_number,
            "made_on": one.made_on,
            "depth": one.depth,
            "risk_level": None,
            **{f"need:{said.need}": said.level for said in one.needs.all()},
        }
