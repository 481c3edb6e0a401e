"""No message of any kind says anything of anybody: not a name, not a person's number, not an address."""

from __future__ import annotations

from tests import factories as make
from tests.access.furnished import CLOCK, furnish
from throughline.core.access.actor import acting_as
from throughline.core.events import announce
from throughline.core.models import Message
from throughline.gateway.accounts import let_in
from throughline.line.actions.silence import sweep
from throughline.line.events import FeedbackMissed
from throughline.line.models import FeedbackAsked
from throughline.people.actions.risks import change_risk_level
from throughline.supply.events import PriceSet
from throughline.supply.models import Price
from throughline.vocabulary.messages import MessageKind


def test_nothing_personal_is_in_any_message(db: None) -> None:
    furnished = furnish("Quillfeather")
    world = furnished.world
    sweep(at=CLOCK)
    let_in(
        email="new@example.org", full_name="Nora Newcomer", role="support_worker", organisation=world.centre,
        by=world.manager, at=CLOCK,
    )  # fmt: skip
    world.person.refresh_from_db()
    with acting_as(make.acting(world.officer)):
        change_risk_level(
            person=world.person, level="high", mappa="none", reason="Threats", by=world.officer, at=CLOCK
        )
    asked = FeedbackAsked.objects.filter(referral__person=world.person).earliest("pk")
    price = Price.objects.filter(item=world.item, agreement=world.chain[0]).earliest("pk")
    announce(FeedbackMissed(asked_id=asked.pk, by_id=world.officer.pk, at=CLOCK))
    announce(
        PriceSet(
            item_id=world.item.pk, agreement_id=world.chain[0].pk, price_id=price.pk, was=None,
            from_on=CLOCK.date(), by_id=world.supply_chain_manager.pk, at=CLOCK,
        )
    )  # fmt: skip
    written = list(Message.objects.exclude(about__startswith="referral "))
    assert {one.kind for one in written} == set(MessageKind.values)
    person = world.person
    secrets = {
        person.first_names, person.last_name, person.reference, person.case_number, "Nora", "Newcomer",
        "new@example.org", *(user.full_name for user in furnished.viewers.values()),
        *(user.email for user in furnished.viewers.values()), "Threats",
    }  # fmt: skip
    for one in written:
        said = f"{one.subject} {one.text}"
        found = [secret for secret in secrets if secret and secret in said]
        assert found == [], f"{one.kind}: {one.subject}"
