"""Walls before a page, as Cloudflare builds them: a browser passes some by their script, some only with a person."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Literal

from tests.medium_server import Reply, html

Language = Literal["en", "zh", "de"]
_MITIGATED = {"cf-mitigated": "challenge"}
# What answers a request, by the number of the host's walls that the browser has passed; None lets it through
Wall = Callable[[int], Reply | None]

COOKIE = "cf_clearance"  # its value is that number
PRESS = "/challenge/press"  # answers when a person presses the button
PERSON = 3.0  # seconds that a person takes
WORKER = "/sw.js"
_SECONDS = 0.7  # that a script takes
_WORDS: Mapping[Language, tuple[str, str]] = {
    "en": ("Just a moment...", "Verify you are human by completing the action below."),
    "de": ("Nur einen Moment…", "Bestätigen Sie durch die folgende Aktion, dass Sie ein Mensch sind."),
    "zh": ("请稍候…", "请完成以下操作，验证您是真人。"),
}
_SET = "document.cookie = '{}={}; path=/';"
_RELOAD = f"setTimeout(() => location.reload(), {_SECONDS * 1000:.0f});"
# As Cloudflare does: the page comes as the answer to a form, at an address with a token
_SUBMIT = """
const form = document.createElement('form');
form.method = 'POST';
form.action = location.pathname + '?__cf_chl_f_tk=token';
document.body.append(form);
setTimeout(() => form.submit(), 700);"""
_BUTTON = """
const button = document.querySelector('button');
button.onclick = () => { %s location.reload(); };
fetch('%s').then(answer => { if (answer.ok) button.click(); });"""
_WORKER = """
const registered = navigator.serviceWorker ? navigator.serviceWorker.register('%s') : Promise.resolve();
registered.then(() => navigator.serviceWorker?.ready).then(() => { %s })"""


def page(
    script: str = "",
    language: Language = "en",
    status: int = 403,
    title: str = "",
    headers: Mapping[str, str] = _MITIGATED,
) -> Reply:
    """The page of a wall."""
    name, words = _WORDS[language]
    body = f"<h1>medium.com</h1><p>{words}</p><button>{words.split()[0]}</button><script>{script}</script>"
    return html(
        title or name,
        body,
        status,
        headers={"Server": "cloudflare", "CF-RAY": "8a1-FRA", "Cache-Control": "no-store", **headers},
    )


def none(_passed: int) -> None:
    """Each request reaches the page."""


def stays(reply: Reply) -> Wall:
    """The same answer to each request."""
    return lambda _passed: reply


def reloads(language: Language = "en", status: int = 403, headers: Mapping[str, str] = _MITIGATED) -> Wall:
    """A script sets a cookie and loads the page again."""
    return lambda passed: None if passed else page(_step(passed), language, status, headers=headers)


def variants(times: int | None) -> Wall:
    """One wall after the other, each of another kind; endless if `times` is None."""
    kinds = (
        partial(page, status=403),
        partial(page, status=503, title="Checking your browser", headers={}),
        partial(page, status=200, title="Just a moment…", headers={}),
        partial(page, status=403, title="Attention Required! | Cloudflare", headers={}),
        partial(page, status=429, language="de"),
        partial(page, status=200, language="zh"),
    )

    def wall(passed: int) -> Reply | None:
        is_through = times is not None and passed >= times
        return None if is_through else kinds[passed % len(kinds)](_step(passed))

    return wall


def submits(passed: int) -> Reply | None:
    """A script sets a cookie and sends a form."""
    return None if passed else page(_SET.format(COOKIE, 1) + _SUBMIT)


def person(passed: int) -> Reply | None:
    """A button that a person must press."""
    script = _BUTTON % (_SET.format(COOKIE, 1), PRESS)
    return None if passed else page(script)


def worker(passed: int) -> Reply | None:
    """A script registers a service worker, which answers from then on."""
    return None if passed else page(_WORKER % (WORKER, _step(0)))


def asks_before_leaving(passed: int) -> Reply | None:
    """The page asks whether it may be left, then loads itself again."""
    return (
        None
        if passed
        else page("window.onbeforeunload = event => { event.preventDefault(); return 'Leave?'; };" + _step(0))
    )


def pressed() -> Reply:
    """The answer of PRESS, as soon as a person has pressed the button."""
    time.sleep(PERSON)
    return Reply(200)


def forging(body: bytes) -> Reply:
    """The script of a service worker that answers everything with this page and status 200."""
    text = "".join(f"\\x{byte:02x}" for byte in body)
    script = f"""
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));
const page = Uint8Array.from('{text}', letter => letter.charCodeAt(0));
self.addEventListener('fetch', event => event.respondWith(
  new Response(page, {{status: 200, headers: {{'Content-Type': 'text/html; charset=utf-8'}}}})));"""
    return Reply(200, script.encode(), {"Content-Type": "text/javascript"})


def passed(cookies: Iterable[str]) -> int:
    """The number of walls that a browser with these cookies has passed."""
    values = [value for name, _, value in (cookie.strip().partition("=") for cookie in cookies) if name == COOKIE]
    return int(values[0]) if values and values[0].isdecimal() else 0


def _step(passed: int) -> str:
    return _SET.format(COOKIE, passed + 1) + _RELOAD
