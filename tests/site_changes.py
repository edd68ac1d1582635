"""Changes of archive.toml and of a built site, for the tests of `archive verify`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

import tomlkit

from medium_archive.checks import result_cache, site, site_pages, snapshot
from medium_archive.folder import manifest
from medium_archive.folder.layout import Layout
from medium_archive.report import Issue

# A post of the example export
POST = "posts/2024-10-06-drawing-the-sea-floor-in-forty-lines"


def choose(layout: Layout, table: str, **choices: object) -> None:
    """Set values in a table of archive.toml."""
    document = tomlkit.parse(layout.settings.read_text("utf-8"))
    document.setdefault(table, {}).update(choices)
    layout.settings.write_text(tomlkit.dumps(document), "utf-8")


def change_file(layout: Layout, file: str, edit: Callable[[str], str]) -> None:
    """Change a file of the site and its checksum, as if a build had written it so."""
    path = layout.site / file
    before = path.read_text("utf-8")
    after = edit(before)
    assert after != before
    path.write_text(after, "utf-8")
    sums = manifest.read(layout.site)
    manifest.write(layout.site, {**sums, file: hashlib.sha256(after.encode()).hexdigest()})


def replaced(pattern: str, new: str) -> Callable[[str], str]:
    """An edit for `change_file`, which replaces the first match of a pattern."""
    return lambda text: re.sub(pattern, new, text, count=1, flags=re.DOTALL)


def site_issues(layout: Layout) -> list[Issue]:
    """What `archive verify` says about the site: its codes begin with "site-". The other checks, which take longer,
    don't run.
    """
    archive = snapshot.read(layout, known=result_cache.read(layout))
    return [issue for check in (site, site_pages) for issue in sorted(set(check.inspect(archive).issues))]
