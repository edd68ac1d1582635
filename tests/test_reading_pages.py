"""Lists and highlights as pages: what the settings name, and nothing else of what is private."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from medium_archive.commands import build
from medium_archive.errors import SettingsWrong
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from tests import small_archive
from tests.conftest import EXAMPLES, one_in

DAYS = {"first": "2025-10-12", "last": "2025-10-12"}
HOSTILE = (
    '<mark onclick="x()">One</mark><script>alert(1)</script><img src="https://x.example/1.png" onerror="x()">'
    '<a href="javascript:x">two</a><style>*{}</style><iframe src="x"></iframe>'
)


def built(layout: Layout, setting: str) -> Report:
    """The archive built with a setting in its table [site]."""
    text = layout.settings.read_text("utf-8")
    layout.settings.write_text(text.replace("[site]", f"[site]\n{setting}", 1), "utf-8")
    return build.build(layout)


def canaries(layout: Layout) -> set[str]:
    """The private words of the example that stand in its site."""
    words = [word for word in (EXAMPLES / "canaries.txt").read_text("utf-8").splitlines() if word]
    assert len(words) > 40
    site = b"\n".join(str(path).encode() + path.read_bytes() for path in layout.site.rglob("*") if path.is_file())
    return {word for word in words if word.encode() in site}


def small(root: Path, **tables: list[dict[str, Any]]) -> Layout:
    """A small archive with these tables in private/reading/."""
    layout = small_archive.make(root)
    for name, records in tables.items():
        lines = "".join(json.dumps({**DAYS, **record}) + "\n" for record in records)
        small_archive.write(root, f"private/reading/{name.replace('_', '-')}.jsonl", lines)
    return layout


def links(layout: Layout, name: str) -> list[tuple[str, str]]:
    root: Any = lxml.html.fromstring((layout.site / name).read_text("utf-8"))
    return [(str(a.get("href")), str(a.text_content())) for a in root.xpath("//main//a")]


def test_reading_data_is_hidden_by_default(own_example: Layout) -> None:
    """No page, no link, no word."""
    build.build(own_example)
    assert canaries(own_example) == set()
    assert not (own_example.site / "lists").exists()
    assert not (own_example.site / "highlights.html").exists()


def test_only_the_named_list_is_shown(own_example: Layout) -> None:
    """Its posts and its description; the reading list, what it holds and the ids stay."""
    report = built(own_example, 'lists = ["Lights & Signals"]')
    assert "list-unclear" not in [issue.code for issue in report.issues]
    assert canaries(own_example) == {"Canary Listed", "Canary description"}
    assert [path.name for path in (own_example.site / "lists").iterdir()] == ["lights-signals.html"]
    assert links(own_example, "lists/lights-signals.html") == [
        ("https://medium.com/p/115ca9a00001", "Canary Listed: The Colour of Fog Lamps"),
        ("https://medium.com/p/115ca9a00002", "https://medium.com/p/115ca9a00002"),
        ("../posts/2018-02-11-the-lamp-on-the-north-mole/index.html", "The Lamp on the North Mole"),
    ]
    assert ("lists/lights-signals.html", "Lights & Signals") in links(own_example, "archive.html")


def test_the_reading_list_reveals_no_private_data(own_example: Layout) -> None:
    """Its address at Medium holds the account's id, so it is no part of the page."""
    built(own_example, 'lists = ["Reading list"]')
    assert canaries(own_example) == {"Canary Bookmarked"}


@pytest.mark.slow
def test_highlights_are_shown_when_enabled(own_example: Layout) -> None:
    """The newest first, marked in their paragraph, with their day."""
    built(own_example, "highlights = true")
    assert canaries(own_example) == {"canary highlighted passage", "Canary highlighted"}
    root: Any = lxml.html.fromstring((own_example.site / "highlights.html").read_text("utf-8"))
    assert [mark.text_content() for mark in root.iter("mark")] == [
        "the canary highlighted passage is the one you would least like to explain",
        "Canary highlighted, all of it.",
    ]
    assert [time.get("datetime") for time in root.iter("time")] == [
        "2023-05-04T23:08:00.000Z",
        "2020-12-19T07:00:00.000Z",
    ]


@pytest.mark.slow
def test_disabling_a_setting_removes_its_pages(own_example: Layout) -> None:
    """What was published is removed by the next build."""
    before = own_example.settings.read_text("utf-8")
    built(own_example, 'lists = ["Lights & Signals"]\nhighlights = true')
    assert canaries(own_example)
    own_example.settings.write_text(before, "utf-8")
    build.build(own_example)
    assert canaries(own_example) == set()


