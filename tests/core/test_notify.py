"""Messages by GOV.UK Notify: the real client against a service of the same shape on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any, ClassVar

import pytest
from notifications_python_client.errors import HTTPError
from pytest_django import Settings

from tests import factories as make
from throughline.core.models import Message
from throughline.core.outbox import send_message

KEY = "test-00000000-0000-0000-0000-000000000001-00000000-0000-0000-0000-000000000002"


class Desk(BaseHTTPRequestHandler):
    """Takes what is posted, and answers as it was told to."""

    taken: ClassVar[list[tuple[str, dict[str, Any]]]] = []
    answer: ClassVar[int] = 201

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.taken.append((self.path, json.loads(body)))
        self.send_response(self.answer)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b'{"id": "1", "errors": [{"error": "BadRequestError", "message": "no"}]}')

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def desk(settings: Settings) -> Iterator[type[Desk]]:
    Desk.taken, Desk.answer = [], 201
    server = HTTPServer(("127.0.0.1", 0), Desk)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.MESSAGES_BACKEND = "throughline.core.outbox.notify"
    settings.NOTIFY_API_KEY, settings.NOTIFY_TEMPLATE_ID = KEY, "the-template"
    settings.NOTIFY_BASE_URL = f"http://127.0.0.1:{server.server_port}"
    yield Desk
    server.shutdown()
    server.server_close()


def test_a_message_goes_to_its_reader_by_the_template(db: None, desk: type[Desk]) -> None:
    message = make.MessageFactory(to__email="ruth@example.org")
    send_message(message_id=message.pk)
    ((path, sent),) = desk.taken
    assert path == "/v2/notifications/email"
    assert (sent["email_address"], sent["template_id"]) == ("ruth@example.org", "the-template")
    assert sent["personalisation"] == {"subject": message.subject, "text": message.text}
    assert Message.objects.get().sent_at is not None


def test_a_message_that_was_refused_stays_to_be_sent(db: None, desk: type[Desk]) -> None:
    desk.answer = 400
    message = make.MessageFactory()
    with pytest.raises(HTTPError):
        send_message(message_id=message.pk)
    assert Message.objects.get().sent_at is None
