"""The real WordPress, of Debian, on SQLite below PHP's own web server: `running(folder, packages)`.

apt-get install wordpress php-cli php-sqlite3 php-xml php-curl php-gd php-mbstring
npm pack @wp-playground/cli@3.1.56    # has WordPress's plugin for SQLite; it is not run
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from tests.second_homes.servers import Home, free_port, started

HERE = Path(__file__).parent
_SOURCE = Path("/usr/share/wordpress")
_PLUGIN = "sqlite-database-integration"
HOST = "wordpress.example"
# Of the plugin, for WordPress 6.2 and later; 6.1 keeps the property private
_PRIVATE = "$this->__get( 'allow_unsafe_unquoted_parameters' )"


@contextmanager
def running(folder: Path, packages: Path) -> Iterator[Home]:
    """A WordPress without posts. `folder` keeps its files, `packages` has the npm package of the plugin."""
    site = folder / "site"
    if site.exists():
        shutil.rmtree(site)
    _unpack(site, packages)
    php = ["php", "-d", "opcache.enable_cli=1", "-d", "upload_max_filesize=64M", "-d", "post_max_size=64M"]
    installed = subprocess.run(
        [*php, HERE / "install.php", site], capture_output=True, text=True, check=False, cwd=folder
    )
    found = re.search("password: (.+)", installed.stdout)
    assert found, installed.stdout + installed.stderr
    password = found[1]
    port = free_port()
    serve = [*php, "-S", f"127.0.0.1:{port}", "-t", str(site), str(HERE / "router.php")]
    with started(serve, port, folder / "server.log", {"PHP_CLI_SERVER_WORKERS": "2"}) as address:
        yield Home(HOST, address, {"url": f"https://{HOST}", "user": "ada"}, {"WORDPRESS_PASSWORD": password})


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
