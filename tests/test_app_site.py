"""The page of the site in `archive app`: every setting has a field, and a preview saves nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from medium_archive.app import site_page, words
from medium_archive.folder import settings_fields, themes
from medium_archive.folder.layout import Layout
from tests import local_page, small_archive
from tests.local_page import Answer, LocalPage


@pytest.fixture
def archive(tmp_path: Path) -> Layout:
    layout = small_archive.make(tmp_path / "archive")
    (layout.root / "secret.txt").write_text("hidden words")
    return layout


@pytest.fixture
def page(archive: Layout) -> Iterator[LocalPage]:
    with local_page.opened(archive.root) as running:
        yield running


def tried(page: LocalPage, **form: str) -> Answer:
    """What the script of the page sends, after the preview was built."""
    headers = {**page.headers, "Accept": "application/json"}
    answer = page.send("POST", f"{page.base}/trial", headers, urlencode(form).encode())
    if answer.status == 200:
        for _ in page.events():
            pass
    return answer


def test_every_setting_of_the_site_has_a_field_and_words(page: LocalPage, archive: Layout) -> None:
    """Also one that the program gets later, and each option of a theme of the program."""
    shown = page.get("site").text
    for field in site_page.fields_of_site():
        assert f'name="{site_page.prefix_of(field.table)}{field.key}"' in shown, field.key
        name = f"set_{field.key}" if field.table == "site" else f"set_{field.table}_{field.key}"
        assert all(name in language.texts for language in words.ALL), name
    for theme in themes.available(archive.root):
        for option in settings_fields.of_theme(theme.name, archive.root):
            assert f'name="theme.{theme.name}.{option.key}"' in shown
            assert all(f"set_theme_{option.key}" in language.texts for language in words.ALL), option.key


def test_a_preview_shows_the_settings_and_saves_nothing(page: LocalPage, archive: Layout) -> None:
    before = archive.settings.read_bytes()
    answer = tried(page, title="The Lamp", theme="journal", **{"theme.journal.accent": "#123456"})
    assert json.loads(answer.body) == {"job": 1}
    assert "<title>The Lamp" in page.get("trial/").text
    assert "#123456" in page.get("trial/static/style.css").text
    assert archive.settings.read_bytes() == before and not archive.site.exists()
    shown = page.get("site").text
    assert 'value="The Lamp"' in shown and "not saved yet" in shown and f'src="{page.base}/trial/"' in shown
    assert "Saved." in page.post("settings", title="The Lamp", theme="journal").text
    assert 'title = "The Lamp"' in archive.settings.read_text("utf-8")
    assert "not saved yet" not in page.get("site").text


def test_a_preview_that_is_being_built_makes_way_for_what_a_person_wants(page: LocalPage, archive: Layout) -> None:
    """Saving and building are not refused because the page has begun a preview by itself."""
    for action, form in (("settings", {"title": "The Lamp"}), ("jobs/build", {"as_saved": "1"}), ("jobs/verify", {})):
        headers = {**page.headers, "Accept": "application/json"}
        assert page.send("POST", f"{page.base}/trial", headers, b"title=Other").status == 200
        answer = page.post(action, **form)
        assert answer.status == 200 or answer.headers["location"] == f"{page.base}/job", action
        for _ in page.events():
            pass
    assert 'title = "The Lamp"' in archive.settings.read_text("utf-8") and (archive.site / "index.html").is_file()
    assert "Check: problems found" in page.get("job").text  # the archive has no original of its posts


def test_a_preview_waits_for_a_command(page: LocalPage) -> None:
    assert page.post("jobs/verify").status == 303
    assert tried(page, title="Other").status == 409
    for _ in page.events():
        pass
    assert "Check: problems found" in page.get("job").text  # the archive has no original of its posts


def test_without_a_script_the_preview_is_a_job(page: LocalPage) -> None:
    answer = page.post("trial", title="The Lamp")
    assert (answer.status, answer.headers["location"]) == (303, f"{page.base}/job")
    for _ in page.events():
        pass
    assert "Build the preview: done" in page.get("job").text


def test_all_kinds_of_values_are_saved(page: LocalPage, archive: Layout) -> None:
    """A list has one value in a line, and what is not ticked is off; what is as before is not written."""
    form = {
        "lists": "Reading list\r\n\r\n Night, and day ",
        "extras": "",
        "llms": "1",
        "highlights": "",
        "old_addresses": "",
        "old_addresses.short": "1",
        "author.name": "Ada L.",
        "theme": "plain",
        "theme.plain.size": "1.1",
        "theme.plain.posts": "7",
        "theme.journal.size": "2",
    }
    assert "Saved." in page.post("settings", **form).text
    written = archive.settings.read_text("utf-8")
    for line in (
        'lists = ["Reading list", "Night, and day"]',
        "extras = false",
        "llms = true",
        'old_addresses = ["short"]',
        'name = "Ada L."',
        "size = 1.1",
        "posts = 7",
    ):
        assert f"\n{line}\n" in written, line
    assert "highlights" not in written and "size = 2" not in written
    assert "Nothing has changed." in page.post("settings", **form).text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"url": "ftp://typed"}, "site.url is not a web address"),
        ({"theme": "plain", "theme.plain.accent": "red"}, "theme.accent must be a colour"),
        ({"theme": "plain", "theme.plain.size": "large"}, "needs a number"),
        ({"theme": "../../etc"}, "There is no theme"),
        ({"title": "a\0b"}, "control character"),
        ({"lists": "a\x1bb"}, "control character"),
    ],
)
def test_a_wrong_value_is_one_sentence_and_changes_nothing(
    page: LocalPage, archive: Layout, form: dict[str, str], said: str
) -> None:
    before = archive.settings.read_bytes()
    answer = tried(page, **form)
    assert answer.status == 400 and said in json.loads(answer.body)["problem"]
    for action in ("settings", "trial"):
        refused = page.post(action, **form)
        assert refused.status == 400 and said in refused.text
    assert archive.settings.read_bytes() == before
    assert "No command has run yet" in page.get("job").text


def test_a_preview_runs_no_script_and_only_this_page_frames_it(page: LocalPage) -> None:
    tried(page, title="The Lamp")
    answer = page.get("trial/")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-same-origin allow-popups;") and "frame-ancestors 'self'" in policy
    assert "script-src" not in policy and "default-src 'none'" in policy
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert 'sandbox="allow-same-origin"' in page.get("site").text


@pytest.mark.parametrize(
    "path", ["../archive.toml", "..%2farchive.toml", "%2e%2e/archive.toml", "%2fetc%2fpasswd", ".archive-files", "%00"]
)
def test_no_address_leads_out_of_the_preview(page: LocalPage, path: str) -> None:
    tried(page, title="The Lamp")
    answer = page.get(f"trial/{path}")
    assert answer.status in (403, 404, 405) and "schema" not in answer.text


def test_nothing_of_a_preview_is_readable_or_started_from_elsewhere(page: LocalPage) -> None:
    tried(page, title="The Lamp")
    assert page.send("GET", f"{page.base}/trial/", {"Host": page.headers["Host"]}).status == 403
    foreign = {**page.headers, "Origin": "https://evil.example"}
    for action in ("trial", "jobs/trial", "jobs/theme-new"):
        assert page.send("POST", f"{page.base}/{action}", foreign, b"title=a&name=b").status == 403


def test_a_preview_of_nothing_is_refused(page: LocalPage) -> None:
    """The form of the command alone, without settings."""
    answer = page.post("jobs/trial")
    assert answer.status == 400 and "change a setting first" in answer.text
    assert page.get("trial/").status == 404


def test_a_theme_of_ones_own_is_made_and_can_be_chosen(page: LocalPage, archive: Layout) -> None:
    assert "Create a theme: done" in page.run("theme-new", name="harbour", parent="journal")
    assert (archive.root / "themes/harbour/theme.toml").is_file()
    assert 'name="theme" value="harbour"' in page.get("site").text
    assert "Copy a file of the theme: done" in page.run("theme-eject", file="post.html")
    assert (archive.root / "theme/post.html").is_file()


@pytest.mark.parametrize("name", ["../evil", "/tmp/evil", "--archive=/tmp", "a/b", ".hidden"])  # noqa: S108  # refused
def test_a_name_of_a_theme_is_no_path_and_no_option(page: LocalPage, archive: Layout, name: str) -> None:
    assert "Create a theme: failed" in page.run("theme-new", name=name)
    assert "Copy a file of the theme: failed" in page.run("theme-eject", file=name)
    assert not (archive.root / "themes").exists() and not (archive.root.parent / "evil").exists()
    assert page.post("jobs/theme-new", name=" ").status == 400


def test_a_build_does_not_leave_out_what_was_typed_without_a_word(page: LocalPage, archive: Layout) -> None:
    """It says so, offers to save, and builds what is saved if the person says so."""
    tried(page, title="The Lamp")
    answer = page.post("jobs/build")
    assert answer.status == 400 and "Nothing was built yet" in answer.text
    shown = page.get("site").text.partition('id="settings"')[0]
    assert 'form="settings-form"' in shown and 'name="as_saved"' in shown
    assert "Build the site: done" in page.run("build", as_saved="1")
    page.post("settings", title="The Lamp")
    assert "Build the site: done" in page.run("build")
    assert "<title>The Lamp" in (archive.site / "index.html").read_text("utf-8")


def test_a_preview_of_what_is_saved_asks_nothing(page: LocalPage) -> None:
    page.post("settings", title="The Lamp")
    tried(page, title="The Lamp")
    assert "not saved yet" not in page.get("site").text
    assert "Build the site: done" in page.run("build")


def test_a_value_that_was_refused_is_not_saved_either(page: LocalPage) -> None:
    """Also if what was tried before it is saved."""
    tried(page, title="The Lamp")
    page.post("settings", title="The Lamp")
    for action in ("trial", "settings"):
        assert page.post(action, title="The Lamp", url="ftp://typed").status == 400
        answer = page.post("jobs/build")
        assert answer.status == 400 and "Nothing was built yet" in answer.text, action
        tried(page, title="The Lamp")


def test_a_form_with_too_many_fields_is_refused(page: LocalPage, archive: Layout) -> None:
    """And not taken for an empty one, which would change nothing and say so."""
    before = archive.settings.read_bytes()
    assert page.post("settings", title="Other", **{f"field{number}": "" for number in range(2_000)}).status == 413
    assert archive.settings.read_bytes() == before
