"""`archive verify` compares the files of the site that are not pages with the theme, the program and the settings."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from random import Random

import pytest

from medium_archive.commands.build import build
from medium_archive.folder import manifest
from medium_archive.folder.layout import Layout
from tests import faults
from tests.conftest import one_in
from tests.faults.kind import Kind, Target
from tests.faults.site_files import file_of
from tests.site_changes import choose, site_issues

_FILES = ("rules for search engines", "stylesheet", "script", "icon", "web manifest", "page of numbers")
_KINDS = [kind for kind in faults.ALL if kind.place == "site" and kind.part.partition(":")[0] in _FILES]
_WITHOUT_PATH = "https://salma.example"


def _found(layout: Layout) -> dict[str, str]:
    """The messages about the site, by file."""
    return {issue.where.removeprefix("site/"): issue.message for issue in site_issues(layout)}


def _renew(layout: Layout, file: str) -> None:
    """Record a file of the site as if a build had left it so."""
    sums = manifest.read(layout.site)
    sums.pop(file)
    path = layout.site / file
    manifest.write(
        layout.site, sums | ({file: hashlib.sha256(path.read_bytes()).hexdigest()} if path.is_file() else {})
    )


@pytest.fixture(scope="module")
def built(example: Layout, tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """A copy of the example with a built site. A test puts back what it changes."""
    layout = Layout(tmp_path_factory.mktemp("static") / "archive")
    shutil.copytree(example.root, layout.root)
    build(layout, url=_WITHOUT_PATH)
    return layout


@pytest.mark.parametrize("kind", one_in(24, _KINDS), ids=lambda kind: kind.name)
def test_a_damaged_file_beside_the_pages_is_named(built: Layout, kind: Kind) -> None:
    random = Random(1)  # noqa: S311  # which place, no secret
    file = file_of(kind, built.site, random)
    path = built.site / file
    before, sums = path.read_bytes(), manifest.read(built.site)
    after = kind.change(Target("", "", "", before.decode(), file), random)
    assert after is not None
    assert after.encode() != before
    try:
        if after:
            path.write_text(after, "utf-8", newline="")
        else:
            path.unlink()
        _renew(built, file)
        assert file in _found(built)
    finally:
        path.write_bytes(before)
        manifest.write(built.site, sums)


def test_a_picture_that_no_page_shows_is_named(built: Layout) -> None:
    post = next(built.site.glob("posts/*/*.jpeg")).parent
    sums, more = manifest.read(built.site), [post / "more.jpeg", post / "more.bin", built.site / "more.png"]
    for file in more:
        file.write_bytes(b"x")
    names = [file.relative_to(built.site).as_posix() for file in more]
    manifest.write(built.site, sums | dict.fromkeys(names, hashlib.sha256(b"x").hexdigest()))
    try:
        assert sorted(_found(built)) == sorted(names)
    finally:
        for file in more:
            file.unlink()
        manifest.write(built.site, sums)


@pytest.mark.slow
def test_a_missing_file_for_github_pages_and_a_file_too_many_are_named(own_example: Layout) -> None:
    build(own_example)
    (own_example.site / ".nojekyll").unlink()
    _renew(own_example, ".nojekyll")
    (own_example.site / "static" / "more.js").write_text("alert(1)", "utf-8")
    (own_example.site / "_redirects").write_text("alert(1)", "utf-8")
    (own_example.site / "CNAME").write_text("a person's own file, which the build did not write", "utf-8")
    sums = manifest.read(own_example.site)
    one = hashlib.sha256(b"alert(1)").hexdigest()
    manifest.write(own_example.site, {**sums, "static/more.js": one, "_redirects": one})
    found = _found(own_example)
    assert "no build writes it" in found["_redirects"]
    assert "CNAME" not in found
    assert "the whole file" in found[".nojekyll"]
    assert "neither in the theme nor in the program" in found["static/more.js"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("theme", "choices"),
    one_in(
        3,
        [
            ("plain", {"accent": "#fe0"}),
            ("journal", {"accent": "#123456", "accent_dark": "#123456"}),
            ("index", {"paper": "#777777"}),
        ],
    ),
)
def test_no_choice_of_colours_gives_an_alarm(own_example: Layout, theme: str, choices: dict[str, str]) -> None:
    choose(own_example, "site", theme=theme)
    choose(own_example, "theme", **choices)
    build(own_example, url=_WITHOUT_PATH)
    assert _found(own_example) == {}


def _own_rules(layout: Layout) -> None:
    (layout.root / "theme" / "own.css").write_text("h1 { color: {{ options.accent }}; }\n", "utf-8")


def _own_script(layout: Layout) -> None:
    (layout.root / "theme" / "static" / "page.js").write_text("// nothing\n", "utf-8")
    (layout.root / "theme" / "static" / "font.woff2").write_bytes(b"font")


def _own_files(layout: Layout) -> None:
    (layout.root / "theme" / "site.webmanifest").write_text("{}", "utf-8")
    (layout.root / "theme" / "static" / "style.css").write_text("h1 {}", "utf-8")


def _own_rules_for_search_engines(layout: Layout) -> None:
    layout.site.mkdir(exist_ok=True)
    (layout.site / "robots.txt").write_text("User-agent: *\nDisallow: /\n", "utf-8")


@pytest.mark.parametrize("change", one_in(2, [_own_rules, _own_script, _own_files, _own_rules_for_search_engines]))
def test_no_file_of_the_person_gives_an_alarm(own_example: Layout, change: Callable[[Layout], None]) -> None:
    (own_example.root / "theme" / "static").mkdir(parents=True)
    change(own_example)
    build(own_example)
    assert {file: text for file, text in _found(own_example).items() if file != "robots.txt" or "lacks" in text} == {}


def test_a_damaged_file_of_the_persons_theme_is_named(own_example: Layout) -> None:
    (own_example.root / "theme" / "static").mkdir(parents=True)
    _own_script(own_example)
    _own_rules(own_example)
    build(own_example)
    for file in ("static/page.js", "static/style.css"):
        path = own_example.site / file
        path.write_text(f"{path.read_text('utf-8')}\nx", "utf-8")
        _renew(own_example, file)
    assert set(_found(own_example)) == {"static/page.js", "static/style.css"}


def test_a_page_that_the_list_of_files_does_not_name_is_a_note(own_example: Layout) -> None:
    """A person's own page is none of the program's."""
    page = (own_example.site / "about.html").read_bytes()
    (own_example.site / "posts" / "lost").mkdir()
    (own_example.site / "posts" / "lost" / "index.html").write_bytes(page)
    (own_example.site / "mine.html").write_text("<!doctype html><title>Mine</title><main>Mine</main>", "utf-8")
    found = [(one.code, one.where, one.level) for one in site_issues(own_example)]
    assert found == [("site-file-unknown", "site/posts/lost/index.html", "note")]
