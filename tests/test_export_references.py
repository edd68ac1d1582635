"""Links and pictures of a text that lead to nothing, or to what may not be published: each is an issue of an export."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive import formats
from medium_archive.commands.export import export
from medium_archive.folder.layout import Layout
from tests import small_archive
from tests.contracts.scene import contents, holds

_MEMBERS = {member.NAME: member for member in formats.ALL}
_TEXT = """---
title: One
date: 2020-01-01
cover: ../../drafts/secret-one/secret.png
---

![Alone](../../drafts/secret-one/secret.png)
_Its caption_

![](here.png)
![Of a row](gone.png)

Words ![inside](gone.png) a [paragraph](../../drafts/secret-one/index.md), a [file](gone.pdf), ![](gone-too.png).

[![A link](../../drafts/secret-one/secret.png)](https://example.com/there)
"""
_LINKS = {
    "A link leads to a post that is not exported": "../../drafts/secret-one/index.md",
    "A link leads to a file that is not in the archive": "gone.pdf",
}


@pytest.fixture
def archive(tmp_path: Path) -> Layout:
    root = tmp_path / "archive"
    small_archive.write(root, "archive.toml", "schema = 1\n")
    small_archive.write(root, "posts/one/index.md", _TEXT)
    small_archive.write(root, "drafts/secret-one/index.md", "---\ntitle: Secret\n---\n\nSecret.\n")
    small_archive.picture(root / "posts/one/here.png", 4, 4)
    small_archive.picture(root / "drafts/secret-one/secret.png", 4, 4)
    return Layout(root)


@pytest.mark.parametrize("name", ["astro", "bar", "epub", "ghost", "html", "hugo", "jsonl", "obsidian", "wordpress"])
def test_a_reference_to_nothing_is_one_issue_and_leaves_its_words(archive: Layout, tmp_path: Path, name: str) -> None:
    report = export(archive, _MEMBERS[name], tmp_path / "out")
    made = contents(tmp_path / "out")
    assert not holds(made, b"secret")
    assert not holds(made, b"gone.p")
    assert all(holds(made, words) for words in (b"Alone", b"Its caption", b"Of a row", b"inside", b"A link"))
    assert {issue.where for issue in report.issues if issue.where.endswith("index.md")} == {"posts/one/index.md"}
    links = [issue.message for issue in report.issues if issue.code == "link-to-nothing"]
    assert len(links) == len(_LINKS)
    assert all(any(one.startswith(words) and one.endswith(_LINKS[words]) for one in links) for words in _LINKS)
    missing = [issue.message.rpartition(" ")[2] for issue in report.issues if issue.code == "picture-not-exported"]
    if name == "epub":  # one issue names all of a post
        assert [issue.code for issue in report.issues if issue.code == "picture-not-in-book"]
    else:
        assert sorted(missing) == ["../../drafts/secret-one/secret.png", "gone-too.png", "gone.png"]


@pytest.mark.parametrize("name", ["astro", "eleventy", "hugo", "jekyll", "obsidian", "pelican", "zola"])
@pytest.mark.parametrize("hidden", ["drafts/later", "posts/later"])
def test_a_published_post_leads_to_nothing_that_is_not_published(name: str, hidden: str, archive: Layout) -> None:
    """A generator's site has no draft and no post of the future. A vault of Obsidian has both."""
    text = f"---\ndate: 2020-01-01\n---\n\nA [link](../../{hidden}/index.md), ![a picture](../../{hidden}/later.png).\n"
    small_archive.write(archive.root, "posts/one/index.md", text)
    small_archive.write(archive.root, f"{hidden}/index.md", "---\ndate: 2999-01-01\n---\n\n![](later.png)\n")
    small_archive.picture(archive.root / hidden / "later.png", 4, 4)
    out = archive.root.parent / "out"
    export(archive, _MEMBERS[name], out, _MEMBERS[name].Settings(drafts=True))
    pictures = [path for path in out.rglob("later.png") if hidden not in path.as_posix()]
    (shown,) = (text for path in out.rglob("*.md") if "A " in (text := path.read_text("utf-8")) and "a picture" in text)
    assert ("later" in shown, bool(pictures)) == (name == "obsidian", name == "obsidian")
    assert "link" in shown
    assert [path for path in out.rglob("later.png") if hidden in path.as_posix()]
