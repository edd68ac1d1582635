"""Relative addresses between files of the site: those of the standard library, without its looks at the disk."""

from __future__ import annotations

import posixpath
from urllib.parse import quote

import pytest

from medium_archive.site.holdings import relative

FILES = [
    "index.html",
    "posts/a/index.html",
    "posts/a/1.png",
    "posts/b c/ü.png",
    "static/x.css",
    "x",
    "a//b",
    "./a",
    "a/../b",
]
FOLDERS = ["", "posts/a", "posts", "posts/b c", "static", "x", "posts/a/index.html", "a/./b", "@ada/slug"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_an_address_leads_from_any_page_to_any_file(folder: str) -> None:
    assert [relative(file, folder) for file in FILES] == [
        quote(posixpath.relpath(file, folder or ".")) for file in FILES
    ]
