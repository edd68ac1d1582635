"""`archive app` names posts by their titles, says first what to do, and saves and builds with one button."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

from medium_archive.app import pages, reports, titles, words
from medium_archive.cli import labels
from medium_archive.commands import list_missing
from medium_archive.folder.layout import Layout
from tests.local_page import LocalPage
from tests.test_app_outcomes import job


def test_a_post_without_a_readable_title_has_its_path(layout: Layout) -> None:
    folder = layout.posts / "a"
    folder.mkdir(parents=True)
    assert titles.of(layout, "posts/a") == "posts/a"
    for text, title in (("---\ntitle: A  day\n---\n", "A day"), ("---\ntitle: [\n---\n", "posts/a"), ("x", "posts/a")):
        (folder / "index.md").write_text(text, "utf-8")
        assert titles.of(layout, "posts/a") == title


def test_missing_pictures_stand_below_the_title_of_their_post(page: LocalPage, layout: Layout) -> None:
    (missing, *_) = [one for one in list_missing.read(layout) if one.posts]
    title = titles.of(layout, missing.posts[0])
    shown = page.get("pictures").text
    assert title != missing.posts[0]
    assert shown.index(f">{html.escape(title)}</a></h3>") < shown.index(f'href="{html.escape(missing.address)}"')


def test_the_result_of_a_change_names_the_title(page: LocalPage, layout: Layout) -> None:
    name = f"posts/{next(layout.posts.iterdir()).name}"
    assert f"<dd>{html.escape(titles.of(layout, name))}</dd>" in page.run("set", post=name, tags="clocks")


@pytest.mark.parametrize("language", words.ALL, ids=[language.tag for language in words.ALL])
def test_the_parts_of_a_number_stand_in_its_label(language: words.Language) -> None:
    own = language.labels or words.Labels(labels.count, labels.fact)
    counts = {"posts": 2, "pictures_not_tried": 34, "lacking_in_posts": 31, "lacking_in_cards": 2, "lacking_photos": 1}
    shown = reports.shown({"counts": counts}, own).counts
    assert [number for _, number in shown] == ["2", "34"]
    assert all(part in shown[1][0] for part in (": 31", ": 2", ": 1"))


def test_a_file_that_is_no_export_says_first_what_the_page_wants(page: LocalPage, tmp_path: Path) -> None:
    (tmp_path / "recipe.docx").write_text("flour", "utf-8")
    shown = page.run("import", source=str(tmp_path / "recipe.docx"))
    assert shown.index("begins with “medium-export”") < shown.index("recipe.docx")
    assert shown.index("<h1") < shown.index('<div class="problem"')


def test_one_button_saves_and_builds(page: LocalPage, layout: Layout) -> None:
    answer = page.post("settings", title="My clocks", build="1")
    assert answer.headers["location"].endswith("/job")
    assert [*page.events()][-1]["state"] == "done"
    assert 'title = "My clocks"' in layout.settings.read_text("utf-8")


def test_settings_that_cannot_be_read_lead_to_their_file(page: LocalPage, layout: Layout) -> None:
    layout.settings.write_text("[site\n", "utf-8")
    for name in ("", "site", "watch"):
        shown = page.get(name).text
        assert "Your posts are safe" in shown and str(layout.settings) in shown
        assert 'action="' + page.base + '/settings/open"' in shown
        assert "Where the archive is" not in shown


def test_texts_that_were_there_before_a_pause_are_not_counted_as_unchanged() -> None:
    again = job("import", {"rest": "1"}, {"counts": {"unchanged": 17, "posts": 17}})
    assert pages._without_repeats(again.report, again) == {"counts": {"posts": 17}}
    first = job("import", {}, again.report)
    assert pages._without_repeats(first.report, first)["counts"]["unchanged"] == 17
