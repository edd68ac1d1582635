"""`extras = false` makes a small site: posts, lists, tags, and one feed."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urljoin

import lxml.html
import pytest

from medium_archive.commands.build import build
from medium_archive.errors import SettingsWrong
from tests import small_archive
from tests.test_memory import files_of, replace


def test_a_site_without_extras_has_only_posts_lists_and_one_feed(tmp_path: Path) -> None:
    """No page links to a page that was left out."""
    layout = small_archive.make(tmp_path, url="https://ada.example")
    build(layout)
    everything = files_of(layout.site)
    replace(layout.root, "archive.toml", "[site]", "[site]\nextras = false")
    report = build(layout)
    small = files_of(layout.site)
    gone = {name.partition("/")[0] for name in everything.keys() - small.keys()}
    assert gone >= {"search.html", "search", "years.html", "atom.xml", "feed.json", "cards", "p"}
    assert not gone & {"posts", "responses", "tags", "index.html", "archive.html", "about.html", "feed.xml", "404.html"}
    assert report.counts["old_addresses"] == 0
    base = "https://ada.example/"
    for name in (name for name in small if name.endswith(".html")):
        page = lxml.html.document_fromstring(small[name])
        references = [one.get("href") or one.get("src") or "" for one in page.iter("a", "link", "img", "script")]
        linked = {urljoin(base + name, one).partition("#")[0] for one in references if one}
        own = {unquote(address).removeprefix(base) for address in linked if address.startswith(base)}
        assert own <= {*small, ""}, name


def test_extras_are_true_or_false(tmp_path: Path) -> None:
    layout = small_archive.make(tmp_path)
    replace(layout.root, "archive.toml", "[site]", '[site]\nextras = "no"')
    with pytest.raises(SettingsWrong, match=r"site\.extras is neither true nor false"):
        build(layout)
