"""A text of a person may have a great many marks or lines. `archive verify` compares it with its page all the same, by
an engine whose time is linear: the other one takes minutes.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive.checks import pictures
from medium_archive.checks.completeness.converted import commonmark, quick
from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from tests import small_archive
from tests.site_changes import change_file, replaced

pytestmark = pytest.mark.skipif(len(quick.ENGINES) == 1, reason="this system has no comrak, the fast engine")

_LONG = {
    "brackets": "[" * 10_001,
    "pictures": "![" * 5_001,
    "lines": "- a\n" * 20_001,
    "letters": "w" * 2_000_001,
}


@pytest.mark.parametrize("long", _LONG.values(), ids=_LONG)
def test_a_long_text_is_compared_with_its_page_by_the_fast_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, long: str
) -> None:
    layout = small_archive.make(tmp_path)
    small_archive.write(
        layout.root, "posts/2020-11-12-looms/index.md", f"---\ntitle: A\n---\nThe first words.\n\n{long}\n"
    )
    build(layout)
    read: list[int] = []
    render = commonmark.render

    def counted(text: str) -> str:
        read.append(len(text))
        return render(text)

    monkeypatch.setattr(commonmark, "render", counted)
    assert _lacking(layout) == set()
    change_file(layout, "posts/2020-11-12-looms/index.html", replaced("The first words", "The first word"))
    assert _lacking(layout) == {"site/posts/2020-11-12-looms/index.html"}
    assert max(read, default=0) < 10_000


def test_a_handler_in_a_long_page_is_found(tmp_path: Path) -> None:
    layout = small_archive.make(tmp_path)
    small_archive.write(
        layout.root, "posts/2020-11-12-looms/index.md", "---\ntitle: A\n---\n" + "- *a*\n" * 2_001 + "- *b*\n"
    )
    build(layout)
    assert _lacking(layout) == set()
    change_file(layout, "posts/2020-11-12-looms/index.html", replaced("<em>b</em>", '<em onclick="x">b</em>'))
    assert _lacking(layout) == {"site/posts/2020-11-12-looms/index.html"}


def _lacking(layout: Layout) -> set[str]:
    return {issue.where for issue in verify(layout).issues if issue.code in ("site-lacks", "site-adds")}


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("![a](https://x.org/a.png)", ["https://x.org/a.png"]),
        (r"![a \[b\] c](https://x.org/a.png)", ["https://x.org/a.png"]),
        ("![![![a](https://x.org/a.png)", ["https://x.org/a.png"]),
        ("[![a\nb](https://x.org/a.png)](https://x.org)", ["https://x.org/a.png"]),
        ("![a [b](https://x.org/b)", []),  # a link
    ],
)
def test_addresses_of_pictures_are_found_between_brackets(text: str, addresses: list[str]) -> None:
    assert pictures._SHOWN.findall(text) == addresses
