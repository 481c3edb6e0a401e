"""Somebody at a browser: signs in, goes about, and looks whether each page is fit for everybody."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from playwright.sync_api import ConsoleMessage, Locator, Page

from tests.journeys.site import Site
from throughline.core.models import User
from throughline.launch.state import REPOSITORY, state_folder

DESKTOP = (1280, 900)
PHONE = (390, 844)


@dataclass
class Visitor:
    """One browser window on the site."""

    page: Page
    site: Site
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def sign_in(self, user: User) -> None:
        """Be `user` from now on, whoever sat here before."""
        self.page.context.clear_cookies()
        with self.site.arranging():
            key = _session_of(user)
        self.page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.site.address}]
        )

    def sign_out(self) -> None:
        """Be nobody in particular."""
        self.page.context.clear_cookies()

    def go(self, path: str) -> None:
        """Open the page at `path`."""
        answer = self.page.goto(self.site.address + path)
        assert answer is not None
        assert answer.status == 200, f"{path} answered {answer.status}"

    def follow(self, text: str) -> None:
        """Follow the link that says `text`."""
        self.click(self.page.get_by_role("link", name=text, exact=True).first)

    def press(self, text: str) -> None:
        """Press the button that says `text`."""
        self.click(self.page.get_by_role("button", name=text, exact=True))

    def click(self, what: Locator) -> None:
        """
        Click `what`, and wait until the page that it leads to is there as a whole.

        A click by itself waits until the next page has begun to arrive, and no longer.
        """
        what.click()
        self.page.wait_for_load_state()

    def fill(self, label: str, text: str) -> None:
        """Type `text` into the box called `label`."""
        self.page.get_by_label(label, exact=True).fill(text)

    def choose(self, text: str, *, of: str = "") -> None:
        """Choose the radio that says `text`, of the question `of` where several say the same."""
        within = self.page.get_by_role("group", name=of) if of else self.page
        within.get_by_label(text, exact=True).check()

    def sees(self, *texts: str) -> None:
        """Each of `texts` stands on the page as it is read."""
        shown = self.text
        for text in texts:
            assert text in shown, f"“{text}” does not stand on {self.page.url}:\n{shown}"

    def does_not_see(self, *texts: str) -> None:
        """None of `texts` stands anywhere in the page, seen or not."""
        source = self.page.content()
        for text in texts:
            assert text not in source, f"“{text}” stands on {self.page.url}"

    @property
    def text(self) -> str:
        """The page as it is read, with single spaces."""
        return " ".join(self.page.locator("body").inner_text().split())


def check_page(visitor: Visitor, name: str) -> None:
    """
    The open page is fit for everybody: axe finds nothing, no console error, no sideways scrolling at 390 px.

    Leaves pictures of it in `<state>/screenshots/<name>-desktop.png` and `-phone.png`.
    """
    page = visitor.page
    pictures = state_folder() / "screenshots"
    pictures.mkdir(exist_ok=True)
    assert violations(page) == []
    page.screenshot(path=pictures / f"{name}-desktop.png", full_page=True)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    try:
        page.screenshot(path=pictures / f"{name}-phone.png", full_page=True)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE[0], f"{page.url} is {width} px wide on a phone"
    finally:
        page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    assert visitor.complaints == []


def violations(page: Page) -> list[str]:
    """What axe finds on the open page: each rule, and the first thing that breaks it."""
    page.evaluate((REPOSITORY / "node_modules" / "axe-core" / "axe.min.js").read_text())
    found: dict[str, Any] = page.evaluate("axe.run()")
    return [f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:300]}" for one in found["violations"]]


def _session_of(user: User) -> str:
    request = HttpRequest()
    request.session = SessionStore()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.save()
    key = request.session.session_key
    assert key is not None
    return key
