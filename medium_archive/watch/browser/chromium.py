"""Chrome, Chromium, Edge and Brave, by the DevTools protocol over pipes.

The browser is what the person has: its own user agent, `navigator.webdriver` and the bar that says that a program
controls it stay.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from medium_archive.watch.browser.conversation import Conversation, Refused, object_of, objects_of, text_of
from medium_archive.watch.browser.failures import LookFailed, NoBrowser
from medium_archive.watch.browser.mapped_hosts import MappedHosts
from medium_archive.watch.browser.page import SCRIPT, Page, content, page_of, picture
from medium_archive.watch.browser.process import START_SECONDS, BrowserProcess
from medium_archive.watch.browser.programs import VARIABLE, Program

FAMILY = "chromium"
# No first-run pages, no questions of the system about passwords, and nothing that a profile of one minute needs
_OPTIONS = (
    "--remote-debugging-pipe", "--enable-automation", "--no-first-run", "--no-default-browser-check",
    "--disable-sync", "--disable-component-update", "--disable-default-apps",
    "--disable-search-engine-choice-screen", "--password-store=basic", "--use-mock-keychain", "--window-size=1280,900",
)  # fmt: skip
OPEN_SECONDS = 30.0
_PAUSE = 0.05
_MAX_DIALOGS = 20
_WORLD = "medium-archive"
_WITH_STATUS = "net::ERR_HTTP_RESPONSE_CODE_FAILURE"  # an error status with an empty body: Chromium shows its own page
_REASONS = {
    "net::ERR_CERT_DATE_INVALID": "its certificate is not valid at this time: check the clock of this computer",
    "net::ERR_NAME_NOT_RESOLVED": "there is no such host, or no connection to the internet",
    "net::ERR_INTERNET_DISCONNECTED": "there is no connection to the internet",
    "net::ERR_TOO_MANY_REDIRECTS": "it redirects without end",
}
_DOWNLOAD = "the address gives a file to download instead of a page"
_ROOT = (
    f"does not run as root: start the check as another user, or name a browser with its options in {VARIABLE} "
    f'({VARIABLE}="chromium --no-sandbox" is dangerous: a page can then do what root can)'
)


class Browser:
    """A started browser. Raises NoBrowser if it does not start."""

    def __init__(self, program: Program, profile: Path, environment: Mapping[str, str], mapped: MappedHosts) -> None:
        if hasattr(os, "geteuid") and os.geteuid() == 0 and "--no-sandbox" not in program.command:
            raise NoBrowser(f"{program.name} {_ROOT}")
        command = [*program.command, *_OPTIONS, f"--user-data-dir={profile}", "about:blank"]
        self._process = BrowserProcess(command, profile, environment, piped=True)
        self._mapped = mapped
        self._talk = Conversation(self._process.pipe)
        try:
            self.name = text_of(self._talk.ask("Browser.getVersion", seconds=START_SECONDS), "product")
            denied = {"behavior": "deny", "eventsEnabled": True}
            self._talk.ask("Browser.setDownloadBehavior", denied, seconds=START_SECONDS)
            self._last = self._first_target()
        except LookFailed as error:
            self.close()
            raise self._process.no_start(program.name, error) from error

    def tab(self) -> Tab:
        """A new tab in place of the last one. The window stays, with the bar that says that a program controls it."""
        tab = Tab(self._talk, self._mapped)
        self._talk.tell("Target.closeTarget", {"targetId": self._last})
        self._last = tab.target
        return tab

    def close(self) -> None:
        """End the browser with all its processes."""
        with suppress(LookFailed):
            self._talk.tell("Browser.close")
        self._process.end()

    def _first_target(self) -> str:
        """The tab of the window with which the browser starts; a tab that is made before would get its own window."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            found = self._talk.ask("Target.getTargets", seconds=START_SECONDS)
            for target in objects_of(found.get("targetInfos")):
                if target.get("type") == "page":
                    return text_of(target, "targetId")
            self._talk.listen(_PAUSE)
        raise LookFailed("it opens no window")


