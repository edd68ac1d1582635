"""`Web.send`: no failure, refusal or value shows a secret."""

from __future__ import annotations

import logging
import socket
import traceback
from urllib.parse import quote

import pytest

from medium_archive.web import Answer, Body, File, Limits, Request, Secret, Web
from medium_archive.web.request import redact
from tests.test_web_send import ADDRESS, CANARY, POST, SECRETS, SPELLINGS, TOKEN, failed
from tests.web_servers import (
    CDN,
    Behaviour,
    RawServer,
    answer,
    closes_connection,
    head,
    never_answers,
    read_request,
    responds,
    web_to,
)


def shown(failure: BaseException) -> str:
    """Everything that a failure shows: its text, its repr, its values, its traceback with all causes."""
    texts = [str(failure), repr(failure), repr(vars(failure)), *traceback.format_exception(failure)]
    return "\n".join(texts)


def echoes(client: socket.socket, server: RawServer) -> None:
    """Sends the request back as the head of an answer, which it is not."""
    client.sendall(read_request(client, server).encode("latin-1"))


def echoes_in_a_header(client: socket.socket, server: RawServer) -> None:
    """An answer with a header that HTTP does not allow, made of the request."""
    client.sendall(head(X=f"{read_request(client, server)}\x00".replace("\r\n", " ")))


@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param(never_answers, id="time-out"),
        pytest.param(closes_connection, id="closed connection"),
        pytest.param(echoes, id="echo"),
        pytest.param(echoes_in_a_header, id="echo in a header"),
        pytest.param(responds(answer(b"", 302, Location=f"/{quote(CANARY, '')}/{TOKEN}")), id="redirect"),
        pytest.param(responds(answer(b"", 429)), id="429"),
        pytest.param(responds(answer(TOKEN.encode(), 500)), id="500"),
        pytest.param(responds(answer(b"", Content_Encoding=TOKEN)), id="compression"),
    ],
)
@pytest.mark.parametrize("repeatable", [True, False])
def test_no_failure_shows_a_secret(behaviour: Behaviour, repeatable: bool, caplog: pytest.LogCaptureFixture) -> None:
    """Neither its message nor its values, its causes or a log."""
    caplog.set_level(logging.DEBUG)
    request = Request("POST", ADDRESS, POST.headers, POST.body, SECRETS, repeatable)
    with RawServer(behaviour) as server, web_to(server, Limits(attempts=2, idle_seconds=0.5)) as web:
        text = shown(failed(web, request)) + caplog.text
    assert not [spelling for spelling in SPELLINGS if spelling in text]


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(Request("POST", f"ftp://blog.example/{TOKEN}", secrets=SECRETS), id="scheme"),
        pytest.param(Request("POST", f"https://{TOKEN}@blog.example/", secrets=SECRETS), id="user name"),
        pytest.param(Request("POST", f"https://[{TOKEN}/", secrets=SECRETS), id="not an address"),
        pytest.param(Request("POST", f"https://x:0/{'a' * 170}{TOKEN}", secrets=SECRETS), id="cut in a secret"),
        pytest.param(Request("POST", ADDRESS, {"Authorization": f"{TOKEN}\nX: y"}, secrets=SECRETS), id="line break"),
        pytest.param(Request("POST", ADDRESS, {"Authorization": f"{TOKEN}\udcff"}, secrets=SECRETS), id="surrogate"),
        pytest.param(Request("POST", ADDRESS, {TOKEN + " ": "x"}, secrets=SECRETS), id="header name"),
    ],
)
def test_no_refused_request_shows_a_secret(request_: Request) -> None:
    """The message does not quote the value; a pasted token may contain a line break."""
    with Web() as web:
        failure = failed(web, request_)
    assert failure.reason in ("refused-scheme", "refused-address", "refused-header")
    assert TOKEN[:9] not in shown(failure)


def test_printed_requests_and_answers_do_not_show_their_content() -> None:
    """A repr of a request, an answer, a body, a file or a secret, also inside another value or a text."""
    file = File("a.png", TOKEN.encode(), "image/png")
    values = [
        POST,
        POST.body,
        file,
        Body.multipart({"pass": TOKEN}, {"file": file}),
        SECRETS,
        Answer(ADDRESS, 200, {"set-cookie": TOKEN}, TOKEN.encode()),
    ]
    text = f"{values} {SECRETS[0]} {SECRETS[0]!s:>20} {POST}"
    assert not [spelling for spelling in SPELLINGS if spelling in text]
    assert repr(POST) == f"Request(POST to {CDN}, headers: Authorization, {POST.body})"


def test_secrets_are_removed_in_every_spelling() -> None:
    """As it is, percent-encoded, in JSON and in base64; the longest first, where one contains another."""
    text = " ".join((*SPELLINGS, TOKEN + "-more"))
    assert redact(text, (*SECRETS, Secret(TOKEN + "-more"))) == " ".join(["[secret]"] * 6)
    assert redact("surrogate \udcff", [Secret("\udcff")]) == "surrogate [secret]"


def test_an_empty_secret_is_refused() -> None:
    """Nothing could be removed from a message."""
    with pytest.raises(ValueError, match="empty"):
        Secret("")
