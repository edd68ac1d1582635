"""What is behind the walls: pages of Medium's, with the address that is checked and the verdict of a reader."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from medium_archive.medium.addresses import place
from medium_archive.medium.status import Verdict
from tests.medium_server import (
    SENTENCE,
    Answering,
    Reply,
    app,
    by_author,
    html,
    not_found,
    profile,
    publication,
    redirect,
    story,
    suspended,
)  # fmt: skip

ID = "5c8d3a012345"
ADA = "https://medium.com/@ada"
STORY = f"https://medium.com/@ada/looms-{ID}"
LOOMS = "https://medium.com/looms"
ELSEWHERE = "https://looms.example/"  # a publication's own host
OWN_STORY = f"https://looms.example/looms-{ID}"
SUBDOMAIN = "https://ada.medium.com/"
BEA = "https://medium.com/@bea"
HOTEL = "https://hotel.example/login"
SIGN_IN = "https://medium.com/m/signin"
SAID = SENTENCE.format("account")
SUSPENDED = suspended("account")
RSS = b"""\
<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Stories by Ada on Medium</title>
<link>https://medium.com/@ada?source=rss-1------2</link><generator>Medium</generator></channel></rss>"""
_LARGE = 200  # megabytes
_ENDLESS = 300.0  # seconds
_PAUSE = 3.0  # seconds


@dataclass(frozen=True)
class Shown:
    """What a reader is shown at an address: the answers by "host/path", and the verdict if the page is seen."""

    address: str
    answers: Mapping[str, Answering]
    verdict: Verdict

    def with_script(self, script: str) -> Shown:
        """The same pages, each with a script."""
        return Shown(
            self.address, {where: _scripted(answer, script) for where, answer in self.answers.items()}, self.verdict
        )


def at(address: str, answer: Answering, verdict: Verdict, /, **more: Answering) -> Shown:
    """An answer of an address and of the other address of the same page; `more` are those of other ones."""
    answers = {_key(address): answer, _key(place(address).other): answer}
    return Shown(address, answers | {_MORE[name]: other for name, other in more.items()}, verdict)


def _key(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.netloc}{parts.path or '/'}"


def _scripted(answer: Answering, script: str) -> Answering:
    if not isinstance(answer, Reply):
        return answer
    body = answer.body.replace(b"</body>", f"<script>{script}</script></body>".encode())
    return Reply(answer.status, body, answer.headers)


_MORE = {
    "subdomain": _key(SUBDOMAIN),
    "bea": _key(BEA),
    "hotel": _key(HOTEL),
    "own": _key(OWN_STORY),
    "signin": _key(SIGN_IN),
    "frame": "medium.com/frame",
    "home": "medium.com/home",
}
_BANNERS = {
    "en": "To make Medium work, we log user data. By using Medium, you agree to our Privacy Policy.",
    "de": "Damit Medium funktioniert, protokollieren wir Nutzerdaten. Mit der Nutzung stimmen Sie zu.",
    "zh": "为使 Medium 正常运行，我们会记录用户数据。使用 Medium 即表示您同意我们的隐私政策。",
}
_SIGN_IN = {"en": "Sign in to Medium", "de": "Bei Medium anmelden", "zh": "登录 Medium"}
_ERRORS = {
    "de": ("410 Konto gesperrt — Medium", "Dieses Konto wird untersucht oder verstößt gegen die Regeln von Medium."),
    "zh": ("410 帐户已被暂停 — Medium", "该帐户正在接受调查，或被发现违反了 Medium 规则。"),
    "ar": ("410 الحساب موقوف — Medium", "هذا الحساب قيد التحقيق أو تبين أنه ينتهك قواعد Medium."),
}

