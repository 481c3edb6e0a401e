import json
from pathlib import Path

import pytest

from throughline.launch import environment


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two locks and an environment that holds nothing yet."""
    (tmp_path / "requirements").mkdir()
    for name in environment.SETS:
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"# {name}\n")
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    monkeypatch.setattr(environment, "REPOSITORY", tmp_path)
    monkeypatch.setattr(environment, "PYTHON", python)
    monkeypatch.setattr(environment, "STAMP", tmp_path / ".venv" / "stamp.json")
    return tmp_path


def note(name: str) -> None:
    environment.STAMP.write_text(json.dumps(environment.fingerprint(name)))


@pytest.mark.parametrize("command", ["test", "check", "bench", "asks"])
def test_what_looks_at_the_code_installs_the_tests_set(command: str) -> None:
    assert environment.set_for(command) == "test"


@pytest.mark.parametrize("command", ["up", "load", "publish", "manage", ""])
def test_everything_else_installs_what_serving_needs(command: str) -> None:
    assert environment.set_for(command) == "web"


@pytest.mark.usefixtures("house")
def test_nothing_installed_yet() -> None:
    assert environment.set_to_install("web") == "web"


@pytest.mark.usefixtures("house")
def test_all_there() -> None:
    note("web")
    assert environment.set_to_install("web") is None


@pytest.mark.usefixtures("house")
def test_more_is_wanted_than_there_is() -> None:
    note("web")
    assert environment.set_to_install("test") == "test"


@pytest.mark.usefixtures("house")
def test_more_is_there_than_is_wanted() -> None:
    note("test")
    assert environment.set_to_install("web") is None


def test_a_changed_lock_keeps_the_larger_set(house: Path) -> None:
    note("test")
    (house / "requirements" / "test.txt").write_text("# another\n")
    assert environment.set_to_install("web") == "test"


@pytest.mark.usefixtures("house")
def test_an_environment_whose_python_is_gone() -> None:
    note("web")
    environment.PYTHON.unlink()
    assert environment.set_to_install("web") == "web"


def test_an_environment_that_was_moved(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note("web")
    moved = house.with_name("moved")
    house.rename(moved)
    monkeypatch.setattr(environment, "REPOSITORY", moved)
    monkeypatch.setattr(environment, "STAMP", moved / ".venv" / "stamp.json")
    monkeypatch.setattr(environment, "PYTHON", moved / ".venv" / "bin" / "python")
    assert environment.set_to_install("web") == "web"


@pytest.mark.parametrize(
    ("pip", "said"),
    [
        pytest.param({}, {}, id="pip as it came"),
        pytest.param(
            {"index-url": "https://packages.example/simple"},
            {"UV_DEFAULT_INDEX": "https://packages.example/simple"},
            id="an index of the house",
        ),
        pytest.param(
            {"extra-index-url": "https://a.example/simple\nhttps://b.example/simple"},
            {
                "UV_INDEX": "https://a.example/simple https://b.example/simple",
                "UV_INDEX_STRATEGY": "unsafe-best-match",
            },
            id="further indexes",
        ),
        pytest.param({"find-links": "/a /b"}, {"UV_FIND_LINKS": "/a,/b"}, id="folders of wheels"),
        pytest.param({"cert": "/ca.pem"}, {"SSL_CERT_FILE": "/ca.pem"}, id="a certificate of the house"),
        pytest.param({"trusted-host": "a.example"}, {"UV_INSECURE_HOST": "a.example"}, id="a trusted host"),
    ],
)
def test_uv_is_told_where_pip_looks(pip: dict[str, str], said: dict[str, str]) -> None:
    assert environment.index_settings(pip, {}) == {"UV_PYTHON_DOWNLOADS": "never", **said}


def test_what_uv_was_told_already_stays() -> None:
    pip = {"index-url": "https://packages.example/simple", "cert": "/ca.pem"}
    said = environment.index_settings(
        pip, {"UV_INDEX_URL": "https://own.example", "SSL_CERT_FILE": "/own.pem"}
    )
    assert said == {"UV_PYTHON_DOWNLOADS": "never"}
