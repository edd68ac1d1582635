"""The ledger of a generator notices everything that a built page lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive import articles
from medium_archive.folder import settings
from medium_archive.folder.layout import Layout
from tests import small_archive
from tests.generators import ledger, programs

ROOT = Path(__file__).parent.parent
_PATH = "posts/2020-01-02-light"
_POST = """---
title: Light
date: 2020-01-02T03:04:05Z
tags: [sea]
medium: {id: abcdef0123ab}
---

Words with a [link](https://example.com/a) and *one* more.

![A mole](1-mole.png)
_By night_

```python
a = 1
```

<https://www.youtube.com/watch?v=abc>

[A card](https://example.com/card "About")
"""
_PAGE = """<html><body><article><h1>Light</h1><time datetime="2020-01-02T03:04:05Z"></time><div class="content">
<p>Words with a <a href="https://example.com/a">link</a> and <em>one</em> more.</p>
<figure><img src="mole.png" alt="A mole"><figcaption>By night</figcaption></figure>
<pre><code class="language-python">a = 1
</code></pre>
<figure class="embed"><a href="https://www.youtube.com/watch?v=abc">https://www.youtube.com/watch?v=abc</a></figure>
<figure class="card"><a href="https://example.com/card" title="About">A card</a></figure>
</div><a rel="tag">sea</a></article></body></html>"""
_ALIAS = '<meta http-equiv="refresh" content="0; url=/posts/2020-01-02-light/">'


def _compare(root: Path, page: str = _PAGE, alias: str = _ALIAS) -> ledger.Ledger:
    small_archive.write(root, f"archive/{_PATH}/index.md", _POST)
    small_archive.write(root, "archive/archive.toml", 'schema = 1\n[author]\nname = "Ada"\n')
    small_archive.picture(root / f"archive/{_PATH}/1-mole.png", 7, 8)
    small_archive.picture(root / f"built/{_PATH}/mole.png", 7, 8)
    small_archive.picture(root / f"built/{_PATH}/other.png", 9, 8)
    small_archive.write(root, f"built/{_PATH}/index.html", page)
    small_archive.write(root, "built/p/abcdef0123ab/index.html", alias)
    layout = Layout(root / "archive")
    return ledger.compare(articles.read(layout, settings.read(layout.settings)), root / "built")


def test_a_page_with_everything_lacks_nothing(tmp_path: Path) -> None:
    found = _compare(tmp_path)
    assert found.misses == {}
    compared = {"aliases", "captions", "cards", "code", "dates", "embeds", "languages", "links", "pages", "pictures"}
    assert compared | {"prose", "tags", "text", "titles"} <= {kind for kind in found.there if found.there[kind]}
    assert found.share("prose") == "1.0000"


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("prose", "more.", "less."),
        ("prose", "Words with", "Wordswith"),
        ("text", "more.", "less."),
        ("code", "a = 1", "a  = 1"),
        ("languages", "language-python", "language-ruby"),
        ("links", "example.com/a", "example.com/b"),
        ("dead links", "https://example.com/a", "../gone/"),
        ("pictures", "mole.png", "other.png"),
        ("pictures", "mole.png", "gone.png"),
        ("pictures", 'alt="A mole"', 'alt=""'),
        ("captions", "By night", "By day"),
        ("embeds", 'class="embed"', ""),
        ("cards", 'class="card"', ""),
        ("<em>", "<em>one</em>", "one"),
        ("dates", "03:04:05", "02:04:05"),
        ("tags", ">sea<", ">lake<"),
        ("titles", ">Light<", ">Dark<"),
    ],
)
def test_each_difference_is_a_miss(kind: str, old: str, new: str, tmp_path: Path) -> None:
    assert old in _PAGE
    misses = _compare(tmp_path, _PAGE.replace(old, new)).misses
    assert kind in misses or f"{kind} more" in misses
    assert _PATH in str(misses)


@pytest.mark.parametrize("alias", ["", _ALIAS.replace("light/", "light-2/"), _ALIAS.replace("/posts", "/old/posts")])
def test_an_old_address_that_does_not_lead_to_the_post_is_a_miss(alias: str, tmp_path: Path) -> None:
    assert list(_compare(tmp_path, alias=alias).misses) == ["aliases"]


def test_a_page_that_must_not_be_there_is_a_miss(tmp_path: Path) -> None:
    _compare(tmp_path)
    future = _POST.replace("2020-01-02T", "2999-01-02T")
    small_archive.write(tmp_path, f"archive/{_PATH}/index.md", future)
    layout = Layout(tmp_path / "archive")
    library = articles.read(layout, settings.read(layout.settings))
    found = ledger.compare(library, tmp_path / "built")
    assert found.misses == {"unpublished more": [f"{_PATH}: '{_PATH}/index.html'"]}


def test_docs_name_each_difference_that_a_generator_may_make() -> None:
    """Its row is in the table of docs/moving.md."""
    rows = [line.split(" | ", 1) for line in (ROOT / "docs/moving.md").read_text("utf-8").splitlines() if " | " in line]
    assert ledger.CHANGED.keys() <= programs.BUILDS.keys()
    for program, changes in ledger.CHANGED.items():
        own = [row for name, row in rows if program in name.casefold().removeprefix("| ").split(", ")]
        for begin in changes.values():
            assert any(row.startswith(begin) for row in own), begin


@pytest.mark.parametrize(
    ("line", "warns"),
    [
        ("[WARN] x", True),
        ("WARNING: x", True),
        ("10:20 error  x", True),
        ("├─ /posts/compiler-error-6/index.html", False),
    ],
)
def test_a_warning_of_a_program_is_not_taken_for_an_address(line: str, warns: bool) -> None:
    assert bool(programs.WARNINGS.search(line)) == warns