PROFILE = at(ADA, profile("ada"), "up")
UP_STORY = at(STORY, story(ID), "up")
UP_PUBLICATION = at(ELSEWHERE, publication("looms"), "up")
SUSPENDED_PROFILE = at(ADA, SUSPENDED, "suspended")
SUSPENDED_BY_STORY = at(STORY, SUSPENDED, "suspended")
SUSPENDED_STORY = at(STORY, suspended("post"), "suspended")
SUSPENDED_PUBLICATION = at(LOOMS, suspended("publication"), "suspended")
SUSPENDED_ELSEWHERE = at(ELSEWHERE, suspended("publication"), "suspended")
NO_PROFILE = at(ADA, not_found(), "gone")
DELETED_STORY = at(STORY, by_author(), "gone")
DELETED_ACCOUNT = at(STORY, by_author("User deactivated or deleted their account."), "gone")
KNOWN = {
    "a profile": PROFILE,
    "a story": UP_STORY,
    "a publication on its own host": UP_PUBLICATION,
    "a suspended account, by its profile": SUSPENDED_PROFILE,
    "a suspended account, by a story": SUSPENDED_BY_STORY,
    "a suspended story": SUSPENDED_STORY,
    "a suspended publication": SUSPENDED_PUBLICATION,
    "a suspended publication on its own host": SUSPENDED_ELSEWHERE,
    "a profile that does not exist": NO_PROFILE,
    "a story that its author deleted": DELETED_STORY,
    "a story of a deleted account": DELETED_ACCOUNT,
}

MOVED_TO_SUBDOMAIN = at(ADA, redirect(SUBDOMAIN), "up", subdomain=profile("ada"))
MOVED_TO_SUSPENDED_SUBDOMAIN = at(ADA, redirect(SUBDOMAIN), "suspended", subdomain=SUSPENDED)
MOVED_TO_OWN_HOST = at(STORY, redirect(OWN_STORY), "up", own=story(ID))
MOVED_TO_OTHER_ACCOUNT = at(ADA, redirect(BEA), "unknown", bea=profile("bea"))
MOVED_TO_HOTEL = at(ADA, redirect(HOTEL), "unknown", hotel=html("Hotel", "<h1>Room and name, please</h1>"))
ENDLESS_REDIRECTS = at(ADA, redirect(f"{ADA}?again"), "unknown")

BLOCKED = at(STORY, html("403 Blocked — Medium", status=403), "unknown")
WITHHELD = at(STORY, html("451 Not available — Medium", status=451), "unknown")


def with_banner(language: str) -> Shown:
    """A profile under a banner that asks for consent."""
    banner = f'<div role="dialog" style="position:fixed;bottom:0">{_BANNERS[language]}<button>OK</button></div>'
    return at(ADA, profile("ada", f"Ada</p>{banner}<p>"), "up")


def consent(language: str) -> Shown:
    """A page that asks for consent instead of the profile."""
    return at(ADA, html("Medium", f"<h1>{_BANNERS[language]}</h1><button>OK</button>", head=app("")), "unknown")


def signing_in(language: str) -> Shown:
    """A draft: its address leads to a page to sign in."""
    page = html(_SIGN_IN[language], f"<h1>{_SIGN_IN[language]}</h1>", head=app("m/signin"))
    return at(STORY, redirect(f"{SIGN_IN}?redirect={STORY}"), "unknown", signin=page)


def translated(language: str) -> Shown:
    """A 410 in another language. Nobody has seen that Medium translates it, so it proves no suspension."""
    title, words = _ERRORS[language]
    return at(ADA, html(title, f"<h2>{words}</h2>", 410), "gone")


