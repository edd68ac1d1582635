"""The lists and highlights that a person names in archive.toml are public; everything else that they read is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive.checks import before_publishing, privacy, snapshot
from medium_archive.checks.before_publishing import BuiltSite
from medium_archive.commands import build, import_exports
from medium_archive.folder.layout import Layout
from medium_archive.hosts import files_of
from tests.account_exports import export

PASSAGE = "Write to eve@quay.example, who knows every harbour of the coast."
HIGHLIGHTS = (
    '<html><body><section><ul><li class="h-entry"><time class="dt-published">2023-05-4 11:08 pm</time> - '
    f'<p class="graf graf--p">{PASSAGE.replace("knows", "<em>knows</em>")}</p></li></ul></section></body></html>'
)
PUBLICATIONS = (
    '<html><body><section><h4>Writer</h4><ul><li><a href="https://medium.com/the-harbour-post">The Harbour Post</a>'
    "</li></ul></section></body></html>"
)
LIST = "Lights of the harbour"
ID = "111111111112"
HIDDEN, HEARD = "Fog horns of the north", "A horn that nobody heard"


def reading_list(name: str, number: str, title: str) -> bytes:
    return (
        f'<html><body><article><header><h1>{name}</h1></header><section data-field="name"><h2>{name}</h2>'
        f'<h4 class="p-summary">About: {name}</h4></section><section data-field="lists"><ul><li data-field="post">'
        f'<a href="https://medium.com/p/{number[::-1]}">{title}</a></li><ul></section><footer><p>'
        f'<a href="https://medium.com/@ada/list/{number}">Link to list</a></p></footer></article></body></html>'
    ).encode()


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """An archive with two lists and a highlight, not built."""
    more = {
        "lists/Lights-111111111112.html": reading_list(LIST, ID, "Ask ben@quay.example about lamps"),
        "lists/Horns-222222222223.html": reading_list(HIDDEN, "222222222223", HEARD),
        "highlights/highlights-0001.html": HIGHLIGHTS.encode(),
        "profile/publications.html": PUBLICATIONS.encode(),
    }
    made = Layout(tmp_path / "archive")
    options = import_exports.Options(offline=True)
    import_exports.import_exports([export(tmp_path / "ada.zip", "a", more=more)], made, options)
    return made


def alarms(layout: Layout) -> set[tuple[str, str]]:
    """The private data that `archive verify` and `archive publish` find."""
    found = list(privacy.inspect(snapshot.read(layout)).issues)
    found += before_publishing.check_privacy(BuiltSite(layout, layout.site, tuple(files_of(layout.site)))).issues
    return {(issue.where, issue.code) for issue in found}


def name(layout: Layout, settings: str) -> None:
    text = layout.settings.read_text("utf-8")
    layout.settings.write_text(text.replace("[site]", f"[site]\n{settings}", 1), "utf-8")
    build.build(layout)


@pytest.mark.parametrize("named", [LIST, ID])
def test_what_the_settings_name_of_the_reading_is_no_leak(named: str, layout: Layout) -> None:
    """The list, by its name or id, and the highlights, with the e-mail addresses in their words."""
    name(layout, f'lists = ["{named}"]\nhighlights = true')
    page = (layout.site / "lists" / "lights-of-the-harbour.html").read_text("utf-8")
    assert "ben@quay.example" in page
    assert "eve@quay.example" in (layout.site / "highlights.html").read_text("utf-8")
    assert alarms(layout) == set()


def test_what_the_settings_named_before_is_advice_until_the_next_build(layout: Layout) -> None:
    """The site shows what was public when it was built. A file that no build wrote so is an error even then."""
    before = layout.settings.read_text("utf-8")
    name(layout, f'lists = ["{LIST}"]\nhighlights = true')
    layout.settings.write_text(before, "utf-8")
    found = {(issue.where, issue.level) for issue in privacy.inspect(snapshot.read(layout)).issues}
    assert found == {("site", "warning")}
    page = layout.site / "highlights.html"
    page.write_text(page.read_text("utf-8").replace("</main>", "</main> "), "utf-8")
    assert ("site/highlights.html", "private-shown") in alarms(layout)
    build.build(layout)
    assert alarms(layout) == set()


@pytest.mark.parametrize("words", [HIDDEN, HEARD, PASSAGE])
def test_what_the_settings_do_not_name_of_the_reading_is_a_leak(words: str, layout: Layout) -> None:
    """Another list, a post in it, and a highlight while `highlights` is false."""
    name(layout, f'lists = ["{LIST}"]')
    page = layout.site / "archive.html"
    page.write_text(page.read_text("utf-8").replace("</main>", f"<p>{words}</p></main>"), "utf-8")
    assert ("site/archive.html", "private-shown") in alarms(layout)


def test_the_addresses_that_the_settings_watch_are_no_leak(layout: Layout) -> None:
    """The feed of a publication that the author writes for."""
    text = layout.settings.read_text("utf-8")
    feed = 'feed = "https://medium.com/feed/the-harbour-post"'
    layout.settings.write_text(f"{text}\n[watch]\n{feed}\n", "utf-8")
    assert alarms(layout) == set()
