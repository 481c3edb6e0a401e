"""A case is handed over on a page that says first what goes along (S108)."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import factories as make
from tests.web.reading import answered, as_read
from tests.world import World
from throughline.line.models import Referral
from throughline.people.models import Supervision


@pytest.mark.asks("S108")
def test_from_a_crc_to_the_national_service_and_its_referrals_with_it(world: World, client: Client) -> None:
    referral = world.sent()
    service = make.OrganisationFactory(name="National Probation Service", kind="public")
    new = make.member("responsible_officer", service, full_name="Nia Bevan")
    address = f"/people/{world.person.reference}/hand-over"
    before = as_read(client, world.senior, address)
    assert "Responsible now Helen Price" in before
    assert "Change programme" in before
    text = answered(client, world.senior, address, {"officer": new.email})
    assert "Nia Bevan is responsible for Charlene Example" in text
    assert Supervision.objects.get(during__endswith=None).officer == new
    assert Referral.objects.get(pk=referral.pk).supervisor == service
    assert "Charlene" in as_read(client, new, f"/people/{world.person.reference}")
    as_read(client, world.officer, f"/people/{world.person.reference}", 404)
    as_read(client, world.senior, address, 404)


def test_within_an_organisation_whoever_manages_it_goes_on_seeing_it(world: World, client: Client) -> None:
    other = make.member("responsible_officer", world.division, full_name="Tom Hale")
    address = f"/people/{world.person.reference}/hand-over"
    text = answered(client, world.senior, address, {"officer": other.email})
    assert "Tom Hale is responsible" in text
    text = answered(client, world.senior, address, {"officer": world.officer.email}, status=200)
    assert "responsible since today: hand the case over tomorrow" in text


def test_only_an_officer_is_made_responsible_and_for_one_organisation(world: World, client: Client) -> None:
    address = f"/people/{world.person.reference}/hand-over"
    text = answered(client, world.senior, address, {"officer": world.worker.email}, status=200)
    assert f"No officer has the address {world.worker.email}" in text
    both = make.member("responsible_officer", world.division)
    crc = make.OrganisationFactory(name="Southfold CRC")
    make.MembershipFactory(user=both, organisation=crc, role="responsible_officer")
    text = answered(client, world.senior, address, {"officer": both.email}, status=200)
    assert "Enter one of NPS Ridgeway or Southfold CRC" in text
    answered(client, world.senior, address, {"officer": both.email, "organisation": "southfold crc"})
    assert Supervision.objects.get(during__endswith=None).organisation == crc
