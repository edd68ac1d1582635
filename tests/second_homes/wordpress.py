"""The real WordPress, of Debian, on SQLite below PHP's own web server: `running(folder, packages)`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tarfile
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from tests.second_homes.servers import Home, Place, Shown, free_port, started

HERE = Path(__file__).parent
_SOURCE = Path("/usr/share/wordpress")
_PLUGIN = "sqlite-database-integration"
# Of the plugin, for WordPress 6.2 and later; 6.1 keeps the property private
_PRIVATE = "$this->__get( 'allow_unsafe_unquoted_parameters' )"


class _WordPress:
    def __init__(self, base: str, password: str) -> None:
        self.settings = {"url": base, "user": "ada", "allow": "127.0.0.1"}
        self.secrets = {"WORDPRESS_PASSWORD": password}
        basic = b64encode(f"ada:{password}".encode()).decode()
        self._place = Place(f"{base}/wp-json/wp/v2/", {"Authorization": f"Basic {basic}"})

    def posts(self) -> list[Shown]:
        tags = {tag["id"]: unescape(tag["name"]) for tag in self._all("tags")}
        media = {one["id"]: one["source_url"] for one in self._all("media")}
        return [
            Shown(
                id=str(post["id"]),
                title=unescape(post["title"]["raw"]),
                slug=unquote(post["slug"]),
                date=post["date_gmt"],
                tags=tuple(tags[id] for id in post["tags"]),
                html=post["content"]["rendered"],
                excerpt=unescape(post["excerpt"]["raw"]),
                cover=media.get(post["featured_media"], ""),
                address=post["link"],
            )
            for post in self._all("posts")
        ]

    def _all(self, kind: str) -> list[Any]:
        found: list[Any] = []
        while more := self._place.ask(f"{kind}?context=edit&per_page=100&offset={len(found)}"):
            found += more
        return found

    def trash(self, id: str) -> None:
        self._place.ask(f"posts/{id}", method="DELETE")

    def bring(self, file: Path) -> str:
        raise AssertionError(f"The importer of WordPress is in no registry of packages: {file} can't be imported.")

    def original(self, address: str) -> str:
        return address.replace("-scaled.", ".")


@contextmanager
def running(folder: Path, packages: Path) -> Iterator[Home]:
    """A WordPress without posts. `folder` keeps its files, `packages` has the npm package of the plugin."""
    site = folder / "site"
    if site.exists():
        shutil.rmtree(site)
    _unpack(site, packages)
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    environment = {"SECOND_HOME": base, "PHP_CLI_SERVER_WORKERS": "2"}
    php = ["php", "-d", "opcache.enable_cli=1", "-d", "post_max_size=64M", "-d", "memory_limit=256M"]
    made = subprocess.run(
        [*php, str(HERE / "install.php"), str(site)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **environment},
    )
    found = re.search("password: (.+)", made.stdout)
    assert found, made.stdout + made.stderr
    serve = [*php, "-S", f"127.0.0.1:{port}", "-t", str(site), str(HERE / "router.php")]
    with started(serve, port, folder / "server.log", environment):
        home = _WordPress(base, found[1])
        for post in home.posts():  # WordPress comes with one
            home.trash(post.id)
        yield home


def _unpack(site: Path, packages: Path) -> None:
    """Make the folder of a site: Debian's files, and the plugin that keeps the database in a file."""
    shutil.copytree(_SOURCE, site, symlinks=False, ignore_dangling_symlinks=True)
    (site / "wp-config.php").unlink(missing_ok=True)
    shutil.copyfile(HERE / "wp-config.php", site / "wp-config.php")
    (package,) = packages.glob("wp-playground-cli-*.tgz")
    plugins = site / "wp-content/plugins"
    with tarfile.open(package) as tar:
        member = tar.extractfile(f"package/{_PLUGIN}.zip")
        assert member is not None
        with zipfile.ZipFile(BytesIO(member.read())) as plugin:
            top = plugin.namelist()[0].partition("/")[0]
            plugin.extractall(plugins)  # noqa: S202  # a package of a fixed version
    (plugins / top).rename(plugins / _PLUGIN)
    shutil.copyfile(plugins / _PLUGIN / "db.copy", site / "wp-content/db.php")
    driver = plugins / _PLUGIN / "wp-includes/sqlite/class-wp-sqlite-db.php"
    code = driver.read_text("utf-8")
    driver.write_text(code.replace(_PRIVATE, _PRIVATE.replace("__get( '", "").replace("' )", "")), "utf-8")
