"""A browser may say anything: the driver raises only what a look expects."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medium_archive.watch.browser import chromium, firefox
from medium_archive.watch.browser.conversation import Conversation
from medium_archive.watch.browser.failures import LookFailed
from medium_archive.watch.browser.mapped_hosts import MappedHosts
from medium_archive.watch.browser.page import Tab

KEYS = (
    "targetId", "sessionId", "frameTree", "frame", "id", "loaderId", "frameId", "type", "response", "url", "status",
    "headers", "result", "value", "errorText", "isDownload", "context", "navigation", "name", "data", "request",
    "parentId", "unreachableUrl", "method", "isBlocked", "executionContextId", "error", "message",
)  # fmt: skip
EVENTS = (
    "Network.responseReceived", "Network.loadingFailed", "Page.frameNavigated", "Page.javascriptDialogOpening",
    "Browser.downloadWillBegin", "Inspector.targetCrashed", "Fetch.requestPaused", "network.responseStarted",
    "network.fetchError", "browsingContext.domContentLoaded", "browsingContext.userPromptOpened",
    "network.beforeRequestSent", "x",
)  # fmt: skip
# Often the values that fit together, so that a conversation gets far
PLAIN = st.sampled_from([None, True, 0, 200, -1, 1.5, "", "a", "Document", "a" * 300, "\ud800", "e30=", '{"html": 1}'])
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=12,
)
# Parameters and results that lead to a page
FITTING = st.fixed_dictionaries(
    {
        **dict.fromkeys(("context", "navigation", "frameId", "loaderId", "requestId"), st.just("a")),
        "type": st.just("Document"),
        "isBlocked": st.just(True),
        "response": st.fixed_dictionaries({"url": VALUES, "status": VALUES, "headers": VALUES}),
        "request": st.fixed_dictionaries({"url": VALUES, "headers": VALUES}),
        "frame": st.fixed_dictionaries({"id": st.just("a"), "loaderId": st.just("a"), "unreachableUrl": PLAIN}),
        "result": st.fixed_dictionaries({"value": PLAIN}),
        "data": PLAIN,
    }
)
MESSAGES = st.lists(st.tuples(st.sampled_from(("answer", *EVENTS)), VALUES | FITTING), min_size=1, max_size=60)


# The answers with which a tab begins, mostly
BEGIN = {
    "Target.createTarget": {"targetId": "a"},
    "Target.attachToTarget": {"sessionId": "a"},
    "Page.getFrameTree": {"frameTree": {"frame": {"id": "a"}}},
    "browsingContext.create": {"context": "a"},
}


class Nonsense:
    """A channel whose other end answers each request with the next messages, up to the next answer."""

    def __init__(self, messages: list[tuple[str, Any]], *, begins: bool) -> None:
        self._messages, self._begins = iter(messages), begins
        self._asked: dict[str, Any] = {}

    def write(self, text: str) -> None:
        self._asked = json.loads(text)

    def read(self, seconds: float) -> str | None:
        method = self._asked["method"]
        if self._begins and (method in BEGIN or method.endswith(("nable", "Worker", "Intercept"))):
            return json.dumps({"id": self._asked["id"], "result": BEGIN.get(method, {})})
        kind, value = next(self._messages, ("", None))
        if not kind:
            return None
        if kind == "answer":
            answer = {"id": self._asked["id"], "result": value}
            return json.dumps({**answer, "error": value} if value == "a" else answer)
        return json.dumps({"method": kind, "params": value})


@pytest.mark.parametrize("tab", [chromium.Tab, firefox.Tab])
@given(messages=MESSAGES, begins=st.booleans())
def test_nonsense_is_a_failed_look(
    tab: Callable[[Conversation, MappedHosts], Tab], messages: list[tuple[str, Any]], begins: bool
) -> None:
    """Answers of any form, and events that nobody expects."""
    with suppress(LookFailed):
        one = tab(Conversation(Nonsense(messages, begins=begins)), MappedHosts(("medium.com",)))
        for step in (lambda: one.open("https://medium.com/@ada"), one.page, one.page, one.screenshot):
            with suppress(LookFailed):
                step()
