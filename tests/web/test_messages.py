"""The pages of messages: what came, read and new, and how each kind comes by email."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import factories as make
from tests.web.reading import answered, as_read
from tests.world import World, charlenes_world
from throughline.core.models import Message, MessageChoice
from throughline.vocabulary.messages import MessageKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return charlenes_world()


def test_what_came_is_new_until_it_is_marked_and_leads_to_where_it_waits(
    world: World, client: Client
) -> None:
    referral = world.sent()
    page = as_read(client, world.manager, "/messages")
    assert "A referral waits for your decision Referrals: sent, decided on" in page
    assert "New" in page
    assert f'href="/referrals/{referral.reference}"' in client.get("/messages").content.decode()
    newest = Message.objects.get(to=world.manager).pk
    page = answered(client, world.manager, "/messages", {"up_to": str(newest)})
    assert "Mark all as read" not in page
    assert "No messages" in as_read(client, world.manager, "/messages?read=no")
    assert "A referral waits" in as_read(client, world.manager, "/messages?read=yes&kind=referral")
    assert "No messages" in as_read(client, world.officer, "/messages")


def test_each_kind_is_chosen_but_those_that_must_be_told(world: World, client: Client) -> None:
    page = as_read(client, world.officer, "/messages/choices")
    assert "Risks, concerns about them, and who is responsible Always at once" in page
    given = {kind.value: "daily" for kind in MessageKind if not kind.must_be_told}
    answered(client, world.officer, "/messages/choices", given | {"quiet": "never", "risk": "never"})
    kept = dict(MessageChoice.objects.filter(user=world.officer).values_list("kind", "by_mail"))
    assert kept == given | {"quiet": "never"}
    answer = client.post("/messages/choices", given | {"quiet": "often"})
    assert "Select how they come" in answer.content.decode()


def test_an_address_that_sets_a_password_stands_in_no_list(client: Client) -> None:
    user = make.UserFactory()
    make.MessageFactory(
        to=user, kind="account", subject="You have an account", text="http://localhost:8000/key/1-abc"
    )
    client.force_login(user)
    page = client.get("/messages").content.decode()
    assert "You have an account" in page
    assert "/key/" not in page
