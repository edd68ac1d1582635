"""`archive verify` does not compare again what a checksum proves unchanged, and its answer is that of a full run."""

from __future__ import annotations

import json
import os
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from medium_archive.checks import completeness, privacy, result_cache
from medium_archive.commands import build, import_exports
from medium_archive.commands.verify import verify
from medium_archive.folder import catalog, files
from medium_archive.folder.layout import TEXT, Layout
from tests.conftest import one_in
from tests.faults import rare_posts
from tests.sample_exports import post_page

PRIVATE = "Nobody may read this long line about the lamp and its keeper."


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """An archive of three posts and a draft with a site, verified once."""
    layout, export = Layout(tmp_path / "archive"), rare_posts.write(tmp_path / "export.zip", 3)
    with zipfile.ZipFile(export, "a") as file:
        draft = post_page("Not yet", f"<p>{PRIVATE}</p>", "badc0ffee123", draft=True)
        file.writestr("posts/draft_Not-yet-badc0ffee123.html", draft)
    import_exports.import_exports([export], layout)
    build.build(layout)
    verify(layout)
    return layout


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The index.md of each post that was compared since."""
    found: list[str] = []
    check = completeness.check

    def noted(original: bytes, text: str, *others: Any, **more: Any) -> completeness.Ledger:
        found.append(text)
        return check(original, text, *others, **more)

    monkeypatch.setattr(completeness, "check", noted)
    return found


def texts(layout: Layout) -> list[Path]:
    return sorted(layout.root.glob(f"posts/*/{TEXT}"))


def test_a_second_run_compares_nothing_and_gives_the_same_answer(
    layout: Layout, compared: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    full = asdict(verify(layout, everything=True))
    assert len(compared) == 4
    compared.clear()
    monkeypatch.setattr(privacy, "private_values", lambda *_: pytest.fail("the exports were searched again"))
    assert asdict(verify(layout)) == full
    assert not compared


def test_after_an_import_nothing_is_compared_again(tmp_path: Path, compared: list[str]) -> None:
    layout, export = Layout(tmp_path / "archive"), rare_posts.write(tmp_path / "export.zip", 3)
    import_exports.import_exports([export], layout)
    assert len(compared) == 3
    compared.clear()
    found = asdict(verify(layout))
    assert not compared
    assert asdict(verify(layout, everything=True)) == found


def test_an_import_compares_only_the_posts_that_it_changes(tmp_path: Path, compared: list[str]) -> None:
    layout, export = Layout(tmp_path / "archive"), rare_posts.write(tmp_path / "export.zip", 3)
    import_exports.import_exports([export], layout)
    proof = (layout.records / "proof.json").read_bytes()
    text = texts(layout)[1]
    before = text.read_text("utf-8")
    text.write_text(before.replace("the old charts", "the charts"), "utf-8")
    compared.clear()
    import_exports.import_exports([export], layout)
    assert compared == [text.read_text("utf-8")]
    text.write_text(before, "utf-8")
    compared.clear()
    import_exports.import_exports([export], layout, import_exports.Options(again=True))
    assert len(compared) == 3, "with --again every post is compared"
    assert (layout.records / "proof.json").read_bytes() == proof


def test_only_a_changed_post_is_compared_again(layout: Layout, compared: list[str]) -> None:
    text = texts(layout)[1]
    text.write_text(text.read_text("utf-8").replace("the old charts", "the charts"), "utf-8")
    found = verify(layout)
    assert compared == [text.read_text("utf-8")]
    assert asdict(verify(layout, everything=True)) == asdict(found)


def change_text(layout: Layout) -> None:
    text = texts(layout)[0]
    text.write_text(text.read_text("utf-8").replace("counted", "lost"), "utf-8")
    record_text(layout, text)


def record_text(layout: Layout, text: Path) -> None:
    """Record a text as if the program had written it so."""
    entries = catalog.read(layout)
    key = next(key for key, entry in entries.items() if layout.root / entry.path == text.parent)
    entries[key] = replace(entries[key], written=files.checksum(text))
    catalog.write(layout, entries)


def change_page(layout: Layout) -> None:
    page = sorted(layout.site.glob("posts/*/index.html"))[0]
    page.write_text(page.read_text("utf-8").replace("counted", "lost"), "utf-8")


def change_settings(layout: Layout) -> None:
    text = layout.settings.read_text("utf-8")
    layout.settings.write_text(text.replace('url = ""', 'url = "https://ada.example"', 1), "utf-8")
    moment = time.time_ns() + 60 * 10**9  # after the build, whatever the steps of the disk's clock are
    os.utime(layout.settings, ns=(moment, moment))


def show_a_private_value(layout: Layout) -> None:
    (texts(layout)[0].parent / "note.txt").write_text(PRIVATE, "utf-8")


@pytest.mark.parametrize(
    ("change", "code"),
    one_in(
        4,
        [
            (change_text, "lost"),
            (change_page, "lost"),
            (change_settings, "page-older"),
            (show_a_private_value, "private-shown"),
        ],
    ),
)
def test_a_change_is_found_with_the_results_of_the_last_run(
    layout: Layout, change: Callable[[Layout], None], code: str
) -> None:
    assert code not in {issue.code for issue in verify(layout).issues}
    change(layout)
    found = verify(layout)
    assert code in {issue.code for issue in found.issues}
    assert asdict(found) == asdict(verify(layout, everything=True))


def damaged(content: bytes) -> bytes:
    """A result says that nothing is missing."""
    return content.replace(b'"words_kept"', b'"not_linked"', 1) if b'"words_kept"' in content else content[:-3]


def foreign(content: bytes) -> bytes:
    """Written by another version of the program, which found nothing: with the right checksum."""
    head, _, body = content.partition(b"\n")
    words = head.split(b" ")
    words[2] = b"0" * 64
    return b" ".join(words) + b"\n" + body


@pytest.mark.parametrize(
    "change", one_in(4, [damaged, foreign, lambda content: b"", lambda content: content[: len(content) // 2]])
)
def test_a_damaged_or_foreign_cache_is_not_used(
    layout: Layout, change: Callable[[bytes], bytes], compared: list[str]
) -> None:
    file = layout.root / result_cache.NAME
    assert result_cache.read(layout)
    content = file.read_bytes()
    file.write_bytes(change(content))
    assert not result_cache.read(layout)
    verify(layout)
    assert len(compared) == 4
    assert file.read_bytes() == content


def install(place: Path, name: str, version: str) -> None:
    """What an installer writes about a library."""
    (place / name).mkdir(parents=True)
    (place / name / "METADATA").write_text(f"Metadata-Version: 2.4\nName: lxml\nVersion: {version}\n", "utf-8")


@pytest.mark.parametrize("name", ["lxml-99.0.dist-info", "lxml.egg-info"])
def test_a_result_of_another_version_of_a_library_is_not_used(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = Layout(tmp_path / "archive")
    result_cache.write(layout, {"a" * 64: 1})
    assert result_cache.read(layout)

    def is_used() -> bool:
        for part in (result_cache._code, result_cache._installed):
            part.cache_clear()
        return bool(result_cache.read(layout))

    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path / "empty")])
    assert is_used()
    install(tmp_path / "other", name, "99.0")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "other"), *sys.path])
    assert not is_used()
    monkeypatch.undo()
    assert is_used()


@pytest.mark.slow
def test_a_cached_result_in_an_unknown_format_is_not_used(layout: Layout, compared: list[str]) -> None:
    """Also where the checksum is right: a cache is never trusted blindly."""
    full = asdict(verify(layout))
    result_cache.write(layout, {key: [1, 2] for key in result_cache.read(layout)})
    assert asdict(verify(layout)) == full
    assert len(compared) == 4


@pytest.mark.slow
def test_an_archive_without_a_place_for_the_cache_is_checked(layout: Layout) -> None:
    full = asdict(verify(layout))
    for file in sorted((layout.root / result_cache.NAME).parent.iterdir()):
        file.unlink()
    (layout.root / result_cache.NAME).parent.rmdir()
    (layout.root / result_cache.NAME).parent.write_bytes(b"")
    assert asdict(verify(layout)) == full


def test_keys_do_not_depend_on_the_order_of_a_set() -> None:
    words = [f"w{number}" for number in range(50)]
    assert result_cache.key(frozenset(words)) == result_cache.key(frozenset(reversed(words)))
    assert result_cache.key(json.loads('{"a": 1, "b": 2}')) == result_cache.key({"b": 2, "a": 1})
    assert result_cache.key(["a", "b"]) != result_cache.key(["b", "a"])
