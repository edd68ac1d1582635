"""`archive app` lets in the one browser that opened it. Everything else is refused, and learns nothing."""

from __future__ import annotations

import socket
import stat
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlencode

import pytest

from medium_archive.app import connections, guard
from medium_archive.folder.layout import Layout
from tests import local_page, small_archive
from tests.local_page import LocalPage

HIDDEN = "Wind and weather"  # in a file of the archive outside its site


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    layout = small_archive.make(tmp_path_factory.mktemp("attacked"))
    (layout.root / "secret.txt").write_text(HIDDEN)
    return layout


@pytest.fixture(scope="module")
def page(archive: Layout) -> Iterator[LocalPage]:
    with local_page.opened(archive.root) as running:
        yield running


# By name: what is sent instead of the headers of the page's own form; None leaves a header out
HEADERS: Mapping[str, Mapping[str, str | None]] = {
    "another page's form": {"Origin": "https://evil.example"},
    "a form of a page with an opaque origin": {"Origin": "null"},
    "a form without an origin": {"Origin": None},
    "another port of this computer": {"Origin": "http://127.0.0.1:1"},
    "the same port by another name": {"Origin": "http://localhost:{port}"},
    "the same port with TLS": {"Origin": "https://127.0.0.1:{port}"},
    "an origin that begins like ours": {"Origin": "http://127.0.0.1:{port}.evil.example"},
    "an empty origin": {"Origin": ""},
    "DNS rebinding": {"Host": "evil.example:{port}"},
    "DNS rebinding with its own origin": {"Host": "evil.example:{port}", "Origin": "http://evil.example:{port}"},
    "the name localhost": {"Host": "localhost:{port}", "Origin": "http://localhost:{port}"},
    "IPv6": {"Host": "[::1]:{port}", "Origin": "http://[::1]:{port}"},
    "all addresses": {"Host": "0.0.0.0:{port}", "Origin": "http://0.0.0.0:{port}"},
    "the address as a number": {"Host": "2130706433:{port}"},
    "a host without a port": {"Host": "127.0.0.1"},
    "a host with a user": {"Host": "evil@127.0.0.1:{port}"},
    "a host with a dot": {"Host": "127.0.0.1.:{port}"},
    "no cookie": {"Cookie": None},
    "an empty cookie": {"Cookie": "archive-{port}="},
    "a wrong cookie": {"Cookie": "archive-{port}=" + "A" * 43},
    "the beginning of the cookie": {"Cookie": "{short_cookie}"},
    "a cookie with other letters": {"Cookie": "archive-{port}=ключ"},
    "the cookie as a header": {"Cookie": None, "Authorization": "Bearer {cookie}"},
    "a page of another site, as the browser says": {"Sec-Fetch-Site": "cross-site"},
    "a page of another port, as the browser says": {"Sec-Fetch-Site": "same-site"},
    "a forwarded host": {"Host": "evil.example", "X-Forwarded-Host": "127.0.0.1:{port}"},
}


def _headers(page: LocalPage, changed: Mapping[str, str | None]) -> dict[str, str]:
    values = {"port": page.port, "cookie": page.cookie.partition("=")[2], "short_cookie": page.cookie[:-1]}
    filled = {name: text and text.format(**values) for name, text in changed.items()}
    return {name: text for name, text in {**page.headers, **filled}.items() if text is not None}


@pytest.mark.parametrize("name", HEADERS)
def test_a_form_from_elsewhere_is_refused(page: LocalPage, name: str) -> None:
    """The same request from the page itself is answered."""
    form = urlencode({"language": "zh-Hant"}).encode()
    headers = _headers(page, HEADERS[name])
    refused = page.send_bytes(_request("POST", f"{page.base}/language", headers, form))
    assert refused.startswith((b"HTTP/1.1 403 ", b"HTTP/1.1 400 ")), refused
    assert 'lang="en"' in page.get("").text.partition("<head>")[0]


def test_the_page_itself_is_answered(page: LocalPage) -> None:
    """So that the refusals of these tests have no other reason."""
    assert page.post("language", language="en").status == 303
    assert page.get("").status == 200


