"""Many cases are transferred on pages that say first what will happen (S223)."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import factories as make
from tests.web.reading import answered, as_read
from tests.world import World
from throughline.core.models import User
from throughline.people.models import Supervision, Transfer

NEW = "/senior/transfers/new/"
TODAY = {"on_day_day": "1", "on_day_month": "6", "on_day_year": "2017", "why": "Helen Price leaves"}


@pytest.fixture
def tom(world: World) -> User:
    return make.member("responsible_officer", world.division, full_name="Tom Hale")


def page_of(world: World) -> str:
    return f"/senior/transfers/{Transfer.objects.get().reference}"


@pytest.mark.asks("S223")
def test_a_caseload_is_looked_at_confirmed_received_and_given_back(
    world: World, client: Client, tom: User
) -> None:
    world.allocated()
    given = {"officer": world.officer.email, "officers": tom.email, **TODAY}
    before = answered(client, world.senior, f"{NEW}caseload", given)
    assert "1 person will go to the officers below today, as soon as you confirm" in before
    assert "1 open referral goes along" in before
    assert "2 people told" in before
    assert "0 appointments stay as booked" in before
    assert Supervision.objects.get(during__endswith=None).officer == world.officer
    here = page_of(world)
    assert world.person.reference in as_read(client, world.senior, f"{here}/cases?which=going")
    assert "Change programme" in as_read(client, world.senior, f"{here}/referrals")
    assert "Nothing is booked" in as_read(client, world.senior, f"{here}/appointments")
    told = as_read(client, world.senior, f"{here}/told")
    assert "Tom Hale Takes cases over" in told
    assert "Amy Walsh Works with them at a provider" in told
    client.force_login(world.senior)
    assert world.person.reference in client.get(f"{here}/cases?format=csv").getvalue().decode()

    assert "The transfer is carried out" in answered(client, world.senior, f"{here}/confirm", {})
    assert "1 case came to you by a transfer" in as_read(client, tom, "/officer")
    assert "Charlene Example" in as_read(client, tom, "/cases-received")
    assert "You have acknowledged 1 case" in answered(client, tom, "/cases-received", {})
    assert "came to you by a transfer" not in as_read(client, tom, "/officer")
    history = as_read(client, tom, f"/people/{world.person.reference}")
    assert "Went from Helen Price to Tom Hale" in history
    assert f"Transfer {Transfer.objects.get().reference}" in history

    text = answered(client, world.senior, f"{here}/reverse", {"why": "She stays"})
    assert "Reversed 1 June 2017 at 10am by " in text
    assert "She stays" in text
    as_read(client, tom, f"/people/{world.person.reference}", 404)
    as_read(client, world.officer, f"/people/{world.person.reference}")


@pytest.mark.asks("S223")
def test_a_file_to_another_organisation_and_its_rejected_lines(
    world: World, client: Client, tom: User
) -> None:
    service = make.OrganisationFactory(name="National Probation Service", kind="public")
    nia = make.member("responsible_officer", service, full_name="Nia Bevan")
    content = f"reference\n{world.person.reference}\nPN-0000\n".encode()
    given = {"file": SimpleUploadedFile("going.csv", content), "officers": nia.email, **TODAY}
    text = answered(client, world.senior, f"{NEW}file", given)
    assert "Lines of the file that are not taken: 1" in text
    assert "Nia Bevan, National Probation Service" in text
    rejected = as_read(client, world.senior, f"{page_of(world)}/rejected")
    assert "3 PN-0000 Nobody whose case you manage there" in rejected
    answered(client, world.senior, f"{page_of(world)}/confirm", {})
    assert Supervision.objects.get(during__endswith=None).organisation == service
    after = as_read(client, world.senior, page_of(world))
    assert "Carried out" in after
    assert world.person.reference in as_read(client, world.senior, f"{page_of(world)}/cases")


def test_a_list_is_refused_while_it_names_a_case_that_is_not_theirs(
    world: World, client: Client, tom: User
) -> None:
    hidden = make.SupervisionFactory(officer=world.officer, organisation=world.division).person
    make.PersonAccessFactory(person=hidden, user=None, organisation=world.division, scope="supervise")
    make.CaseLimitFactory(person=hidden, users=[world.senior.pk], set_by=world.officer)
    hidden.refresh_from_db()
    for unknown in ("PN-0000", hidden.reference):
        given = {"cases": f"{world.person.case_number}\n{unknown}", "officers": tom.email, **TODAY}
        text = answered(client, world.senior, f"{NEW}list", given, status=200)
        assert f"“{unknown}”: Nobody whose case you manage there has this reference" in text
    given = {"cases": world.person.case_number.lower(), "officers": tom.email, **TODAY}
    assert "A list of 1 case" in answered(client, world.senior, f"{NEW}list", given)


def test_everybody_of_one_area_goes_and_a_planned_transfer_waits_and_is_dropped(
    world: World, client: Client, tom: User
) -> None:
    world.person.home_area = area = make.AreaFactory(name="Ridgeway Vale")
    world.person.save()
    given = {"area": area.pk, "officers": tom.email, **TODAY, "on_day_day": "5"}
    text = answered(client, world.senior, f"{NEW}office", given)
    assert "Everybody who lives in Ridgeway Vale" in text
    assert "will go to the officers below on 5 June 2017" in text
    text = answered(client, world.senior, f"{page_of(world)}/confirm", {})
    assert "The transfer is confirmed" in text
    assert Supervision.objects.get(during__endswith=None).officer == world.officer
    assert "They stay" in answered(client, world.senior, f"{page_of(world)}/drop", {"why": "They stay"})
    listed = as_read(client, world.senior, "/senior/transfers")
    assert "Everybody who lives in Ridgeway Vale" in listed
    assert "Dropped" in listed


def test_officers_who_share_no_organisation_or_are_none_are_refused(
    world: World, client: Client, tom: User
) -> None:
    nia = make.member("responsible_officer", make.OrganisationFactory())
    for who, said in (
        (f"{tom.email}\n{nia.email}", "These officers work for no organisation in common"),
        (world.worker.email, f"No officer has the address {world.worker.email}"),
    ):
        given = {"officer": world.officer.email, "officers": who, **TODAY}
        assert said in answered(client, world.senior, f"{NEW}caseload", given, status=200)
