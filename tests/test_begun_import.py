"""An import that was stopped on the way is known until it has ended: half an archive does not look like a whole one."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest

from medium_archive import platforms
from medium_archive.commands import (
    build,
    import_exports,
    migrate_posts,
    publish,
    publish_posts,
    show_status,
    verify,
)
from medium_archive.commands.export import export as export_to
from medium_archive.commands.import_exports import Options
from medium_archive.errors import NotAnArchive, NotPublishable
from medium_archive.folder import begun_import
from medium_archive.folder.layout import Layout
from medium_archive.formats import ArchiveFormat, Format, bagit, jsonl
from medium_archive.hosts import folder as folder_host
from medium_archive.platforms import Platform
from medium_archive.platforms.selection import Selection
from tests.interruptions import pages_of_year
from tests.sample_exports import write_zip

POSTS, STOPPED_AT = 12, 5
_T = TypeVar("_T")


def stop(label: str, items: Iterable[_T], total: int | None = None) -> Iterator[_T]:
    """Progress of a person who presses Ctrl-C while posts are read."""
    for number, item in enumerate(items):
        if total and label == "Reading posts" and number == STOPPED_AT:
            raise KeyboardInterrupt
        yield item


def write(file: Path, posts: int = POSTS, seed: int = 1) -> Path:
    return write_zip(file, dict(pages_of_year(posts, 2021, random.Random(seed))))  # noqa: S311


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return write(tmp_path / "medium-export.zip")


@pytest.fixture
def stopped(layout: Layout, export: Path) -> Layout:
    """A new archive whose import was stopped."""
    with pytest.raises(KeyboardInterrupt):
        import_exports.import_exports([export], layout, progress=stop)
    return layout


def told(layout: Layout) -> list[str]:
    """What `archive status` says of it."""
    return [issue.message for issue in show_status.status(layout).issues if issue.code == begun_import.CODE]


def test_status_build_and_check_say_that_an_import_was_stopped(stopped: Layout) -> None:
    (message,) = told(stopped)
    assert message.startswith("The import of medium-export.zip has begun and not ended: 5 of 12 texts are here")
    for report in (build.build(stopped), build.build(stopped), verify.verify(stopped, quick=True)):
        assert [issue.code for issue in report.issues].count(begun_import.CODE) == 1


@pytest.mark.parametrize("format_", [jsonl, bagit], ids=lambda one: one.NAME)
def test_an_export_of_half_an_archive_says_so(stopped: Layout, tmp_path: Path, format_: Format | ArchiveFormat) -> None:
    assert begun_import.CODE in {issue.code for issue in export_to(stopped, format_, tmp_path / "out").issues}


def test_half_an_archive_is_not_published(stopped: Layout, tmp_path: Path) -> None:
    settings = folder_host.Settings(folder=tmp_path / "out")
    with pytest.raises(NotPublishable, match="has begun and not ended"):
        publish.publish(stopped, folder_host, settings)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("options", [Selection(), Selection(dry_run=True)], ids=["send", "dry-run"])
@pytest.mark.parametrize("platform", platforms.ALL, ids=lambda platform: platform.NAME)
def test_the_posts_of_half_an_archive_are_sent_to_no_platform(
    stopped: Layout, platform: Platform, options: Selection
) -> None:
    with pytest.raises(NotPublishable, match=r"^Nothing was sent\. The import of medium-export.zip has begun"):
        publish_posts.publish(stopped, platform, options)
    if platform.TRAITS.migration is not None:
        with pytest.raises(NotPublishable, match="has begun and not ended"):
            migrate_posts.migrate(stopped, platform, options)


def test_while_it_is_imported_nobody_is_told_how_to_do_without_an_export(stopped: Layout) -> None:
    """It is on its way."""
    report = show_status.status(stopped, datetime(2026, 1, 1, tzinfo=UTC))
    assert "text" not in report.details and "newest_export" not in report.facts
    assert "export-old" not in {issue.code for issue in report.issues}


def test_the_same_import_again_ends_it(stopped: Layout, export: Path) -> None:
    """Also from a copy with another name."""
    import_exports.import_exports([export.rename(export.with_name("export (1).zip"))], stopped)
    assert told(stopped) == [] and begun_import.read(stopped) is None
    assert not [issue for issue in build.build(stopped).issues if issue.code == begun_import.CODE]
    assert "newest_export" in show_status.status(stopped).facts


def test_another_import_does_not_end_it(stopped: Layout, tmp_path: Path) -> None:
    other = write(tmp_path / "other.zip", 3, 2)
    import_exports.import_exports([other], stopped)
    (message,) = told(stopped)
    assert message.startswith("The import of medium-export.zip has begun and not ended, so")


def test_of_many_files_a_few_are_named(layout: Layout) -> None:
    """As of a folder of saved pages whose files a shell has listed."""
    pages = [begun_import.Source(f"/home/ada/pages/{number}.html", 1000 + number) for number in range(3000)]
    layout.root.mkdir()
    layout.settings.write_text("schema = 2\n")
    begun_import.begin(layout, pages, offline=True)
    (message,) = told(layout)
    assert (
        message.startswith("The import of 0.html, 1.html, 2.html and 2,997 more has begun") and "same files" in message
    )


def test_what_is_left_is_found_where_the_archive_keeps_it(stopped: Layout, export: Path) -> None:
    """The file that a person dropped on a page is in no folder of theirs."""
    begun = begun_import.read(stopped)
    assert begun is not None and begun.offline and begun_import.left_to_import(stopped, begun) == [export]
    export.unlink()
    assert begun_import.left_to_import(stopped, begun) == [stopped.exports / "medium-export.zip"]
    (stopped.exports / "medium-export.zip").unlink()
    assert begun_import.left_to_import(stopped, begun) == []


def test_an_import_that_is_refused_has_not_begun(layout: Layout, export: Path) -> None:
    layout.root.mkdir()
    (layout.root / "letter.txt").write_text("Dear Ada", "utf-8")
    with pytest.raises(NotAnArchive, match="contains other files"):
        import_exports.import_exports([export], layout, Options())
    assert begun_import.read(layout) is None


def test_a_damaged_record_of_it_says_nothing(stopped: Layout) -> None:
    of_other_types = b'{"sources": [{"path": 3, "size": "7"}], "is_new": 1, "offline": null}'
    for content in (b"\xff", b"[]", b"{}", b'{"sources": [{}]}', of_other_types, b"[" * 100_000):
        (stopped.root / "private" / ".cache" / "import-begun.json").write_bytes(content)
        assert begun_import.read(stopped) is None and told(stopped) == []