def _request(method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    head = "\r\n".join([*lines, f"Content-Length: {len(body)}", "Connection: close", "", ""])
    return head.encode() + body


@pytest.mark.parametrize(
    "others",
    [
        "theme=a b",
        'x={"a":1}',
        "a=1; =; ;b",
        "a[]=1",
        "{name}=old",
        '{name}="',
        "session=ключ",
        "$Version=1",
        "a=" * 99,
    ],
)
def test_cookies_of_other_servers_lock_nobody_out(page: LocalPage, others: str) -> None:
    """Browsers send the cookies of 127.0.0.1 to all its ports."""
    foreign = others.format(name=page.cookie.partition("=")[0]) if "name" in others else others
    for cookies in (f"{foreign}; {page.cookie}", f"{page.cookie}; {foreign}"):
        request = _request("GET", f"{page.base}/", {"Host": page.headers["Host"], "Cookie": cookies})
        assert page.send_bytes(request).startswith(b"HTTP/1.1 200 "), cookies


@pytest.mark.parametrize("path", ["", "proof", "site", "job/events", "static/app.css", "preview/", "nothing"])
def test_nothing_is_readable_without_the_cookie(page: LocalPage, path: str) -> None:
    """Not even the style sheet, and an address that does not exist looks the same."""
    refused = page.send("GET", f"{page.base}/{path}", {"Host": page.headers["Host"]})
    assert (refused.status, refused.body) == (403, b"Forbidden")


@pytest.mark.parametrize("path", ["/", "/favicon.ico", "/enter", "/wrong/", "//", "/%00", "/{base}x/", "/{base}"])
def test_nothing_is_readable_without_the_secret_path(page: LocalPage, path: str) -> None:
    """With the right cookie, which another port of this computer may have been sent."""
    address = path.format(base=page.base[1:].swapcase() if path.endswith("}") else page.base[1:])
    refused = page.send("GET", address, {"Host": page.headers["Host"], "Cookie": page.cookie})
    assert (refused.status, refused.body) == (403, b"Forbidden")


@pytest.mark.parametrize("method", ["HEAD", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "PROPFIND", "post"])
def test_other_methods_are_refused(page: LocalPage, method: str) -> None:
    answer = page.send_bytes(_request(method, f"{page.base}/", page.headers))
    assert answer.startswith((b"HTTP/1.1 405 ", b"HTTP/1.1 400 ")), answer
    assert b"access-control" not in answer.lower()


@pytest.mark.parametrize("action", ["jobs/build", "end", "stop", "again", "open", "archive", "drops", "language"])
def test_nothing_changes_by_a_link(page: LocalPage, action: str) -> None:
    """A page that can make the browser follow a link starts nothing."""
    assert page.get(action).status in (404, 405)
    assert page.get("").status == 200


TRAVERSALS = (
    "preview/../secret.txt",
    "preview/..%2fsecret.txt",
    "preview/%2e%2e/secret.txt",
    "preview/....//secret.txt",
    "preview/..%5csecret.txt",
    "preview/%00",
    "preview//etc/passwd",
    "preview/%2fetc%2fpasswd",
    "preview/.archive-files",
    "static/../session.py",
    "static/..%2fsession.py",
    "static/%2fetc%2fpasswd",
    "proof/page/../../secret.txt",
)


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_address_leads_out_of_the_site(page: LocalPage, path: str) -> None:
    answer = page.get(path)
    assert answer.status in (403, 404, 405)
    assert HIDDEN not in answer.text and "root:" not in answer.text


def test_a_link_in_the_site_leads_nowhere(page: LocalPage, archive: Layout) -> None:
    archive.site.mkdir(exist_ok=True)
    link = archive.site / "link.txt"
    link.symlink_to(archive.root / "secret.txt")
    assert page.get("preview/link.txt").status == 404


OUTSIDE = ("../out.zip", "..%2fout.zip", "a/../../out.zip", "%2ftmp%2fout.zip", "a%5c..%5cout.zip")
NO_NAMES = ("a%00b", "a%0ab", "n" * 300, "")


@pytest.mark.parametrize("path", OUTSIDE + NO_NAMES)
def test_a_dropped_file_lands_in_its_drop_or_nowhere(page: LocalPage, path: str) -> None:
    name = page.drop({})
    before = set(page.door.parent.parent.glob("out.zip")) | set(page.door.parent.rglob("*"))
    assert page.put(f"drops/{name}/{path}", b"zip").status in (404, 405, 409)
    assert set(page.door.parent.parent.glob("out.zip")) | set(page.door.parent.rglob("*")) == before


def test_a_file_for_an_unknown_drop_is_refused(page: LocalPage) -> None:
    assert page.put("drops/0123456789abcdef/a.zip", b"zip").status == 409


def test_a_wrong_key_of_the_door_lets_nobody_in(page: LocalPage) -> None:
    for key in ("", "A" * 43, page.key[:-1], page.key + "A", page.key.swapcase()):
        body = urlencode({"key": key}).encode()
        answer = page.send("POST", "/enter", {"Host": page.headers["Host"], "Origin": "null"}, body)
        assert (answer.status, answer.body) == (403, b"Forbidden")
        assert "set-cookie" not in answer.headers


def test_the_door_is_closed_to_other_pages(page: LocalPage) -> None:
    """Even with its key: a page that has it came from somewhere else."""
    body = urlencode({"key": page.key}).encode()
    for origin in ("https://evil.example", "http://localhost"):
        answer = page.send("POST", "/enter", {"Host": page.headers["Host"], "Origin": origin}, body)
        assert answer.status == 403


def test_the_keys_of_an_earlier_run_open_nothing(page: LocalPage, archive: Layout) -> None:
    with local_page.opened(archive.root) as later:
        body = urlencode({"key": page.key}).encode()
        assert later.send("POST", "/enter", {"Host": later.headers["Host"], "Origin": "null"}, body).status == 403
        for base, cookie in ((page.base, later.cookie), (later.base, page.cookie), (page.base, page.cookie)):
            answer = later.send("GET", f"{base}/", {"Host": later.headers["Host"], "Cookie": cookie})
            assert answer.status == 403


def test_a_form_that_is_too_large_is_refused(page: LocalPage) -> None:
    """By its length, or by what comes if it has none."""
    announced = page.send("POST", f"{page.base}/language", {**page.headers, "Content-Length": str(10**6)})
    assert announced.status == 413
    head = _request("POST", f"{page.base}/language", page.headers).replace(
        b"Content-Length: 0", b"Transfer-Encoding: chunked"
    )
    chunk = b"%x\r\n%s\r\n" % (50_000, b"a" * 50_000)
    assert page.send_bytes(head + chunk * 2 + b"0\r\n\r\n").startswith(b"HTTP/1.1 413 ")


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(page: LocalPage) -> None:
    name = page.drop({})
    headers = {**page.headers, "Content-Length": str(guard.FILE_BYTES + 1)}
    assert page.send("PUT", f"{page.base}/drops/{name}/large.zip", headers).status == 413


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\n" + b"X: " + b"a" * (connections.HEAD_BYTES * 2) + b"\r\n\r\n",
        b"GET /" + b"a" * (connections.HEAD_BYTES * 2) + b" HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",  # TLS
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\nHost: a\r\n\r\n",
        b"nonsense\r\n\r\n",
    ],
    ids=["long head", "long address", "TLS", "two hosts", "two lengths", "nonsense"],
)
def test_what_is_no_request_is_refused(page: LocalPage, head: bytes) -> None:
    answer = page.send_bytes(head)
    assert answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 403 ")) or not answer, answer
    assert page.get("").status == 200


