"""Exports of two accounts, Ada's and Ben's, and what an archive has of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from medium_archive.commands import import_exports
from medium_archive.folder.layout import Layout
from medium_archive.markdown import front_matter
from medium_archive.report import Report
from tests.sample_exports import post_name, post_page, write_zip
from tests.small_archive import read_records

ADA, BEN = "a1a1a1a1a1a1", "b2b2b2b2b2b2"


@pytest.fixture
def ada(tmp_path: Path) -> Path:
    """An export of Ada's with two posts."""
    return export(tmp_path / "ada.zip", "ac", user_id=ADA)


@pytest.fixture
def ben(tmp_path: Path) -> Path:
    """An export of Ben's with a post, a draft and a clap."""
    more = draft("d" * 12) | {"claps/claps-0001.html": claps("e" * 12)}
    return export(tmp_path / "ben.zip", "b", name="Ben Example", username="ben", user_id=BEN, more=more)


def profile(name: str, username: str, user_id: str = "") -> bytes:
    """The profile page of an export."""
    known = (
        f"<li><b>Medium user ID:</b> {user_id}</li><li><b>Created at:</b> 2015-06-01 11:27 am</li>" if user_id else ""
    )
    return (
        f'<!DOCTYPE html><html><body><section class="h-card"><h3 class="p-name">{name}</h3><ul>'
        f'<li><b>Profile:</b> <a class="u-url" href="https://medium.com/@{username}">@{username}</a></li>{known}'
        "</ul></section></body></html>"
    ).encode()


def by(name: str, username: str, page: bytes) -> bytes:
    """A page with another by-line."""
    return page.replace(b"https://medium.com/@ada", f"https://medium.com/@{username}".encode()).replace(
        b">Ada Example<", f">{name}<".encode()
    )


def export(  # all but the first two by keyword
    path: Path,
    ids: str,
    *,
    name: str = "Ada Example",
    username: str = "ada",
    user_id: str = "",
    exported: str = "April 12, 2021",
    with_profile: bool = True,
    more: dict[str, bytes] | None = None,
) -> Path:
    """An export with a post for each letter of `ids`, titled by it, and a draft of its author."""
    files = dict(more or {})
    if with_profile:
        files["profile/profile.html"] = profile(name, username, user_id)
        files["profile/about.html"] = about(f"I am {name}.")
    for letter in ids:
        post_id = letter * 12
        files[post_name(post_id, slug=letter)] = by(
            name, username, post_page(f"Post {letter}", post_id=post_id, exported=exported)
        )
    return write_zip(path, files)


def about(words: str) -> bytes:
    return (
        '<!DOCTYPE html><html><body><section data-field="body" class="e-content"><section name="f1fb">'
        f'<p name="a1" class="graf graf--p">{words}</p></section></section></body></html>'
    ).encode()


def draft(post_id: str, exported: str = "April 12, 2021") -> dict[str, bytes]:
    page = post_page("An idea", post_id=post_id, exported=exported, draft=True)
    return {f"posts/draft_An-idea-{post_id}.html": page}


def claps(post_id: str) -> bytes:
    return (
        '<!DOCTYPE html><html><body><section><ul><li>+1 — <a class="h-cite u-like-of" '
        f'href="https://medium.com/p/{post_id}">A story</a> — <time class="dt-published" datetime="2020-01-02 3:04 pm">'
        "2020-01-02 3:04 pm</time></li></ul></section></body></html>"
    ).encode()


def import_(layout: Layout, *sources: Path, another: bool = False, again: bool = False) -> Report:
    options = import_exports.Options(another_account=another, again=again)
    return import_exports.import_exports(sources, layout, options)


def bytes_of(root: Path) -> dict[str, bytes]:
    """Every file but the lock and the cache, which an earlier run left."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != ".lock" and ".cache" not in path.parts
    }


def heads(layout: Layout) -> dict[str, dict[str, Any]]:
    """The front matter of every post, by its title."""
    found = (front_matter.split(file.read_text("utf-8"))[0] for file in layout.root.glob("*/*/index.md"))
    return {head["title"]: head for head in found}


def authors(layout: Layout) -> dict[str, str]:
    return {title: head.get("author", "") for title, head in heads(layout).items()}


def account_of(layout: Layout) -> dict[str, str]:
    return {line["account"]: line.get("author", "") for line in read_records(layout.records / "imports.jsonl")}
