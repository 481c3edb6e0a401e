import socket
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import TCPServer
from threading import Thread

import pytest

from throughline.launch.commands import main, processes_for
from throughline.launch.up import Place, answers, refuse_taken_port, secret_key


def test_a_taken_port_is_refused_before_anything_else_with_another_to_try(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THROUGHLINE_STATE", str(tmp_path / "state"))
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["up", "--port", str(port)]) == 1
    said = capsys.readouterr().err
    assert f"cannot listen on port {port} of 127.0.0.1: address already in use" in said
    assert f"./throughline up --port {port + 1}" in said
    assert not (tmp_path / "state").exists()


def test_a_free_port_is_not_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    refuse_taken_port(Place("127.0.0.1", port))
    assert not answers(Place("127.0.0.1", port))


def test_an_installation_keeps_its_own_secret_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THROUGHLINE_STATE", str(tmp_path / "one"))
    first = secret_key()
    assert len(first) >= 50
    assert secret_key() == first
    assert (tmp_path / "one" / "secret-key").stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("THROUGHLINE_STATE", str(tmp_path / "another"))
    assert secret_key() != first


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://localhost:8000/"),
        ("0.0.0.0", "http://localhost:8000/"),
        ("probation.example", "http://probation.example:8000/"),
    ],
)
def test_the_address_printed_is_one_that_opens(host: str, address: str) -> None:
    assert Place(host, 8000).address == address


@pytest.mark.parametrize(
    ("arguments", "processes"),
    [
        pytest.param([], ["-n", "2"], id="the whole suite"),
        pytest.param(["tests/line", "-k", "accept"], ["-n", "2"], id="some of it"),
        pytest.param(["-n", "0"], [], id="their own number"),
        pytest.param(["-n4"], [], id="their own number, written together"),
        pytest.param(["--pdb"], [], id="stopping in the debugger"),
    ],
)
def test_the_suite_runs_on_two_processes_unless_told(arguments: list[str], processes: list[str]) -> None:
    assert processes_for(arguments) == processes


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(503)

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_a_service_that_answers_is_seen_past_any_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with TCPServer(("127.0.0.1", 0), _Answer) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        assert answers(Place("0.0.0.0", server.server_address[1]))
        thread.join()