def test_two_hosts_in_one_request_are_refused(page: LocalPage) -> None:
    """The right one first, then another."""
    request = _request("GET", f"{page.base}/", {"Host": page.headers["Host"], "Cookie": page.cookie})
    assert page.send_bytes(request.replace(b"Cookie:", b"Host: evil.example\r\nCookie:")).startswith(b"HTTP/1.1 4")


def test_a_whole_address_in_place_of_a_path_is_refused(page: LocalPage) -> None:
    """As to a proxy."""
    answer = page.send("GET", f"http://evil.example{page.base}/", {"Host": page.headers["Host"], "Cookie": page.cookie})
    assert answer.status == 403


def test_a_connection_without_a_request_is_closed(page: LocalPage) -> None:
    """It may not use up the connections."""
    with socket.create_connection(("127.0.0.1", page.port), timeout=4 * connections.HEAD_SECONDS) as silent:
        silent.sendall(b"GET / HTTP/1.1\r\nHost: ")
        assert silent.recv(100) == b""


def test_every_answer_forbids_storing_framing_and_foreign_scripts(page: LocalPage) -> None:
    for answer in (page.get(""), page.get("static/app.js"), page.get("nothing"), page.send("GET", "/", {"Host": "a"})):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_the_cookie_is_for_this_page_alone(page: LocalPage) -> None:
    body = urlencode({"key": page.key}).encode()
    given = page.send("POST", "/enter", {"Host": page.headers["Host"], "Origin": "null"}, body).headers["set-cookie"]
    assert given.endswith(f"; Path={page.base}; HttpOnly; SameSite=Strict")


def test_no_key_is_in_the_list_of_processes(page: LocalPage) -> None:
    """Nor can another user read the file that opens the page."""
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert "medium_archive.cli app" in listed
    assert not [secret for secret in (page.key, page.base[1:], page.cookie.partition("=")[2]) if secret in listed]
    assert stat.S_IMODE(page.door.stat().st_mode) == 0o600
    assert stat.S_IMODE(page.door.parent.stat().st_mode) == 0o700


def test_only_this_computer_is_listened_to(page: LocalPage) -> None:
    """No address of the network."""
    own = {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in {*own, "127.0.0.2"} - {"127.0.0.1"}:
        with pytest.raises(OSError), socket.create_connection((address, page.port), timeout=5):
            pass


def test_the_server_still_answers_after_all_this(page: LocalPage) -> None:
    assert page.get("").status == 200
    assert page.process.poll() is None
    assert Path(page.door).is_file()
