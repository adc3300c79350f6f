"""One person's window: what was seen wrong on any page is kept and told at the end."""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import time_machine
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Response,
    expect,
)

from tests.journeys.town import PASSWORD, Town
from tuphap.foundation.accounts.models import Person
from tuphap.foundation.accounts.sessions import SessionStore
from tuphap.foundation.second_factor.tests.proving import prove
from tuphap.foundation.ui.tests.accessibility import objections
from tuphap.rules.vietnamese import slug

SCREEN, TELEPHONE, NARROW = (1366, 768), (390, 844), (320, 844)
PATIENCE = 30_000  # milliseconds: the machine may be busy with other tests
# The browser and htmx say so themselves of every refusal; which are right the journeys know.
REFUSED = re.compile(r"status of 4\d\d|Status Error Code 4\d\d")
LEFT_OVERS = re.compile(
    r"\{\{|\{%|\b(None|True|False|NaN|undefined|null|Error|Invalid|Required|This field|Please"
    r"|Log ?in|Sign ?in|Log ?out|Sign ?out|Password|Username|Submit|Cancel|Save|Delete|Remove|Add"
    r"|Edit|Search|Home|Back|Next|Previous|Close|Open|Choose|Browse|Upload|Download|Loading"
    r"|Not found|Forbidden|Bad request|Warning|Success|Select|Show|Hide|Yes|No|ago"
    # A key is called as it is labelled.
    r"|Page(?! Down| Up))\b"
)
TEXTS = """() => {
  const page = document.body.cloneNode(true);
  page.querySelectorAll("code, pre, script, style").forEach(part => part.remove());
  const said = ["aria-label", "placeholder", "title", "alt"];
  const parts = page.querySelectorAll(said.map(name => `[${name}]`).join(","));
  const attributes = Array.from(parts, e => said.map(name => e.getAttribute(name) || ""));
  return [document.title, page.textContent, ...attributes.flat()].join("\\n");
}"""
TO_THE_END = (
    "() => { const before = scrollY; scrollTo(0, document.body.scrollHeight); return before; }"
)
CONTRAST = "color-contrast"
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Visit:
    """A window of its own, so several people can be signed in at once."""

    def __init__(
        self,
        browser: Browser,
        town: Town,
        *,
        script: bool = True,
        album: str = "",
        closely: tuple[str, ...] = ("",),
    ) -> None:
        self.town, self.script, self.album, self.closely = town, script, album, closely
        self.faults: list[str] = []
        self._looked: set[str] = set()
        self.on_telephones: set[str] = set()  # paths
        width, height = SCREEN
        self._context = browser.new_context(
            base_url=town.address,
            locale="vi-VN",
            viewport={"width": width, "height": height},
            java_script_enabled=script,
        )
        self._context.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        self.page: Page = self._context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self._note(f"script error: {error}"))
        self.page.on("response", self._response)

    def close(self) -> None:
        self._context.close()

    def open(self, path: str) -> int:
        """The status with which the page answered."""
        response = self.page.goto(path)
        assert response is not None
        return response.status

    def sign_in(self, person: Person) -> None:
        self._context.clear_cookies()
        self.open("/dang-nhap/")
        self.page.get_by_label("Thư điện tử").fill(person.email)
        self.page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập", exact=True).click()
        self.page.wait_for_url("**/lam-viec/")

    def prove_second_factor(self, person: Person) -> None:
        """As if a code had been given just now."""
        cookies = {cookie["name"]: cookie["value"] for cookie in self._context.cookies()}
        now = self.town.now()
        # By the clock of this process the session ended long ago.
        with time_machine.travel(now):
            prove(SessionStore(cookies["sessionid"]), person, now)

    def look(self, name: str) -> None:
        """Everything that must hold on every page, on a screen and on telephones; there only
        names that begin with a word of `closely`."""
        if self._is_new(name):
            self.read(name)
            for size in (SCREEN, TELEPHONE, NARROW):
                if size == SCREEN or name.startswith(self.closely):
                    self._at(name, size)
            self._resize(SCREEN)

    def glance(self, name: str) -> None:
        """The same on a screen alone: for pages that another journey looks at on telephones."""
        if self._is_new(name):
            self.read(name)
            self._at(name, SCREEN)

    def _is_new(self, name: str) -> bool:
        known = name in self._looked
        self._looked.add(name)
        return not known

    def _at(self, name: str, size: tuple[int, int]) -> None:
        self._resize(size)
        if size == TELEPHONE:
            self.on_telephones.add(urlsplit(self.page.url).path)
        if (wide := self.page.evaluate(TOO_WIDE)) > 0:
            self._note(f"{name}: {wide} px too wide at {size[0]}")
        if size != NARROW:
            self._shoot(name, size[0])
            # Axe is itself a script of the page.
            # Colours are those of the screen; weighing them is most of its work.
            without = () if size == SCREEN else (CONTRAST,)
            for words in objections_to_the_end(self.page, without) if self.script else ():
                self._note(f"{name} at {size[0]}: {words}")

    def _resize(self, size: tuple[int, int]) -> None:
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def read(self, name: str) -> None:
        """No word of the page may be English, or left over from a program."""
        for line in self.page.evaluate(TEXTS).splitlines():
            if found := LEFT_OVERS.search(line):
                self._note(f"{name}: “{found.group()}” in “{line.strip()[:120]}”")

    def _shoot(self, name: str, width: int) -> None:
        name = slug(f"{self.album} {name}")
        if folder := os.environ.get("SHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{folder}/{name}-{width}.png")
            self.page.screenshot(path=f"{folder}/{name}-{width}-full.png", full_page=True)

    def _note(self, fault: str) -> None:
        self.faults.append(f"{urlsplit(self.page.url).path}: {fault}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not REFUSED.search(message.text):
            self._note(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        if not response.url.startswith((self.town.address, "data:")):
            self._note(f"another host: {response.url}")
        kind = response.request.resource_type
        if response.status >= 500 or (response.status >= 400 and kind in ("script", "stylesheet")):
            self._note(f"{response.status} from {response.url}")


def objections_to_the_end(page: Page, without: tuple[str, ...] = ()) -> list[str]:
    # At the end of the page nothing lies half under the bar, where axe would call it too small.
    before = page.evaluate(TO_THE_END)
    found = objections(page, without=without)
    page.evaluate("before => scrollTo(0, before)", before)
    return found
