"""Whatever a person writes by hand into texts and settings is on the site, and verify takes none of it for damage."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from medium_archive.commands import build
from medium_archive.commands.verify import verify
from medium_archive.folder import catalog, files
from medium_archive.folder.layout import TEXT, Layout
from tests.account_exports import export, import_
from tests.site_changes import change_file, replaced

_EMBED = "<https://gist.github.com/ada/0123456789abcdef0123>"
_GIST = '<!-- gist "a.py" by ada: https://gist.github.com/ada/0123456789abcdef0123 -->\n```python\ncode\n```'
_TEXTS = {
    "subtitle": "---\ntitle: One\nsubtitle: |\n  two\n  lines\n---\nWords.\n",
    "description": "---\ntitle: One\ndescription: |\n  two\n  lines\n---\nWords.\n",
    "alert": "---\ntitle: One\n---\n> [!NOTE]\n> Edited later.\n",
    "picture": '---\ntitle: One\n---\n![a](own.png "A plan")\n\n![b][x] ![c](own.png)\n\n[x]: own.png (Back)\n',
    "hints": "---\ntitle: One\n---\n"
    + "\n\n".join(
        f"<!-- {hint} -->\n{block}"
        for hint, block in (
            ("wide", "Words"),
            ("kicker, center", "## Heading"),
            ("drop cap", "> quote"),
            ("lost embed with caption", "No *caption*"),
            ("cover", "- item"),
        )
    )
    + "\n\n> <!-- center -->\n> In a quote\n",
    "tilde": "---\ntitle: One\n---\nNot ~this~ and H~2~O, ~5 km\n",
    "cards": '---\ntitle: One\n---\n[](https://example.org "Words")\n\n[Two](../gone/index.md "Words")\n',
    "embedded": "---\ntitle: One\n---\n![a](data:image/png;base64,iVBORw0KGgo=)\n\nA ![b](cid:b).\n",
    "footnotes": "---\ntitle: One\n---\nA[^a] b[^b].\n\n[^b]: second\n\n[^a]: first\n",
    "names of footnotes": "---\ntitle: One\n---\nA[^A], again[^a], other[^Ü x], ^[no].\n\n[^ü x]: second\n\n"
    "[^a]: first\n\n[^a]: twice\n\n[^unused]: ![a](own.png)\n    _no caption_\n",
    "gists": "---\ntitle: One\n---\n"
    + "\n\n".join(
        (_GIST, f"- a\n\n  {_GIST}".replace("\n", "\n  "), f"{_EMBED}\n\n{_GIST}", f"{_EMBED}\n\nWords\n\n{_GIST}")
    ),
    "headings": "---\ntitle: One\n---\n## ![a](https://example.org/1.png)\n\n"
    '## A ![b](https://example.org/2.png "T") c\n\n'
    "![d](own.png)\n_Caption ![e](https://example.org/3.png)_\n",
    "contents": "---\ntitle: One\n---\n"
    + "\n\n".join(
        f"## {heading}\n\n{'word ' * 400}"
        for heading in (
            "a<br>b",
            "<ruby>x<rt>y</rt></ruby> z",
            "![c](https://example.org/4.png) d",
            "e[^f]\n\n[^f]: note",
        )
    ),
    "private": "---\ntitle: One\ncover: ../../drafts/secret/p.png\n---\n"
    "![a](../../drafts/secret/p.png)\n\n![](../secret/p.png) ![b](/home/secret/p.png)\n\n"
    '[![](own.png)](../../drafts/secret/p.png)\n\n[Card](../../drafts/secret/index.md "Words")\n\n'
    '![c](../../private/secret.png) [a](../../drafts/secret/index.md) <img src="../../../secret.png"> ![d](gone.png)\n',
    "cover": "---\ntitle: One\ncover: cover.png\n---\nA list without pictures does not show it.\n",
    "controls": "---\ntitle: One\n---\nA\x0c pa\x1bge \x08bre\x0bak.\n",
    "division": "---\ntitle: One\n---\nA.\n\n"
    '<div class="footnote-definition">Words</div>\n\n<div class="footnote-definition"><p>b</p></div>\n',
}
_SHOWN = {
    "subtitle": '<p class="subtitle p-summary">two lines</p>',
    "description": '<meta name="description" content="two lines">',
    "alert": '<blockquote class="note" role="note"><p class="added"><strong>Note</strong></p><p>Edited later.</p>',
    "picture": 'title="A plan"',
    "hints": '<h2 class="center" id="heading">Heading</h2><blockquote><p>quote</p></blockquote><p>No <em>',
    "tilde": "<p>Not <del>this</del> and H~2~O, ~5 km</p>",
    "cards": '<span class="title">Two</span> <span class="description">Words</span>',
    "embedded": '<span class="alt">a</span>',
    "footnotes": "<p>second",
    "names of footnotes": 'A<sup class="footnote-reference"><a href="#a" id="to-a">1</a></sup>, again<sup '
    'class="footnote-reference"><a href="#a">1</a></sup>, other',
    "gists": '<bdi class="name">a.py</bdi> · ada ·',
    "headings": '<h2 id="a-c">A <span class="missing added">',
    "contents": '<li class="level-2"><a href="#d">d</a></li>',
    "private": '<span class="alt">d</span> <span class="address">gone.png</span>',
    "controls": "<p>A page break.</p>",
    "division": '<div class="footnote-definition">Words</div>',
}


@pytest.fixture
def archive(layout: Layout, tmp_path: Path) -> Layout:
    import_(layout, export(tmp_path / "1.zip", "a"))
    return layout


def alarms(layout: Layout) -> list[tuple[str, str]]:
    found = (issue for issue in verify(layout).issues if issue.level != "note" and issue.code != "link-broken")
    return [(issue.where, issue.message) for issue in found]


def test_no_text_that_a_person_writes_is_taken_for_damage(archive: Layout) -> None:
    """Forms of ordinary Markdown and HTML that no text of the program has."""
    for name, text in _TEXTS.items():
        folder = archive.posts / name
        folder.mkdir()
        Image.new("RGB", (9, 9)).save(folder / "own.png")
        Image.new("RGB", (300, 200)).save(folder / "cover.png")
        (folder / TEXT).write_text(text, "utf-8")
    build.build(archive)
    for name, words in _SHOWN.items():
        assert words in (archive.site / "posts" / name / "index.html").read_text("utf-8"), name
    assert not [file for file in archive.site.rglob("*") if file.is_file() and b"secret" in file.read_bytes()]
    assert alarms(archive) == []


@pytest.mark.parametrize("name", [" Ada\\u00a0 Example ", ""])
def test_the_name_of_an_author_may_have_any_white_space(name: str, archive: Layout) -> None:
    """In archive.toml; it may also be empty."""
    text = archive.settings.read_text("utf-8")
    archive.settings.write_text(text.replace('name = "Ada Example"', f'name = "{name}"', 1), "utf-8")
    build.build(archive)
    shown = '<meta name="author" content="Ada Example">' in (archive.site / "index.html").read_text("utf-8")
    assert shown == bool(name)
    assert alarms(archive) == []


def test_the_code_of_a_gist_on_a_page_is_that_of_a_text_that_nobody_edited(archive: Layout) -> None:
    """Medium's page has not this code, so the text is what the page is compared with."""
    known = catalog.read(archive)
    key, entry = next((key, entry) for key, entry in known.items() if entry.is_post)
    text = archive.root / entry.path / TEXT
    text.write_text(f"{text.read_text('utf-8')}\n{_GIST}\n", "utf-8")
    catalog.write(archive, known | {key: replace(entry, written=files.checksum(text))})
    build.build(archive)
    page = f"site/{entry.path}/index.html"
    assert page not in {where for where, _ in alarms(archive)}
    change_file(archive, f"{entry.path}/index.html", replaced('">code<', '">cod<'))
    assert page in {where for where, _ in alarms(archive)}
