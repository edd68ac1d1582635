"""A webhook gets its alert through the same door as every request."""

from __future__ import annotations

import base64
import itertools

import pytest

from medium_archive.web import notifications
from medium_archive.web.notifications import NotificationFailed
from tests.web_servers import MEGABYTE, RawServer, always_responds, answer, closes_connection, head, responds, streams


def test_an_endless_answer_of_a_webhook_is_not_read() -> None:
    """It is refused after 1 MB."""
    endless = streams(head(), lambda: itertools.repeat(bytes(MEGABYTE)))
    with RawServer(endless) as server, pytest.raises(NotificationFailed, match=r"too-large"):
        notifications.post(server.address, {"text": "hello"})


def test_a_webhook_leads_to_no_other_address() -> None:
    """A redirect is the status that it is, and nothing is sent to its target."""
    with RawServer(always_responds(answer())) as other:
        moved = answer(status=307, Location=f"{other.address}/inner")
        with RawServer(responds(moved)) as server, pytest.raises(NotificationFailed, match=r"answered 307\.$"):
            notifications.post(server.address, {"text": "hello"})
        assert other.connections == 0


def test_a_webhook_is_reached_without_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also with a password in its address, which goes into a header, as browsers send it."""
    with RawServer(always_responds(answer())) as proxy, RawServer(responds(answer())) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.address)
        monkeypatch.setenv("NO_PROXY", "")
        notifications.post(f"http://ada:s%40fe@127.0.0.1:{server.port}/hook?x=1", {"text": "hello"})
        assert proxy.connections == 0
    (sent,) = server.requests
    assert sent.startswith("POST /hook?x=1 HTTP/1.1\r\n")
    assert f"Authorization: Basic {base64.b64encode(b'ada:s@fe').decode()}" in sent
    assert server.bodies == [b'{"text": "hello"}']


@pytest.mark.parametrize(
    "address", ["", "https://[x", "ftp://h/x", "http://", "mailto:x", "http://h:99999/", "http://\0/"]
)
def test_a_broken_address_of_a_webhook_is_a_failed_notification(address: str) -> None:
    """The sentence says so, without the address."""
    with pytest.raises(NotificationFailed, match=r"^The webhook could not be reached"):
        notifications.post(address, {"text": "hello"})


def test_no_message_shows_the_secret_in_the_address_of_a_webhook() -> None:
    """Whatever the server does."""
    for behaviour in (responds(answer(status=500)), responds(answer(status=404)), closes_connection):
        with RawServer(behaviour) as server, pytest.raises(NotificationFailed) as caught:
            notifications.post(f"{server.address}/T0K3N", {"text": "hello"})
        assert "T0K3N" not in str(caught.value)
