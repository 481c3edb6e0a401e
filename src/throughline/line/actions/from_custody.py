"""That somebody is referred from custody: where work begins, and by which prison's terms (S222)."""

from __future__ import annotations

from datetime import date

from throughline.line.models import FromCustody, Referral
from throughline.line.queries.gate import Gate
from throughline.line.rules.gate import Settled
from throughline.people.queries.custody import custody_on
from throughline.supply.models import Service
from throughline.vocabulary.custody import Begins


def note_custody(referral: Referral, begins: str, *, on: date) -> None:
    """Keep with a draft that the person is in custody on the day `on`, if so; its work begins on release."""
    custody = custody_on(referral.person_id, on)
    if custody is not None:
        FromCustody.objects.create(referral=referral, custody=custody, begins=begins or Begins.RELEASE)


def settle_prison(referral: Referral, service: Service, *, on: date) -> Settled | None:
    """
    Keep the prison, its kind and its terms on the day a referral is sent, and give what it settles.

    Nothing where the person is outside, or where the entry of the service says who pays. Whoever was taken
    into custody since the draft was made is noted too.
    """
    gate = Gate(referral.person_id, referral.supervisor_id, on=on)
    if gate.custody is None:
        return None
    found, _ = FromCustody.objects.get_or_create(
        referral=referral, defaults={"custody": gate.custody, "begins": Begins.RELEASE}
    )
    settled = gate.settles(service)
    found.custody, found.prison, found.prison_kind = gate.custody, gate.prison, gate.prison_kind
    found.terms = settled.terms if settled else ""
    found.save(update_fields=["custody", "prison", "prison_kind", "terms"])
    return settled
