"""verify compares archive.toml and about.md with the profile in the kept export."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from medium_archive.commands.verify import verify
from medium_archive.folder import catalog, files
from medium_archive.folder.layout import Layout
from tests import account_exports
from tests.conftest import one_in


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """An archive of Ada and Ben."""
    place = tmp_path_factory.mktemp("authors")
    layout = Layout(place / "archive")
    words = 'I write of <strong>ships</strong> in <a href="https://sea.example/a">a harbour</a>.<br>And ropes.'
    more = {"profile/profile.html": account_exports.profile("Ada Example", "ada", account_exports.ADA)}
    more["profile/about.html"] = account_exports.about(words)
    account_exports.import_(layout, account_exports.export(place / "a.zip", "a", with_profile=False, more=more))
    ben = account_exports.export(place / "b.zip", "b", name="Ben Example", username="ben", user_id=account_exports.BEN)
    account_exports.import_(layout, ben, another=True)
    return layout


@pytest.mark.parametrize(
    ("name", "old", "new", "named"),
    one_in(
        3,
        [
            ("archive.toml", 'title = "Ada Example"', 'title = "Eve"', "site.title"),
            ("archive.toml", 'name = "Ada Example"', 'name = "Ada Exmaple"', "author.name"),
            ("archive.toml", 'username = "ada"', 'username = "eve"', "author.username"),
            ("archive.toml", "https://medium.com/@ben", "https://medium.com/@eve", "authors.ben.url"),
            ("about.md", "ships", "boats", "ships"),
            ("about.md", "sea.example/a", "sea.example/b", "sea.example/a"),
            ("about.md", "**ships**", "ships", "ships"),
            ("about.md", "\\\n", "\n", "I write of"),
            ("about-ben.md", "Example", "Exmaple", "Example."),
        ],
    ),
)
def test_a_change_that_no_person_made_is_named(archive: Layout, name: str, old: str, new: str, named: str) -> None:
    """An edit by a person is no issue, and an unchanged file gives none."""
    file, known = archive.root / name, catalog.read(archive)
    key = next(key for key, entry in known.items() if entry.path == name)
    before = file.read_bytes()
    assert _of_profiles(archive) == []
    try:
        text = before.decode("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8", newline="\n")
        assert _of_profiles(archive) == []
        catalog.write(archive, known | {key: replace(known[key], written=files.checksum(file))})
        ((where, message),) = _of_profiles(archive)
        assert (where, named in message) == (name, True), message
    finally:
        file.write_bytes(before)
        catalog.write(archive, known)


def test_a_file_as_an_import_writes_it_needs_a_line(layout: Layout, tmp_path: Path) -> None:
    """A file that a person edited, or wrote before the first import, needs none."""
    account_exports.import_(layout, account_exports.export(tmp_path / "1.zip", "a"))
    known = catalog.read(layout)
    catalog.write(layout, {key: entry for key, entry in known.items() if entry.is_post})
    for edited in ((), ("about.md",), ("about.md", "archive.toml")):
        for name in edited:
            (layout.root / name).write_text((layout.root / name).read_text("utf-8") + "\n# Mine\n", "utf-8")
        named = [issue.message for issue in verify(layout).issues if issue.where == "records/catalog.jsonl"]
        wanted = [name for name in ("about.md", "archive.toml") if name not in edited]
        assert [name for name in ("about.md", "archive.toml") if any(name in one for one in named)] == wanted


def _of_profiles(archive: Layout) -> list[tuple[str, str]]:
    return [(issue.where, issue.message) for issue in verify(archive).issues if issue.code == "profile-differs"]
