"""`archive export redirects`: the files for hosts, tried with the real nginx and Apache."""

from __future__ import annotations

import csv
import json
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote

import pytest

from medium_archive.commands.build import build
from medium_archive.commands.export import export
from medium_archive.formats import redirects
from tests.conftest import need
from tests.test_old_addresses import make


def rules(text: str) -> dict[str, str]:
    lines = [line.split(" ") for line in text.splitlines()]
    assert {line[2] for line in lines} == {"301"}
    return {line[0]: line[1] for line in lines}


def test_every_redirect_leads_to_a_page(tmp_path: Path) -> None:
    """The same rules in each file, with the path of the site, none for a draft, and the same bytes each time."""
    layout = make(tmp_path, "https://ada.example/blog")
    build(layout)
    report = export(layout, redirects)
    out = layout.root / "redirects"
    found = rules((out / "_redirects").read_text())
    assert len(found) == report.counts["rules"] == 16
    assert found["/blog/@ada/the-tide-012345678abc"] == "/blog/posts/tide/"
    assert found[f"/blog/{quote('潮-汐')}-aaaa11112222"] == f"/blog/posts/{quote('潮')}/"
    for new in found.values():
        assert (layout.site / unquote(new).removeprefix("/blog/") / "index.html").is_file()
    vercel = json.loads((out / "vercel.json").read_text())["redirects"]
    assert {rule["source"]: rule["destination"] for rule in vercel} == found
    with (out / "redirects.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["old"]: row["new"] for row in csv.DictReader(file)}
    assert rows["https://medium.com/p/012345678abc"] == "https://ada.example/blog/posts/tide/"
    assert rows["https://elsewhere.example/2019/imported.html"] == "https://ada.example/blog/posts/imported/"
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert not [name for name, content in before.items() if b"eeee11112222" in content or b"secret" in content]
    assert export(layout, redirects).issues == ()
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_the_report_names_hosts_that_read_fewer_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The addresses that are used most come first."""
    layout = make(tmp_path)
    monkeypatch.setattr(redirects, "_LIMITS", {"_redirects": ((3, "Some host reads 3"),)})
    report = export(layout, redirects, tmp_path / "here")
    assert {issue.code for issue in report.issues} == {"many-redirects", "no-base-url"}
    forms = ["p" if old.startswith("/p/") else "" for old in rules((tmp_path / "here/_redirects").read_text())]
    assert forms == sorted(forms[:5]) + ["p"] * 6 + [""] * 5


@contextmanager
def started(command: Sequence[str], port: int) -> Iterator[None]:
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            for _ in range(200):
                assert process.poll() is None, process.stdout and process.stdout.read()
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield
        finally:
            process.terminate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Follow no redirect."""


def answer(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.build_opener(_NoRedirects).open(f"http://127.0.0.1:{port}{path}") as got:
            return got.status, ""
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers.get("Location") or ""


SPELLINGS = {
    "/@ada/the-tide-012345678abc": "tide",
    "/@ada/an-earlier-title-12345678abc/": "tide",
    "/p/012345678abc": "tide",
    "/p/012345678abc/edit": "tide",
    f"/{quote('潮-汐')}-aaaa11112222?source=x": quote("潮"),
    "/the-quay/harbour-bbbb11112222": "harbour",
}


def check(port: int) -> None:
    for spelling, folder in SPELLINGS.items():
        status, target = answer(port, spelling)
        assert (status, target.partition(str(port))[2] or target) == (301, f"/posts/{folder}/"), spelling
        assert answer(port, f"/posts/{folder}/") == (200, "")
    assert answer(port, "/p/ffff11112222")[0] == 404
    assert answer(port, "/posts/tide/nothing")[0] == 404
    assert answer(port, "/")[0] == 200


def test_nginx_redirects_old_addresses(tmp_path: Path) -> None:
    """Set up as the first lines of nginx.conf say."""
    program = need("nginx")
    layout = make(tmp_path, more="old_addresses = []")
    build(layout)
    out = layout.root / "redirects"
    export(layout, redirects)
    port = free_port()
    (tmp_path / "nginx.conf").write_text(f"""
daemon off; pid {tmp_path}/pid; error_log stderr; events {{}} {"user root;" if Path("/root").exists() else ""}
http {{
  access_log off; include {out}/nginx.conf;
  client_body_temp_path {tmp_path}/1; proxy_temp_path {tmp_path}/2; fastcgi_temp_path {tmp_path}/3;
  uwsgi_temp_path {tmp_path}/4; scgi_temp_path {tmp_path}/5;
  server {{
    listen 127.0.0.1:{port}; root {layout.site};
    location / {{ try_files $uri $uri/index.html @medium; }}
    location @medium {{ if ($medium_page) {{ return 301 $medium_page; }} return 404; }}
    error_page 404 /404.html;
  }}
}}
""")
    with started([program, "-e", "stderr", "-c", str(tmp_path / "nginx.conf")], port):
        check(port)


def test_apache_redirects_old_addresses(tmp_path: Path) -> None:
    """Set up as the first lines of apache.conf say."""
    program = need("apache2")
    modules = next(path for path in map(Path, ("/usr/lib/apache2/modules", "/usr/libexec/apache2")) if path.is_dir())
    layout = make(tmp_path, more="old_addresses = []")
    build(layout)
    out = layout.root / "redirects"
    export(layout, redirects)
    shutil.copy(out / "apache-map.txt", tmp_path)
    rewriting = (out / "apache.conf").read_text().replace("/etc/apache2/apache-map.txt", f"{tmp_path}/apache-map.txt")
    port = free_port()
    load = "".join(
        f"LoadModule {name}_module {modules}/mod_{name}.so\n" for name in ("mpm_event", "authz_core", "dir", "rewrite")
    )
    (tmp_path / "apache.conf").write_text(
        f"{load}ServerRoot {tmp_path}\nServerName localhost\nPidFile {tmp_path}/pid\nErrorLog /dev/stderr\n"
        f"DefaultRuntimeDir {tmp_path}\nListen 127.0.0.1:{port}\n<VirtualHost *:{port}>\nDocumentRoot {layout.site}\n"
        f"<Directory {layout.site}>\nRequire all granted\n</Directory>\nDirectoryIndex index.html\n"
        f"{rewriting}</VirtualHost>\n"
    )
    with started([program, "-X", "-f", str(tmp_path / "apache.conf")], port):
        check(port)
