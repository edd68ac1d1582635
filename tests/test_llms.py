"""`llms = true` gives the site llms.txt and llms-full.txt: the published stories for language models."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.errors import SettingsWrong
from medium_archive.folder.layout import Layout
from tests import small_archive
from tests.conftest import one_in
from tests.site_changes import POST, change_file, choose, replaced

_URL = "https://ada.example"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """Built with drafts, which must not be in the files."""
    layout = small_archive.make(tmp_path_factory.mktemp("llms") / "archive", url=_URL)
    choose(layout, "site", llms=True)
    build(layout, drafts=True)
    return layout


@pytest.mark.slow
def test_the_list_has_each_story_with_its_address_and_summary(site: Layout) -> None:
    assert (site.site / "llms.txt").read_text("utf-8").splitlines() == [
        "# Ada Example",
        "",
        "> Ada Example",
        "",
        "## Posts",
        "",
        f"- [عن حفظ الكلمات]({_URL}/posts/2021-03-04-arabic/index.html): الكتابة تبقى.",
        f"- [Looms & <logic>]({_URL}/posts/2020-11-12-looms/index.html): A note upon a note",
        f"- [在 Swift 裡寫一個檔案庫]({_URL}/posts/2019-01-09-%E6%AA%94%E6%A1%88/index.html): 文字應該活得比帳號久。",
    ]


@pytest.mark.slow
def test_the_texts_are_markdown_with_the_languages_of_code(site: Layout) -> None:
    text = (site.site / "llms-full.txt").read_text("utf-8")
    assert (
        f"\n# Looms & <logic>\n\n{_URL}/posts/2020-11-12-looms/index.html · 2020-11-12\n\nNOTES\n\nWords with <strong>"
        in text
    )
    assert "\n[How looms think About holes in cards looms.example" in text
    assert "1-wide.png)\n![](" in text, "a row of pictures"
    assert '\n\n```python\ndef weave(n: int) -> str:\n    return "x" * n  # < & >\n```\n' in text
    assert "Whispered" not in text, "it is in a draft"
    assert "just what I needed" not in text, "it is in a response"


@pytest.mark.slow
def test_a_text_that_is_too_deep_for_the_converter_stays_html(tmp_path: Path) -> None:
    layout = small_archive.make(tmp_path / "archive", url=_URL)
    choose(layout, "site", llms=True)
    deep = f"---\ntitle: Deep\ndate: 2020-01-01\n---\n\n{'>' * 400} Words\n"
    small_archive.write(layout.root, "posts/2020-01-01-deep/index.md", deep)
    build(layout)
    text = (layout.site / "llms-full.txt").read_text("utf-8")
    assert text.count("<blockquote>") > 100 and "def weave" in text
    assert [issue for issue in verify(layout).issues if "llms" in issue.where] == []


@pytest.mark.slow
def test_words_between_blocks_of_html_are_in_the_texts(tmp_path: Path) -> None:
    """A person may write HTML without paragraphs, and the site leaves out some elements around words."""
    layout = small_archive.make(tmp_path / "archive", url=_URL)
    choose(layout, "site", llms=True)
    html = "<center>\nOne <em>two</em>\n</center>\n\n<div>three <em>four</em><p>five</p><b>six</b> seven</div>\n"
    picture = '\n<img src="https://example.org/x.png">\n'
    small_archive.write(
        layout.root, "posts/2020-01-01-own/index.md", f"---\ntitle: Own\ndate: 2020-01-01\n---\n\n{html}{picture}"
    )
    build(layout)
    text = (layout.site / "llms-full.txt").read_text("utf-8")
    assert "\n\nOne <em>two</em>\n\nthree <em>four</em>\n\nfive\n\n**six** seven\n\n" in text
    assert [issue for issue in verify(layout).issues if "llms" in issue.where] == []


@pytest.mark.slow
def test_a_site_has_neither_file_unless_it_is_asked_for(site: Layout, tmp_path: Path) -> None:
    layout = small_archive.make(tmp_path / "archive", url=_URL)
    for choice in ({}, {"llms": True}, {"llms": False}):
        choose(layout, "site", **choice)
        build(layout)
        names = {path.name for path in layout.site.glob("llms*")}
        assert names == ({"llms.txt", "llms-full.txt"} if choice.get("llms") else set())


@pytest.mark.slow
def test_without_a_base_url_a_link_leads_to_medium(tmp_path: Path) -> None:
    layout = small_archive.make(tmp_path / "archive")
    choose(layout, "site", llms=True)
    build(layout)
    lines = (layout.site / "llms.txt").read_text("utf-8").splitlines()
    assert "- [Looms & <logic>](https://medium.com/@ada/looms-5c8d3a): A note upon a note" in lines
    assert "- عن حفظ الكلمات: الكتابة تبقى." in lines, "it has no address"


def test_only_true_and_false_are_taken(tmp_path: Path) -> None:
    layout = small_archive.make(tmp_path / "archive")
    choose(layout, "site", llms="yes")
    with pytest.raises(SettingsWrong, match=r"site\.llms is neither true nor false"):
        build(layout)


@pytest.mark.slow
@pytest.mark.parametrize("url", ["", _URL])
def test_verify_finds_nothing_wrong_with_them(own_example: Layout, url: str) -> None:
    choose(own_example, "site", llms=True)
    build(own_example, url=url)
    assert [issue for issue in verify(own_example).issues if issue.code.startswith("site-")] == []
    text = own_example.root / POST / "index.md"
    text.write_text(f"{text.read_text('utf-8')}\nNew words.\n", "utf-8")
    build(own_example, url=url)
    assert "New words." in (own_example.site / "llms-full.txt").read_text("utf-8")
    assert [issue for issue in verify(own_example).issues if issue.code.startswith("site-")] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "change"),
    one_in(
        2,
        [
            ("llms.txt", replaced(r"- \[Drawing[^\n]*\n", "")),
            ("llms.txt", replaced("/posts/2024-10-06", "/posts/2024-10-07")),
            ("llms-full.txt", replaced("# Drawing", "# Drowning")),
            ("llms-full.txt", replaced(" · 2024-10-06", " · 2024-10-07")),
            ("llms-full.txt", replaced("forty lines", "fifty lines")),
            ("llms-full.txt", lambda text: f"{text}A secret\n"),
        ],
    ),
)
def test_verify_names_a_damaged_file(own_example: Layout, file: str, change: Callable[[str], str]) -> None:
    choose(own_example, "site", llms=True)
    build(own_example, url=_URL)
    change_file(own_example, file, change)
    found = [issue for issue in verify(own_example).issues if issue.code.startswith("site-")]
    assert {issue.where for issue in found} == {f"site/{file}"}