class Tab:
    """One tab. The document that it shows is known by its loader, as the protocol calls it."""

    def __init__(self, talk: Conversation, mapped: MappedHosts) -> None:
        self._talk, self._mapped = talk, mapped
        talk.on_event = self._take
        self._answers: dict[str, Mapping[str, Any]] = {}  # by loader
        self._errors: dict[str, str] = {}  # by loader
        self._loader = ""
        self._is_error_page = False
        self._dialogs = 0
        self._session = self._frame = ""
        self.target = text_of(talk.ask("Target.createTarget", {"url": "about:blank"}), "targetId")
        attached = talk.ask("Target.attachToTarget", {"targetId": self.target, "flatten": True})
        self._session = text_of(attached, "sessionId")
        for domain in ("Page", "Network", "Inspector"):
            self._ask(f"{domain}.enable")
        # A worker of the site could answer in place of the server
        self._ask("Network.setBypassServiceWorker", {"bypass": True})
        if mapped.hosts:
            self._ask("Fetch.enable", {"patterns": [{"urlPattern": f"*://{host}/*"} for host in mapped.hosts]})
        tree = object_of(self._ask("Page.getFrameTree").get("frameTree"))
        self._frame = text_of(object_of(tree.get("frame")), "id")

    def open(self, address: str) -> None:
        done = self._ask("Page.navigate", {"url": address}, OPEN_SECONDS)
        error = str(done.get("errorText") or "")
        if done.get("isDownload"):
            raise LookFailed(_DOWNLOAD)
        if error and error != _WITH_STATUS:
            raise LookFailed(_explained(address, error))

    def page(self) -> Page | None:
        loader, answer = self._loader, self._answers.get(self._loader)
        if answer is None:
            if self._is_error_page:
                raise LookFailed(_explained("", self._errors.get(loader, "net::ERR_FAILED")))
            return None
        found = {"ready": "complete"} if self._is_error_page else self._content()
        if loader != self._loader or not found:
            return None
        return page_of(answer.get("url"), answer.get("status"), object_of(answer.get("headers")), found)

    def wait(self, seconds: float) -> None:
        self._talk.listen(seconds)

    def screenshot(self) -> bytes:
        return picture(self._ask("Page.captureScreenshot", {"format": "jpeg", "quality": 70}))

    def _ask(self, method: str, parameters: Mapping[str, Any] | None = None, seconds: float = 0.0) -> dict[str, Any]:
        return self._talk.ask(method, parameters, self._session, seconds)

    def _content(self) -> Mapping[str, Any]:
        """What `SCRIPT` finds in the document, nothing while it is replaced."""
        try:
            world = self._ask("Page.createIsolatedWorld", {"frameId": self._frame, "worldName": _WORLD})
            context = world.get("executionContextId")
            done = self._ask("Runtime.evaluate", {"expression": SCRIPT, "contextId": context})
        except Refused:
            return {}
        return content(object_of(done.get("result")).get("value"))

    def _take(self, method: str, parameters: Mapping[str, Any], session: str) -> None:
        """Remember what an event says about the document."""
        if session not in ("", self._session):  # of the last tab
            return
        match method:
            case "Network.responseReceived":
                if parameters.get("type") == "Document" and parameters.get("frameId") == self._frame:
                    self._answers[str(parameters.get("loaderId"))] = object_of(parameters.get("response"))
            case "Network.loadingFailed":
                if parameters.get("type") == "Document":
                    self._errors[str(parameters.get("requestId"))] = str(parameters.get("errorText"))
            case "Page.frameNavigated":
                frame = object_of(parameters.get("frame"))
                if not frame.get("parentId"):
                    self._loader = str(frame.get("loaderId"))
                    self._is_error_page = bool(frame.get("unreachableUrl"))
            case "Page.javascriptDialogOpening":
                self._dialogs += 1
                if self._dialogs > _MAX_DIALOGS:  # nothing else is answered while one is open
                    raise LookFailed("the page opens one dialog after the other")
                leave = parameters.get("type") == "beforeunload"
                self._talk.tell("Page.handleJavaScriptDialog", {"accept": leave}, self._session)
            case "Fetch.requestPaused":
                self._answer(parameters)
            case _:
                self._end_with(method, parameters)

    def _end_with(self, method: str, parameters: Mapping[str, Any]) -> None:
        """End the look with an event after which the tab shows or answers nothing any more."""
        if method == "Browser.downloadWillBegin" and parameters.get("frameId") == self._frame:
            raise LookFailed(_DOWNLOAD)
        if method == "Target.detachedFromTarget" and parameters.get("sessionId") == self._session:
            raise LookFailed("the tab of the browser was closed")
        if method == "Inspector.targetCrashed":
            raise LookFailed("the page crashed the tab of the browser")

    def _answer(self, stopped: Mapping[str, Any]) -> None:
        """Answer a request to a host that [watch] leads elsewhere."""
        asked = object_of(stopped.get("request"))
        number = {"requestId": stopped.get("requestId")}
        reply = self._mapped.reply(asked.get("method"), asked.get("url"), object_of(asked.get("headers")))
        if reply is None:
            self._talk.tell("Fetch.failRequest", {**number, "errorReason": "ConnectionFailed"}, self._session)
            return
        headers = [{"name": name, "value": value} for name, value in reply.headers.items()]
        answer = {**number, "responseCode": reply.status, "responseHeaders": headers, "body": reply.body}
        self._talk.tell("Fetch.fulfillRequest", answer, self._session)


def _explained(address: str, error: str) -> str:
    """A clause for one of Chromium's error codes."""
    host = urlsplit(address).hostname or "the host"
    reason = _REASONS.get(error) or (
        "it has no trusted certificate" if error.startswith(("net::ERR_CERT", "net::ERR_SSL")) else "it gives no page"
    )
    return f"the browser could not open {host}: {reason} ({error})"