def test_a_highlight_is_never_live_code(tmp_path: Path) -> None:
    """Also where somebody edited the record."""
    layout = small(tmp_path, highlights=[{"at": "someday", "text": "One", "html": HOSTILE}])
    built(layout, "highlights = true")
    page = (layout.site / "highlights.html").read_text("utf-8")
    assert "<mark>One</mark>" in page
    assert not [
        word for word in ("<script>", "onclick", "javascript:", "alert(1)", "x.example", "<iframe") if word in page
    ]


def test_items_removed_from_reading_lists_are_not_shown(tmp_path: Path) -> None:
    """A post that the list's last export has no more, a highlight of an older export, an invalid address."""
    url = "https://medium.com/p/"
    layout = small(
        tmp_path,
        lists=[{"list": "aa", "name": "A"}],
        list_posts=[
            {"list": "aa", "position": 10, "title": "Third", "url": f"{url}3"},
            {"list": "aa", "position": 2, "title": "Second", "url": f"{url}5c8d3a"},
            {"list": "aa", "position": 1, "title": "Gone", "url": f"{url}1", "last": "2020-01-01"},
            {"list": "bb", "position": 1, "title": "Of another list", "url": f"{url}4"},
            {"list": "aa", "position": 3, "title": "No address", "url": "javascript:x"},
        ],
        highlights=[{"at": "2020-01-01T10:00", "html": "New"}, {"html": "Old", "last": "2020-01-01"}],
    )
    built(layout, 'lists = ["A"]\nhighlights = true')
    assert links(layout, "lists/a.html") == [("../posts/2020-11-12-looms/index.html", "Second"), (f"{url}3", "Third")]
    assert "Old" not in (layout.site / "highlights.html").read_text("utf-8")


def test_an_unknown_or_ambiguous_list_is_reported(tmp_path: Path) -> None:
    """Neither is guessed; an id names just one."""
    layout = small(
        tmp_path, lists=[{"list": "aa", "name": "A"}, {"list": "bb", "name": "A"}, {"list": "cc", "name": "Hidden"}]
    )
    report = built(layout, 'lists = ["A", "B", "bb"]')
    found = [issue.message for issue in report.issues if issue.code == "list-unclear"]
    assert [
        "2 reading lists" in found[0],
        "aa, bb" in found[0],
        "no reading list" in found[1],
        "Hidden" in str(found),
    ] == [
        True,
        True,
        True,
        False,
    ]
    assert [path.name for path in (layout.site / "lists").iterdir()] == ["a.html"]


def test_missing_highlights_are_reported(tmp_path: Path) -> None:
    """A clone from git holds nothing private: better a word than an empty page."""
    layout = small(tmp_path)
    assert "nothing-to-show" in [issue.code for issue in built(layout, "highlights = true").issues]
    assert not (layout.site / "highlights.html").exists()


def test_lists_with_the_same_name_get_separate_pages(tmp_path: Path) -> None:
    """Also those whose names have no letter, or one that Windows keeps for itself."""
    ids = ("aa", "bb", "cc", "dd")
    layout = small(
        tmp_path, lists=[{"list": one, "name": name} for one, name in zip(ids, ("A", "a!", "🙂", "CON"), strict=True)]
    )
    built(layout, f"lists = {json.dumps(ids)}")
    assert sorted(path.name for path in (layout.site / "lists").iterdir()) == [
        "-con.html",
        "a-2.html",
        "a.html",
        "list.html",
    ]


@pytest.mark.parametrize(
    "setting", one_in(4, ['lists = "Reading list"', "lists = [1]", "highlights = 1", 'highlights = "false"'])
)
def test_invalid_settings_publish_nothing(own_example: Layout, setting: str) -> None:
    """It stops the build with one sentence."""
    with pytest.raises(SettingsWrong, match=r"site\.(lists|highlights)"):
        built(own_example, setting)
    assert canaries(own_example) == set()


def test_the_pages_use_the_language_of_the_site(tmp_path: Path) -> None:
    """A Chinese site calls them as Chinese readers do."""
    layout = small(tmp_path, highlights=[{"html": "x"}])
    text = layout.settings.read_text("utf-8")
    layout.settings.write_text(text.replace('language = "en"', 'language = "zh-Hant"'), "utf-8")
    built(layout, "highlights = true")
    assert '<h1 dir="auto">重點標記</h1>' in (layout.site / "highlights.html").read_text("utf-8")
