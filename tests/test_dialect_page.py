"""docs/markdown.md shows each example with its result, which is what the site makes of it."""

from __future__ import annotations

import os
import posixpath
import re
import shutil

import lxml.html
import pytest
from lxml.html import HtmlElement

from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import TEXT, Layout
from tests.conftest import ROOT

_FILE = ROOT / "docs" / "markdown.md"
_EXAMPLE = re.compile(
    r'^(?P<fence>`{3,})markdown\n(?P<text>.*?)\n(?P=fence)\n\n(?P<result><div class="result">\n.*?</div>\n)(?=\n|\Z)',
    re.MULTILINE | re.DOTALL,
)
_RECORD = bool(os.environ.get("RECORD"))
_FOLDER = "posts/2025-01-{:02}-example"
_PICTURE = re.compile(r"\.\./examples/pictures/([\w.-]+)")
# What a page needs for its layout, its speed and its safety, and a reader of the documentation does not see
_OF_PAGE = frozenset(
    ("decoding", "dir", "fetchpriority", "height", "loading", "rel", "role", "tabindex", "width", "data-language")
)
_BLOCK = re.compile(
    r"(</(?:p|h[1-6]|ul|ol|li|blockquote|pre|table|thead|tbody|tr|dl|dd|dt|details|summary|figure|div)>|<hr>)(?!\n)"
)


def examples() -> list[re.Match[str]]:
    return list(_EXAMPLE.finditer(_FILE.read_text("utf-8")))


@pytest.fixture(scope="module")
def layout(example: Layout, tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """An archive with a post for each example, and its site."""
    one = Layout(tmp_path_factory.mktemp("documented") / "archive")
    shutil.copytree(example.root, one.root)
    for number, found in enumerate(examples(), 1):
        folder = one.root / _FOLDER.format(number)
        folder.mkdir()
        for name in _PICTURE.findall(found["text"]):
            shutil.copy(ROOT / "examples" / "pictures" / name, folder / name)
        head = f"---\ntitle: Example {number}\ndate: 2025-01-{number:02}\n---\n"
        text = _PICTURE.sub(r"\1", found["text"])
        (folder / TEXT).write_text(f"{head}{text}\n", "utf-8")
    build(one)
    return one


def _shown(layout: Layout, number: int) -> str:
    """What the page of an example shows, as the documentation writes it."""
    page = layout.site / _FOLDER.format(number) / "index.html"
    root: HtmlElement = lxml.html.document_fromstring(page.read_bytes())
    (content,) = root.find_class("e-content")
    for element in list(content.iter("picture", "source")):
        element.drop_tag()
    for link in content.find_class("zoom"):
        link.drop_tag()
    for element in list(content.iter()):
        _tidy(element)
    html = str(lxml.html.tostring(content, encoding="unicode", with_tail=False))
    html = _BLOCK.sub(r"\1\n", html[html.index(">") + 1 : html.rindex("<")]).strip()
    return f'<div class="result">\n{html}\n</div>\n'


def _tidy(element: HtmlElement) -> None:
    for name in _OF_PAGE & set(element.attrib):
        del element.attrib[name]
    if element.tag == "img":
        element.attrib.pop("class", None)
        element.set("src", f"../examples/pictures/{posixpath.basename(element.get('src', ''))}")
    elif element.tag == "span" and next(element.iterancestors("pre"), None) is not None:
        element.drop_tag()  # the colours of code
    for name in ("text", "tail"):
        if (
            (words := getattr(element, name))
            and next(element.iterancestors("pre"), None) is None
            and element.tag != "pre"
        ):
            setattr(element, name, re.sub(r"\n\s*", "\n", words))  # a block of HTML has no blank line


def test_each_example_has_the_result_that_stands_under_it(layout: Layout) -> None:
    found = examples()
    shown = [_shown(layout, number) for number in range(1, len(found) + 1)]
    differing = [
        (one["text"], one["result"], html) for one, html in zip(found, shown, strict=True) if one["result"] != html
    ]
    if _RECORD:
        results = iter(shown)
        text = _EXAMPLE.sub(
            lambda one: f"{one['fence']}markdown\n{one['text']}\n{one['fence']}\n\n{next(results)}",
            _FILE.read_text("utf-8"),
        )
        _FILE.write_text(text, "utf-8")
    assert differing == []


def test_the_page_has_examples_of_every_kind() -> None:
    results = "".join(one["result"] for one in examples())
    kinds = ("note", "tip", "important", "warning", "caution", "pull", "card", "embed", "kicker", "drop-cap")
    assert [kind for kind in kinds if f'class="{kind}' not in results] == []
    tags = ("table", "details", "dl", "input", "del", "sub", "kbd", "ruby", "figcaption", "hr", "ol", "pre", "h2", "h3")
    assert [tag for tag in tags if f"<{tag}" not in results] == []


def test_the_proof_finds_nothing_wrong_with_the_examples(layout: Layout) -> None:
    assert [one for one in verify(layout).issues if one.level == "error"] == []
