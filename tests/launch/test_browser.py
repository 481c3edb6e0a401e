from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from throughline.launch.browser import CHROMIUM_FLAGS, NoBrowser, chromium_path, unpacked_chromium


def test_the_browser_from_npm_shows_a_page_with_words_in_it(playwright: Playwright) -> None:
    browser = playwright.chromium.launch(executable_path=unpacked_chromium(), args=list(CHROMIUM_FLAGS))
    page = browser.new_page()
    page.set_content("<h1>Ravi</h1><button onclick=\"document.title='took part'\">Record</button>")
    page.get_by_role("button", name="Record").click()
    assert page.title() == "took part"
    # Without a font the heading would have no width.
    assert (
        page.evaluate(
            "() => { const r = document.createRange(); r.selectNodeContents("
            "document.querySelector('h1')); return r.getBoundingClientRect().width }"
        )
        > 20
    )
    browser.close()


def test_a_browser_of_ones_own_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "chromium"
    program.touch(mode=0o755)
    monkeypatch.setenv("THROUGHLINE_CHROMIUM", str(program))
    assert chromium_path() == program


def test_a_browser_that_is_not_there_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THROUGHLINE_CHROMIUM", "/nowhere/chromium")
    with pytest.raises(NoBrowser, match="/nowhere/chromium"):
        chromium_path()


def test_nothing_that_switches_security_off_is_asked_for() -> None:
    assert not [flag for flag in CHROMIUM_FLAGS if "web-security" in flag or "ignore-certificate" in flag]
