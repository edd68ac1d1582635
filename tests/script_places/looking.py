"""What a browser does with a page: which payloads run, which hosts it asks, which words readers see."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.script_places.place import place_and_payload

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_SCRIPTS = Path(__file__).parent
_TRIES, _PAUSE = 100, 10  # milliseconds
NUMBER = re.compile(r"1\d{6}")
# What could run or load something later, when a reader does something: counted as if it had run
_LOOK = (_SCRIPTS / "look.js").read_text("utf-8")

# What a reader could do on a page whose policy keeps what is on it from running
_USE = (_SCRIPTS / "use.js").read_text("utf-8")


@dataclass
class Looks:
    """What all pages did. `ran` and `asked` count by the number of the place and the payload."""

    pages: int = 0
    ran: Counter[tuple[int, int]] = field(default_factory=Counter)
    asked: Counter[tuple[int, int]] = field(default_factory=Counter)
    examples: dict[tuple[int, int], str] = field(default_factory=dict)
    broken: Counter[str] = field(default_factory=Counter)  # errors of the site's own scripts
    seen: set[int] = field(default_factory=set)  # numbers whose words readers see
    seen_whole: set[int] = field(default_factory=set)  # … with the whole payload after them


@dataclass
class Reader:
    """A reader with a browser. Without `has_policy`, pages have no content security policy, as on a host that removes
    it, so that what reaches a page runs.
    """

    page: Page
    looks: Looks
    own: str  # where the site is served
    texts: dict[int, str]  # what should be seen after the word of each number
    has_policy: bool = False

    def read(self, address: str) -> None:
        """Open a page, and count what it does."""
        from playwright.sync_api import Error  # noqa: PLC0415  # not on every machine

        try:
            self.page.goto(address)
            live, words = self._look()
        except Error as error:
            if "Download is starting" not in str(error) and "ERR_ABORTED" not in str(error):
                raise
            return
        self.looks.pages += 1
        if self.has_policy:
            self.page.evaluate(_USE)
            self.page.wait_for_timeout(_PAUSE)
            live = []
        for one in live:
            self.count(self.looks.ran, one)
        self._see(words)

    def _look(self) -> tuple[list[str], str]:
        """What is on the page, or on the one to which it leads at once, as that of an old address does."""
        from playwright.sync_api import Error  # noqa: PLC0415  # not on every machine

        for _ in range(_TRIES):
            try:
                if found := self.page.evaluate(_LOOK):
                    return found  # type: ignore[no-any-return]  # what the script returns
            except Error as error:
                if "navigation" not in str(error):
                    raise
            self.page.wait_for_timeout(_PAUSE)
            self.page.wait_for_load_state()
        return [f"no page at {self.page.url}"], ""

    def count(self, counter: Counter[tuple[int, int]], what: str) -> None:
        number = NUMBER.search(what)
        key = place_and_payload(int(number[0])) if number else (-1, -1)
        counter[key] += 1
        self.looks.examples.setdefault(key, f"{self.page.url}: {what[:300]}")

    def _see(self, words: str) -> None:
        shown = "".join(words.split()).casefold()
        for found in re.finditer(r"w(1\d{6})", shown):
            number = int(found[1])
            self.looks.seen.add(number)
            text = self.texts.get(number)
            if text is not None and shown.startswith(text, found.end()):
                self.looks.seen_whole.add(number)


@contextmanager
def reader(
    browser: Browser, looks: Looks, own: str, texts: dict[int, str], *, has_policy: bool = False
) -> Iterator[Reader]:
    """A browser that resolves no name, see `ARGUMENTS`."""
    context = browser.new_context(bypass_csp=not has_policy)
    one = Reader(context.new_page(), looks, own, texts, has_policy)

    def run(source: Any, number: object = "") -> None:
        one.count(looks.ran, f"ran({number})")

    def ask(request: Any) -> None:
        if not request.url.startswith((own, "data:", "blob:", "about:", "chrome-error:")):
            one.count(looks.asked, request.url)

    context.expose_binding("ran", run)
    context.on("request", ask)
    one.page.on("pageerror", lambda error: looks.broken.update([str(error)[:200]]))
    one.page.on("dialog", lambda dialog: dialog.dismiss())
    yield one
    context.close()


ARGUMENTS = ("--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")


def plain(text: str) -> str:
    """A text as `Looks.seen_whole` compares it: without white space and capital letters."""
    return "".join(text.split()).casefold()