WORDS = {"de": "Ada schreibt über Webstühle. Lies Texte von Ada auf Medium.", "zh": "在 Medium 上阅读 Ada 的文章。"}
QUOTING = at(STORY, story(ID, f"They wrote: {SAID}", "410 account suspended — Medium | by Ada | Medium"), "up")
_FRAME = '<iframe src="/frame"></iframe>'
FRAMED = at(ADA, profile("ada", f"Ada</p>{_FRAME}<p>"), "up", frame=SUSPENDED)
FRAMED_DELETED = at(STORY, by_author(f"The author deleted this Medium story.{_FRAME}"), "gone", frame=SUSPENDED)
CACHED = at(ADA, html("410 account suspended — Medium", f"<h2>{SAID}</h2>"), "unknown")
_REWRITE = f"document.title = '410 account suspended — Medium'; document.querySelector('h2').textContent = '{SAID}';"
RENAMED = PROFILE.with_script(f"setTimeout(() => {{ {_REWRITE} }}, 50)")
PUSHED = PROFILE.with_script("history.pushState({}, '', '/@bea/another-0123456789ab')")
PUSHED_TO_SIGN_IN = PROFILE.with_script("history.pushState({}, '', '/m/signin?redirect=x')")
_REFRESH = '<meta http-equiv="refresh" content="0;url={}">'
REFRESHED = at(ADA, html("Medium", head=_REFRESH.format("/home")), "up", home=profile("ada"))
REFRESHED_AWAY = at(ADA, html("Medium", head=_REFRESH.format(HOTEL)), "unknown", hotel=html("Hotel"))
TEN_ALERTS, MANY_ALERTS = (
    PROFILE.with_script(f"for (let n = 0; n < {count}; n++) alert('Look ' + n)") for count in (10, 1000)
)
FOREVER_ALERTS = at(ADA, html("Medium", "<script>for (;;) alert('410 account suspended')</script>"), "unknown")
PRINTING = PROFILE.with_script("print()")
POPUPS = PROFILE.with_script("for (let n = 0; n < 20; n++) open('/@bea')")
CLOSING = PROFILE.with_script("close()")
BUSY = PROFILE.with_script("for (;;) {}")
RELOADING = at(ADA, html("Medium", head=_REFRESH.format("/@ada")), "unknown")
DOWNLOAD = at(
    ADA, Reply(200, b"PK", {"Content-Type": "application/zip", "Content-Disposition": "attachment"}), "unknown"
)
PDF = at(ADA, Reply(200, b"%PDF-1.7\n", {"Content-Type": "application/pdf"}), "unknown")
NO_CONTENT = at(ADA, Reply(204), "unknown")
PASSWORD = at(ADA, html("401", status=401, headers={"WWW-Authenticate": 'Basic realm="Medium"'}), "unknown")
MOVED_TO_APP = at(ADA, redirect("medium://@ada"), "unknown")
FEED = at("https://medium.com/feed/@ada", Reply(200, RSS, {"Content-Type": "text/xml; charset=utf-8"}), "up")


def _endless(start: bytes, more: bytes) -> Callable[[], Iterator[bytes]]:
    """A beginning, and twice a second some more."""

    def send() -> Iterator[bytes]:
        yield start
        end = time.monotonic() + _ENDLESS
        while time.monotonic() < end:
            time.sleep(0.5)
            yield more

    return send


def _streaming(send: Callable[[], Iterator[bytes]]) -> Reply:
    return Reply(200, headers={"Content-Type": "text/html; charset=utf-8"}, pieces=send)


def _large() -> Iterator[bytes]:
    yield b"<!doctype html><title>Medium</title><body>"
    for _ in range(_LARGE):
        yield b"<p hidden>" + b"x" * 1024 * 1024 + b"</p>"


def _with_pause() -> Iterator[bytes]:
    body = profile("ada").body
    yield body[:60]
    time.sleep(_PAUSE)
    yield body[60:]


ENDLESS = at(ADA, _streaming(_endless(b"<!doctype html><title>Medium</title><body>", b"<p>more</p>")), "unknown")
SILENT = at(ADA, _streaming(_endless(b" ", b" ")), "unknown")
SLOW = at(ADA, _streaming(_with_pause), "up")
LARGE = at(ADA, _streaming(_large), "unknown")


def _never(_headers: Mapping[str, str]) -> Reply:
    time.sleep(_ENDLESS)
    return Reply(200)


def _closing(_headers: Mapping[str, str]) -> Reply:
    raise ConnectionAbortedError


NO_ANSWER, CLOSED = at(ADA, _never, "unknown"), at(ADA, _closing, "unknown")
