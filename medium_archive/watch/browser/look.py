"""One look after the other: go to an address, wait until a bot wall is passed, and judge what the browser shows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from medium_archive.medium import status
from medium_archive.medium.addresses import Place
from medium_archive.medium.status import Finding
from medium_archive.watch import browser as browsers
from medium_archive.watch.browser import desktop, profile, programs
from medium_archive.watch.browser.failures import BrowserStopped, LookFailed, NoBrowser
from medium_archive.watch.browser.mapped_hosts import MappedHosts
from medium_archive.watch.browser.page import Page, Tab

WALL_SECONDS = 20.0  # for a bot wall to let the browser pass, by itself or by the person who sees the window
PERSON_SECONDS = 60.0  # for the first one, if a person started the check in a terminal
SELF_SECONDS = 5.0  # in which a wall that needs nobody lets a browser pass
SETTLED_SECONDS = 2.0  # for a page whose script may still replace it
_PICTURE_SECONDS = 3.0  # for the rest of a page that is up
POLL = 0.3
_MAX_STARTS = 3  # of a browser that stops
_PASSABLE = (403, 503)  # statuses of bot walls in any language
_BLOCKED = "403 Blocked"  # the title of Medium's page for a reader whom the author has blocked
_HELP = (
    "it did not let the browser pass within {:.0f} seconds. Run `archive check --browser` while you sit at the "
    "computer, and pass the check in the window yourself"
)
_OPENED = "{} opens the pages, one after the other. Its window closes by itself."
_ASKED = "A bot wall asks who you are. Answer in the window of the browser; the check waits {:.0f} seconds."


@dataclass(frozen=True, repr=False)
class Sight:
    """What a look saw: the finding, and as its evidence the page and a JPEG of the window, if there are any."""

    finding: Finding
    page: Page | None = None
    screenshot: bytes = b""


@dataclass
class Looker:
    """Looks at addresses, with one browser for all of them as long as it works. `say` tells a person about the window;
    None if nobody started the check in a terminal. `problems` are the folders that could not be removed.
    """

    variables: Mapping[str, str]
    mapped: MappedHosts = field(default_factory=MappedHosts)
    say: Callable[[str], None] | None = None
    clock: Callable[[], float] = time.monotonic
    problems: list[Path] = field(default_factory=list)
    name: str = ""
    _browser: browsers.Browser | None = None
    _profile: Path | None = None
    _starts: int = 0
    _refusal: NoBrowser | None = None
    _was_asked: bool = False

    def look(self, place: Place, address: str) -> Sight:
        """What a reader sees at `address`, which must show `place`. "unknown" with its reason for every failure."""
        try:
            tab = self._tab()
            tab.open(address)
            return self._wait(tab, place)
        except NoBrowser as error:
            self._refusal = error
            return Sight(Finding("unknown", str(error)))
        except BrowserStopped as error:
            self._end()
            return Sight(Finding("unknown", str(error)))
        except LookFailed as error:
            return Sight(Finding("unknown", str(error)))

    def close(self) -> None:
        self._end()

    def _tab(self) -> Tab:
        if self._refusal is not None:
            raise self._refusal
        browser = self._browser or self.start()
        try:
            return browser.tab()
        except LookFailed as error:
            raise BrowserStopped(str(error)) from error

    def start(self) -> browsers.Browser:
        """Start a browser with a new profile. Raises NoBrowser."""
        if self._starts == _MAX_STARTS:
            raise NoBrowser(f"the browser stopped {_MAX_STARTS} times")
        self._starts += 1
        program = programs.find(self.variables)
        environment = desktop.environment(self.variables)
        self._profile = profile.make(program.profiles)
        driver = next(driver for driver in browsers.ALL if program.family == driver.FAMILY)
        self._browser = browser = driver.Browser(program, self._profile, environment, self.mapped)
        self.name = browser.name
        if self.say is not None and self._starts == 1:
            self.say(_OPENED.format(self.name))
        return browser

    def _end(self) -> None:
        if self._browser is not None:
            self._browser.close()
        if self._profile is not None and not profile.remove(self._profile):
            self.problems.append(self._profile)
        self._browser = self._profile = None

    def _wait(self, tab: Tab, place: Place) -> Sight:
        """The page as soon as it is what was asked for, or when no more waiting helps."""
        began = self.clock()
        patience = WALL_SECONDS if self.say is None or self._was_asked else max(WALL_SECONDS, PERSON_SECONDS)
        found: tuple[Finding, Page] | None = None
        while (waited := self.clock() - began) < (patience if found is None or _is_wall(*found) else WALL_SECONDS):
            if (page := tab.page()) is not None:
                finding = status.judge(place, page)
                found = finding, page
                if not _is_wall(finding, page):
                    if waited >= SETTLED_SECONDS and (page.is_complete or finding.verdict == "up"):
                        break
                elif waited >= SELF_SECONDS:
                    self._ask(patience)
            tab.wait(POLL)
        if found is None:
            raise LookFailed(f"the page was not there after {patience:.0f} seconds")
        finding, page = found
        if _is_wall(finding, page):
            finding = replace(finding, reason=f"{finding.reason}; {_HELP.format(patience)}")
        with suppress(LookFailed):
            page = self._whole(tab, place, finding, page)
            return Sight(finding, page, tab.screenshot())
        return Sight(finding, page)

    def _whole(self, tab: Tab, place: Place, finding: Finding, page: Page) -> Page:
        """The same page when everything in it is loaded, as far as that comes soon: for the evidence."""
        end = self.clock() + _PICTURE_SECONDS
        while not page.is_complete and self.clock() < end:
            tab.wait(POLL)
            later = tab.page()
            if later is not None and status.judge(place, later).verdict != finding.verdict:
                break
            page = later or page
        return page

    def _ask(self, patience: float) -> None:
        """Tell a person once about a wall that does not let the browser pass by itself."""
        if self.say is not None and not self._was_asked:
            self._was_asked = True
            self.say(_ASKED.format(patience))


def _is_wall(finding: Finding, page: Page) -> bool:
    """Whether the page may still let the browser pass."""
    is_other = page.status not in _PASSABLE or finding.title.startswith(_BLOCKED)
    return finding.verdict == "unknown" and (finding.is_wall or not is_other)


@contextmanager
def looker(
    variables: Mapping[str, str], mapped: MappedHosts = MappedHosts(), say: Callable[[str], None] | None = None
) -> Iterator[Looker]:
    """A looker that holds the browser alone, and removes what killed runs left. Raises NoBrowser."""
    with profile.lock():
        one = Looker(variables, mapped, say)
        one.problems += profile.remove_left(programs.confined())
        try:
            yield one
        finally:
            one.close()
