"""What is recorded of a person, as the rules of eligibility take it (D5, D11)."""

from __future__ import annotations

from datetime import date

from throughline.line.queries.ages import age_on
from throughline.people.models import AssessedNeed, Person
from throughline.people.queries.people import latest_assessment
from throughline.supply.queries.directory import areas_holding, areas_within
from throughline.supply.rules.eligibility import Circumstances
from throughline.vocabulary.needs import Sex
from throughline.vocabulary.risks import Mappa, RiskLevel


def circumstances_of(person: Person, *, on: date) -> Circumstances:
    """
    What is known of a person on the day `on`; what is not recorded stays unknown.

    Offences and orders are those of the sentences that run that day, needs those that the latest assessment
    found; what people say of themselves is left to their officer.
    """
    running = [one for one in person.sentences.all() if on in one.during]
    assessment = latest_assessment(person)
    answers = [] if assessment is None else [one for one in assessment.needs.all() if not one.self_reported]
    home = person.home_area_id
    return Circumstances(
        sex=None if person.sex == Sex.UNKNOWN else person.sex,
        age=None if person.born_on is None else age_on(person.born_on, on),
        lives_in=None if home is None else frozenset(areas_holding(home, on=on)),
        perhaps_in=frozenset() if home is None else frozenset(areas_within([home], on=on)),
        risk=None if person.risk_level == RiskLevel.UNKNOWN else person.risk_level,
        offences=frozenset(one.offence_kind for one in running if one.offence_kind) if running else None,
        offence_missing=any(not one.offence_kind for one in running),
        orders=frozenset(one.kind for one in running) if running else None,
        needs=frozenset(one.need for one in answers if one.level != AssessedNeed.Level.NONE),
        assessed=frozenset(one.need for one in answers),
        language=person.language or None,
        mappa=None if person.mappa == Mappa.UNKNOWN else person.mappa,
    )
