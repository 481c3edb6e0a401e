"""What is shown when something is not there, out of date, or broken."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client, RequestFactory

from throughline.web import errors

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.specimens")]


def test_a_page_that_is_not_there(client: Client) -> None:
    response = client.get("/nowhere")
    assert response.status_code == 404
    assert "<title>Page not found – Throughline</title>" in response.content.decode()


def test_a_fault_gives_a_reference_that_is_in_the_log_and_nothing_else(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.raise_request_exception = False
    response = client.get("/broken")
    page = response.content.decode()
    reference = page.split('<strong class="tl-codes">')[1].split("<")[0]
    assert response.status_code == 500
    assert "Amy Brown" not in page
    assert any(reference in record.getMessage() for record in caplog.records)


@pytest.mark.django_db(databases=[])
def test_the_page_for_faults_needs_no_database(rf: RequestFactory) -> None:
    assert errors.fault(rf.get("/")).status_code == 500


def test_a_variable_that_nobody_gave_fails(client: Client) -> None:
    with pytest.raises(Exception, match="nobody_gave_this"):
        client.get("/unknown-word")


def test_a_form_sent_from_a_page_out_of_date_says_what_to_do() -> None:
    response = Client(enforce_csrf_checks=True).post("/form", {"place": "Mill House"})
    assert response.status_code == 403
    assert "load the page again" in response.content.decode()


def test_what_cannot_be_read_and_what_is_not_allowed(rf: RequestFactory) -> None:
    assert errors.bad_request(rf.get("/")).status_code == 400
    assert errors.not_allowed(rf.get("/")).status_code == 403


def test_the_policy_lets_in_nothing_but_our_own(client: Client) -> None:
    response = client.get("/record")
    policy = dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    nonce = response.content.decode().split('nonce="')[1].split('"')[0]
    assert policy["default-src"] == policy["style-src"] == "'self'"
    assert policy["script-src"] == f"'self' 'nonce-{nonce}'"
    assert len(nonce) > 20


def test_the_service_says_when_it_is_ready(client: Client) -> None:
    assert client.get("/health/live").json() == {"live": True}
    assert client.get("/health/").json() == client.get("/health/ready").json()
    ready = client.get("/health/ready")
    assert ready.json() == {"ready": True, "database": True, "migrations": True, "row_security": True}


@pytest.mark.parametrize(
    ("setting_wrong", "failed"),
    [("DELETE FROM django_migrations WHERE app = 'core'", "migrations")],
)
def test_the_service_is_not_ready_when_its_tables_are_not(
    client: Client, owner_url: str, setting_wrong: str, failed: str
) -> None:
    import psycopg

    with psycopg.connect(owner_url) as owner:
        held = owner.execute("SELECT app, name, applied FROM django_migrations WHERE app = 'core'").fetchall()
        owner.execute(setting_wrong)
    try:
        ready = client.get("/health/ready")
        assert ready.status_code == 503
        assert ready.json()[failed] is False
    finally:
        with psycopg.connect(owner_url) as owner:
            for row in held:
                owner.execute("INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)", row)
    assert connection.is_usable()
