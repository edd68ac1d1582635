"""Firefox, by WebDriver BiDi (https://w3c.github.io/webdriver-bidi/), which every Firefox has: a WebSocket on a port of
this computer, whose number Firefox writes into the profile.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from medium_archive.errors import ProgramMissing
from medium_archive.watch.browser.conversation import Conversation, Refused, object_of, objects_of, text_of
from medium_archive.watch.browser.failures import BrowserStopped, LookFailed
from medium_archive.watch.browser.mapped_hosts import MappedHosts
from medium_archive.watch.browser.page import SCRIPT, Page, content, page_of, picture
from medium_archive.watch.browser.process import START_SECONDS, BrowserProcess
from medium_archive.watch.browser.programs import Program
from medium_archive.web import LoopbackSocket, RequestFailed

FAMILY = "firefox"
OPEN_SECONDS = 30.0
_OPTIONS = ("--new-instance", "--remote-debugging-port=0", "--width=1280", "--height=900")
_PORT_FILE = "WebDriverBiDiServer.json"
_PAUSE = 0.1
# No first-run pages, and a download stays in the profile
_SETTINGS: Mapping[str, object] = {
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.download.folderList": 2,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.serviceWorkers.enabled": False,  # a worker of the site could answer in place of the server
    "termsofuse.bypassNotification": True,
}
_EVENTS = (
    "network.responseStarted", "network.fetchError", "browsingContext.domContentLoaded",
    "browsingContext.userPromptOpened", "browsingContext.downloadWillBegin", "browsingContext.contextDestroyed",
)  # fmt: skip
_INTERCEPTED = "network.beforeRequestSent"
_PROMPTS = {"default": "dismiss", "beforeUnload": "accept"}
_MAX_DIALOGS = 20
_ABORTED = "NS_BINDING_ABORTED"  # a page that another one replaces, as a bot wall does
_REASONS = (
    ("NOT_YET_VALID", "its certificate is not valid at this time: check the clock of this computer"),
    ("EXPIRED_CERTIFICATE", "its certificate is not valid at this time: check the clock of this computer"),
    ("UNKNOWN_HOST", "there is no such host, or no connection to the internet"),
    ("REDIRECT_LOOP", "it redirects without end"),
    ("SEC_ERROR", "it has no trusted certificate"),
    ("SSL_ERROR", "it has no trusted certificate"),
    ("MOZILLA_PKIX", "it has no trusted certificate"),
)


class Browser:
    """A started Firefox. Raises NoBrowser if it does not start."""

    def __init__(self, program: Program, profile: Path, environment: Mapping[str, str], mapped: MappedHosts) -> None:
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in _SETTINGS.items()]
        lines.append(f'user_pref("browser.download.dir", {json.dumps(str(profile))});\n')
        (profile / "user.js").write_text("".join(lines), "utf-8")
        command = [*program.command, *_OPTIONS, "--profile", str(profile), "about:blank"]
        self._process = BrowserProcess(command, profile, environment, piped=False)
        self._socket: LoopbackSocket | None = None
        self._tab: Tab | None = None
        self._mapped = mapped
        try:
            self._socket = self._connect(profile / _PORT_FILE)
            self._talk = Conversation(_Socket(self._socket))
            wanted = {"alwaysMatch": {"unhandledPromptBehavior": _PROMPTS}}
            session = self._talk.ask("session.new", {"capabilities": wanted}, seconds=START_SECONDS)
            has = object_of(session.get("capabilities"))
            self.name = f"Firefox/{has.get('browserVersion', '')}"
            for event in (*_EVENTS, *(_INTERCEPTED,) * bool(mapped.hosts)):
                with suppress(Refused):  # an older Firefox has not all of them
                    self._talk.ask("session.subscribe", {"events": [event]}, seconds=START_SECONDS)
        except LookFailed as error:
            self.close()
            raise self._process.no_start(program.name, error) from error

    def tab(self) -> Tab:
        """A new tab in place of the last one."""
        last, self._tab = self._tab, Tab(self._talk, self._mapped)
        if last is not None:
            last.close()
        return self._tab

    def close(self) -> None:
        """End the browser with all its processes."""
        if self._socket is not None:
            with suppress(LookFailed):
                self._talk.tell("browser.close")
            self._socket.close()
        self._process.end()

    def _connect(self, file: Path) -> LoopbackSocket:
        """The WebSocket, as soon as the browser has one."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and not self._process.has_ended:
            with suppress(OSError, ValueError, RecursionError):  # not there yet, or half-written
                port = object_of(json.loads(file.read_text("utf-8"))).get("ws_port")
                if isinstance(port, int):
                    return self._opened(port)
            time.sleep(_PAUSE)
        raise BrowserStopped("it opens no port for WebDriver BiDi")

    def _opened(self, port: int) -> LoopbackSocket:
        try:
            return LoopbackSocket(port, "/session")
        except ProgramMissing as error:
            raise BrowserStopped(f"{error.message} {error.hint}") from error
        except RequestFailed as error:
            raise BrowserStopped(error.message) from error


