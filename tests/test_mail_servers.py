"""Alerts by mail: a server of any kind holds up no check, and gets each mail once; no password is shown."""

from __future__ import annotations

import socket
import ssl
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from medium_archive.web import notifications
from medium_archive.web.notifications import Mailbox, NotificationFailed
from tests.hostile_servers.kind import Exchange, Kind, Reply, Request
from tests.hostile_servers.mail_servers import KINDS, PASSWORD, MailServer


@contextmanager
def serving(act: Callable[[Exchange], None]) -> Iterator[Mailbox]:
    """A mail server that does this with each connection."""
    closing = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while not closing.is_set():
            client, _ = listener.accept()
            with client, suppress(OSError):
                act(Exchange(client, Request("", "", {}), Reply, 0, closing, lambda _: ssl.create_default_context()))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        port = listener.getsockname()[1]
        yield Mailbox("127.0.0.1", port, "ada@ada.example", "ada@ada.example", "ada", PASSWORD, "none")
    finally:
        closing.set()
        socket.create_connection(("127.0.0.1", listener.getsockname()[1])).close()
        thread.join(10)
        listener.close()


def reason(mailbox: Mailbox) -> str:
    with pytest.raises(NotificationFailed) as caught:
        notifications.mail(mailbox, "A title", "A text.")
    return str(caught.value)


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if "without an end" in kind.name or "drip" in kind.name], ids=lambda kind: kind.name
)
def test_a_server_that_never_ends_is_given_up(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes in time, but not the end of the reply."""
    monkeypatch.setattr(notifications, "_MOST_SECONDS", 0.5)
    with serving(kind.act) as mailbox:
        assert "did not accept the mail" in reason(mailbox)


def test_no_message_shows_a_password_that_the_server_repeats() -> None:
    plain = f"\0ada\0{PASSWORD}".encode()
    for words in (PASSWORD.encode(), b64encode(plain)):
        with serving(MailServer({"AUTH": b"535 wrong: " + words + b"\r\n"})) as mailbox:
            shown = reason(mailbox)
        assert words.decode() not in shown and "wrong: [secret]" in shown


@pytest.mark.parametrize("farewell", [b"500 What?\r\n", b"\x00\xff\r\n"])
def test_a_mail_that_was_taken_is_sent_whatever_the_farewell(farewell: bytes) -> None:
    """Or it would be sent again, by each check."""
    with serving(server := MailServer({"QUIT": farewell})) as mailbox:
        notifications.mail(mailbox, "A title", "A text.")
    assert len(server.mails) == 1
