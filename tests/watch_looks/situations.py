"""The table: what a host answers, what a reader would see there, and what each kind of look must say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from medium_archive.medium.addresses import place
from medium_archive.medium.status import Verdict
from tests.medium_server import Reply, html, profile
from tests.watch_looks import pages, walls
from tests.watch_looks.certificates import EXPIRED, VALID
from tests.watch_looks.pages import KNOWN, Shown
from tests.watch_looks.walls import Wall

Ended = Literal["", "renderer", "browser"]


@dataclass(frozen=True)
class Situation:
    """What is shown behind a wall, and the verdicts that a plain look and one of a browser must give. `press`, `worker`
    and `certificate` as in WatchHost. `ended` is the process that is killed in the middle of the look of the browser.
    `program` is in place of the browser, `environment` is set for it; None takes a variable away.
    """

    shown: Shown
    plain: Verdict
    browser: Verdict
    wall: Wall = walls.none
    press: bool = False
    worker: bytes = b""
    certificate: str = VALID
    ended: Ended = ""
    program: str = ""
    environment: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def is_feed(self) -> bool:
        """No browser looks at a feed."""
        return place(self.shown.address).kind == "feed"

    @property
    def allowed(self) -> frozenset[Verdict]:
        """The verdicts that are true: what a reader sees, and "unknown"."""
        return frozenset({self.shown.verdict, "unknown"})


def _open(shown: Shown) -> Situation:
    """Each look sees the page."""
    return Situation(shown, shown.verdict, shown.verdict)


def _behind(shown: Shown, wall: Wall, *, press: bool = False) -> Situation:
    """A browser passes the wall."""
    return Situation(shown, "unknown", shown.verdict, wall, press)


def _blind(shown: Shown, wall: Wall = walls.none) -> Situation:
    """Nobody sees the page."""
    return Situation(shown, "unknown", "unknown", wall)


_UP, _SUSPENDED = pages.PROFILE, pages.SUSPENDED_PROFILE
_IN: Mapping[walls.Language, str] = {"en": "English", "de": "German", "zh": "Chinese"}

SITUATIONS: dict[str, Situation] = {
    # Without a wall
    **{name: _open(shown) for name, shown in KNOWN.items()},
    "a feed": _open(pages.FEED),
    # Behind a wall that a browser passes
    **{f"{name}, behind a wall that reloads": _behind(shown, walls.reloads()) for name, shown in KNOWN.items()},
    "a feed, behind a wall that reloads": _blind(pages.FEED, walls.reloads()),
    **{
        f"a profile, behind a wall in {name}": _behind(_UP, walls.reloads(language, headers={}))
        for language, name in _IN.items()
    },
    **{
        f"a suspended account, behind a wall in {name}": _behind(_SUSPENDED, walls.reloads(language, headers={}))
        for language, name in _IN.items()
    },
    "a profile, behind a wall with status 200": _behind(_UP, walls.reloads(status=200, headers={})),
    "a suspended account, behind a wall with status 200": _behind(_SUSPENDED, walls.reloads(status=200, headers={})),
    "a suspended account, behind a wall with status 503": _behind(_SUSPENDED, walls.reloads(status=503)),
    "a profile, behind six walls": _behind(_UP, walls.variants(6)),
    "a suspended account, behind six walls": _behind(_SUSPENDED, walls.variants(6)),
    "a profile, behind a wall with a form": _behind(_UP, walls.submits),
    "a suspended account, behind a wall with a form": _behind(_SUSPENDED, walls.submits),
    "a profile, behind a button that a person presses": _behind(_UP, walls.person, press=True),
    "a suspended account, behind a button that a person presses": _behind(_SUSPENDED, walls.person, press=True),
    "a profile, behind a wall that asks before it is left": _behind(_UP, walls.asks_before_leaving),
    "a suspended account, behind a wall whose service worker forges a profile": Situation(
        _SUSPENDED, "unknown", "suspended", walls.worker, worker=profile("ada").body
    ),
    "a profile, behind a wall whose service worker forges the sentence": Situation(
        _UP, "unknown", "up", walls.worker, worker=pages.SUSPENDED.body
    ),
    # Behind a wall that nobody passes
    "a profile, behind a button that nobody presses": _blind(_UP, walls.person),
    "a suspended account, behind a button that nobody presses": _blind(_SUSPENDED, walls.person),
    "a profile, behind endless walls": _blind(_UP, walls.variants(None)),
    "a suspended account, behind endless walls": _blind(_SUSPENDED, walls.variants(None)),
    "a suspended account, behind Cloudflare's block": _blind(
        _SUSPENDED, walls.stays(walls.page(title="Attention Required! | Cloudflare", headers={}))
    ),
    "the suspended page, as a wall's": _blind(
        _SUSPENDED, walls.stays(Reply(410, pages.SUSPENDED.body, {"cf-mitigated": "challenge"}))
    ),
    "a wall with status 410": _blind(_UP, walls.stays(walls.page(status=410, headers={}))),
    "a wall in Chinese with status 404": _blind(_UP, walls.stays(walls.page(language="zh", status=404))),
    "too many requests": _blind(_UP, walls.stays(html("429 Too Many Requests", status=429))),
    "too many requests, with a time": _blind(_UP, walls.stays(html("429", status=429, headers={"Retry-After": "900"}))),
    "an error of the server": _blind(_UP, walls.stays(html("500 Internal Server Error", status=500))),
    "a server that is overloaded": _blind(_SUSPENDED, walls.stays(html("503 Service Unavailable", status=503))),
    # Moved
    "moved to the author's subdomain": _open(pages.MOVED_TO_SUBDOMAIN),
    "moved to a suspended subdomain": _open(pages.MOVED_TO_SUSPENDED_SUBDOMAIN),
    "moved to a suspended subdomain, a wall on both": _behind(pages.MOVED_TO_SUSPENDED_SUBDOMAIN, walls.reloads()),
    "moved to the subdomain, a wall on both": _behind(pages.MOVED_TO_SUBDOMAIN, walls.reloads()),
    "moved to the author's own host": _open(pages.MOVED_TO_OWN_HOST),
    "moved to another account": _open(pages.MOVED_TO_OTHER_ACCOUNT),
    "moved to the login page of a hotel": _open(pages.MOVED_TO_HOTEL),
    "endless redirects": _open(pages.ENDLESS_REDIRECTS),
    "a page that leads to the profile by HTML": Situation(pages.REFRESHED, "unknown", "up"),
    "a page that leads to a hotel by HTML": _open(pages.REFRESHED_AWAY),
    # Consent, sign-in, blocked
    **{f"a profile, under a banner in {_IN[language]}": _open(pages.with_banner(language)) for language in _IN},
    **{f"a page that asks for consent in {_IN[language]}": _open(pages.consent(language)) for language in _IN},
    **{f"a page to sign in, in {_IN[language]}": _open(pages.signing_in(language)) for language in _IN},
    "blocked by its author": _open(pages.BLOCKED),
    "withheld for legal reasons": _open(pages.WITHHELD),
    # Other languages
    "a profile in German": _open(pages.at(pages.ADA, profile("ada", pages.WORDS["de"]), "up")),
    "a profile in Chinese": _open(pages.at(pages.ADA, profile("ada", pages.WORDS["zh"]), "up")),
    "a 410 in German": _open(pages.translated("de")),
    "a 410 in Chinese": _open(pages.translated("zh")),
    "a 410 in Arabic": _open(pages.translated("ar")),
    "a 410 in Chinese, behind a wall in Chinese": _behind(pages.translated("zh"), walls.reloads("zh")),
    # Pages that could deceive
    "a story that quotes the sentence": _open(pages.QUOTING),
    "a profile whose script writes the sentence": _open(pages.RENAMED),
    "a profile with the sentence in a frame": _open(pages.FRAMED),
    "a deleted story with the sentence in a frame": _open(pages.FRAMED_DELETED),
    "the suspended page with status 200": _open(pages.CACHED),
    "a profile that changes its address": _open(pages.PUSHED),
    "a profile that changes its address to that of a page to sign in": _open(pages.PUSHED_TO_SIGN_IN),
    # Pages that could stop a browser
    "a profile with ten alerts": _open(pages.TEN_ALERTS),
    "a profile with a thousand alerts": Situation(pages.MANY_ALERTS, "up", "unknown"),
    "a page with endless alerts": _open(pages.FOREVER_ALERTS),
    "a profile that prints itself": _open(pages.PRINTING),
    "a profile that opens windows": _open(pages.POPUPS),
    "a profile that closes its window": _open(pages.CLOSING),
    "a profile with a script that never ends": Situation(pages.BUSY, "up", "unknown"),
    "a page that loads itself without end": _open(pages.RELOADING),
    "a download": _open(pages.DOWNLOAD),
    "a PDF": _open(pages.PDF),
    "an answer without a page": _open(pages.NO_CONTENT),
    "a page that asks for a password": _open(pages.PASSWORD),
    "moved to an app": _open(pages.MOVED_TO_APP),
    "a connection that is closed": _open(pages.CLOSED),
    "no answer": _open(pages.NO_ANSWER),
    "a profile that comes slowly": _open(pages.SLOW),
    "an answer without an end": _open(pages.ENDLESS),
    "an answer of blanks without an end": _open(pages.SILENT),
    "a page of 200 megabytes": _open(pages.LARGE),
    "an expired certificate": Situation(_SUSPENDED, "unknown", "unknown", certificate=EXPIRED),
    # Browsers that fail
    "a renderer that is killed": Situation(_SUSPENDED, "unknown", "unknown", walls.person, ended="renderer"),
    "a browser that is killed": Situation(_SUSPENDED, "unknown", "unknown", walls.person, ended="browser"),
    "a browser that is missing": Situation(_UP, "up", "unknown", program="no-such-browser"),
    "a browser that ends at once": Situation(_UP, "up", "unknown", program="false --no-sandbox"),
    "a browser that says nothing": Situation(_UP, "up", "unknown", program="sh -c 'exec sleep 300' --no-sandbox"),
    "a browser without a desktop": Situation(
        _UP, "up", "unknown", environment={"DISPLAY": None, "WAYLAND_DISPLAY": None}
    ),
}

# What the reason of a look of Chromium must say
SENTENCES = {
    "a profile, behind a button that nobody presses": "pass the check in the window yourself",
    "a suspended account, behind Cloudflare's block": "a bot wall",
    "too many requests": "too many requests",
    "moved to another account": "another page",
    "moved to the login page of a hotel": "not a page of Medium's",
    "endless redirects": "redirects without end",
    "a page that asks for consent in German": "not a page of Medium's",
    "a page to sign in, in Chinese": "a page to sign in",
    "blocked by its author": "the author has blocked it",
    "withheld for legal reasons": "legal reasons",
    "a profile with a thousand alerts": "one dialog after the other",
    "a page with endless alerts": "one dialog after the other",
    "a profile with a script that never ends": "did not answer within",
    "a download": "a file to download",
    "no answer": "did not answer within",
    "an expired certificate": "check the clock of this computer",
    "a renderer that is killed": "crashed the tab",
    "a browser that is killed": "ended in the middle of the look",
    "a browser that is missing": "which is not a program on this computer",
    "a browser that ends at once": "does not start",
    "a browser that says nothing": "does not start",
    "a browser without a desktop": "there is no desktop",
}
