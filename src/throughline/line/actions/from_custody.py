"""That somebody is referred from custody: where work begins, and by which prison's terms (S222)."""

from __future__ import annotations

from datetime import date

from throughline.line.models import FromCustody, Referral
from throughline.people.queries.custody import custody_on, kind_of_prison, prison_on
from throughline.vocabulary.custody import Begins


def note_custody(referral: Referral, begins: str, *, on: date) -> None:
    """Keep with a draft that the person is in custody on the day `on`, if so; its work begins on release."""
    custody = custody_on(referral.person_id, on)
    if custody is not None:
        FromCustody.objects.create(referral=referral, custody=custody, begins=begins or Begins.RELEASE)


def settle_prison(referral: Referral, *, on: date) -> FromCustody | None:
    """
    Keep the prison, and of which kind it is, on the day a referral is sent; nothing where they are outside.

    Whoever was taken into custody since the draft was made is noted too.
    """
    custody = custody_on(referral.person_id, on)
    if custody is None:
        return None
    found, _ = FromCustody.objects.get_or_create(
        referral=referral, defaults={"custody": custody, "begins": Begins.RELEASE}
    )
    found.custody, found.prison = custody, prison_on(custody, on)
    found.prison_kind = kind_of_prison(found.prison, on)
    found.save(update_fields=["custody", "prison", "prison_kind"])
    return found