class _Socket:
    """The channel over a WebSocket."""

    def __init__(self, socket: LoopbackSocket) -> None:
        self._socket = socket

    def write(self, text: str) -> None:
        try:
            self._socket.write(text)
        except RequestFailed as error:
            raise BrowserStopped("the browser ended in the middle of the look") from error

    def read(self, seconds: float) -> str | None:
        try:
            return self._socket.read(seconds)
        except RequestFailed as error:
            raise BrowserStopped("the browser ended in the middle of the look") from error


class Tab:
    """One tab. A document is known by the navigation that led to it."""

    def __init__(self, talk: Conversation, mapped: MappedHosts) -> None:
        self._talk, self._mapped = talk, mapped
        talk.on_event = self._take
        self._answer: Mapping[str, Any] = {}  # of the last navigation
        self._navigation = self._shown = ""  # the navigation that was answered last, and that of the document
        self._dialogs = 0
        self._context = ""
        self._context = text_of(talk.ask("browsingContext.create", {"type": "tab"}), "context")
        if mapped.hosts:
            patterns = [{"type": "pattern", "hostname": host} for host in mapped.hosts]
            stop = {"phases": ["beforeRequestSent"], "urlPatterns": patterns, "contexts": [self._context]}
            talk.ask("network.addIntercept", stop)

    def open(self, address: str) -> None:
        going = {"context": self._context, "url": address, "wait": "none"}
        try:
            self._talk.ask("browsingContext.navigate", going, seconds=OPEN_SECONDS)
        except Refused as error:
            raise LookFailed(_explained(str(error))) from error

    def page(self) -> Page | None:
        navigation, answer = self._navigation, self._answer
        if not navigation or navigation != self._shown:
            return None
        found = self._content()
        if navigation != self._navigation or not found:
            return None
        return page_of(answer.get("url"), answer.get("status"), _headers(answer), found)

    def wait(self, seconds: float) -> None:
        self._talk.listen(seconds)

    def screenshot(self) -> bytes:
        jpeg = {"type": "image/jpeg", "quality": 0.7}
        return picture(self._talk.ask("browsingContext.captureScreenshot", {"context": self._context, "format": jpeg}))

    def close(self) -> None:
        self._talk.tell("browsingContext.close", {"context": self._context})

    def _content(self) -> Mapping[str, Any]:
        """What `SCRIPT` finds in the document, nothing while it is replaced."""
        target = {"context": self._context, "sandbox": "medium-archive"}
        try:
            done = self._talk.ask("script.evaluate", {"expression": SCRIPT, "target": target, "awaitPromise": False})
        except Refused:
            return {}
        return content(object_of(done.get("result")).get("value"))

    def _take(self, method: str, parameters: Mapping[str, Any], session: str) -> None:
        """Remember what an event says about the document."""
        if parameters.get("context") != self._context:
            return
        navigation = str(parameters.get("navigation") or "")
        match method:
            case "network.responseStarted" if navigation:
                self._navigation, self._answer = navigation, object_of(parameters.get("response"))
            case "network.fetchError" if navigation:
                if _ABORTED not in (error := str(parameters.get("errorText"))):
                    raise LookFailed(_explained(error))
            case "browsingContext.domContentLoaded" if navigation:
                self._shown = navigation
            case "browsingContext.userPromptOpened":
                self._dialogs += 1
                if self._dialogs > _MAX_DIALOGS:
                    raise LookFailed("the page opens one dialog after the other")
            case "browsingContext.downloadWillBegin":
                raise LookFailed("the address gives a file to download instead of a page")
            case "browsingContext.contextDestroyed":
                raise LookFailed("the tab of the browser was closed")
            case "network.beforeRequestSent" if parameters.get("isBlocked"):
                self._reply(object_of(parameters.get("request")))

    def _reply(self, asked: Mapping[str, Any]) -> None:
        """Answer a request to a host that [watch] leads elsewhere."""
        number = {"request": asked.get("request")}
        reply = self._mapped.reply(asked.get("method"), asked.get("url"), _headers(asked))
        if reply is None:
            self._talk.tell("network.failRequest", number)
            return
        headers = [{"name": name, "value": _string(value)} for name, value in reply.headers.items()]
        body = {"type": "base64", "value": reply.body}
        self._talk.tell(
            "network.provideResponse", {**number, "statusCode": reply.status, "headers": headers, "body": body}
        )


def _headers(message: Mapping[str, Any]) -> dict[str, object]:
    """The headers of a request or an answer by name."""
    listed = objects_of(message.get("headers"))
    return {str(header.get("name")): object_of(header.get("value")).get("value") for header in listed}


def _string(value: str) -> dict[str, str]:
    return {"type": "string", "value": value}


def _explained(error: str) -> str:
    """A clause for an error of Firefox's."""
    reason = next((reason for code, reason in _REASONS if code in error), "it gives no page")
    return f"the browser could not open the page: {reason} ({error})"
