"""A post without words has no time to read it."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest

from medium_archive.commands.build import build
from medium_archive.folder.layout import Layout
from tests import small_archive
from tests.site_changes import choose, site_issues

_HEAD = "title: {0}\ndate: 2021-01-05\nupdated: 2021-02-03"


@pytest.mark.parametrize("theme", ["plain", "journal", "index"])
def test_a_post_without_words_says_no_minutes(tmp_path: Path, theme: str) -> None:
    """Neither on its page nor in lists; its line ends with its last part. A photo alone has no words either."""
    layout = Layout(tmp_path)
    settings = f'schema = 2\n[site]\ntitle = "A"\ntheme = "{theme}"\n[author]\nname = "Ada"\n'
    small_archive.write(tmp_path, "archive.toml", settings)
    small_archive.write(tmp_path, "posts/empty/index.md", f"---\n{_HEAD.format('Empty')}\n---\n")
    small_archive.write(tmp_path, "posts/photo/index.md", f"---\n{_HEAD.format('Photo')}\n---\n\n![](a.png)\n")
    small_archive.write(tmp_path, "posts/bare/index.md", "---\ntitle: Bare\n---\n")
    small_archive.write(tmp_path, "posts/words/index.md", f"---\n{_HEAD.format('Words')}\n---\n\nSome words.\n")
    small_archive.picture(tmp_path / "posts/photo/a.png", 800, 600)
    choose(layout, "author", name="Ada")
    build(layout)
    lines = {name: line(layout, f"posts/{name}/index.html") for name in ("empty", "photo", "bare", "words")}
    assert lines == {
        "empty": "Ada · 5 January 2021 · updated 3 February 2021",
        "photo": "Ada · 5 January 2021 · updated 3 February 2021",
        "bare": "Ada",
        "words": "Ada · 5 January 2021 · 1 min read · updated 3 February 2021",
    }
    front = lxml.html.document_fromstring((layout.site / "index.html").read_bytes())
    whens = [" ".join("".join(map(str, one.itertext())).split()) for one in front.iterfind(".//p[@class='when']")]
    assert set(whens) <= {"5 January 2021", "5 January 2021 · 1 min read"}
    assert ("min read" in "".join(map(str, front.itertext()))) == (theme != "index")
    assert site_issues(layout) == []


def line(layout: Layout, file: str) -> str:
    page = lxml.html.document_fromstring((layout.site / file).read_bytes())
    return " ".join(str(page.xpath("string(//p[@class='byline'])")).split())
