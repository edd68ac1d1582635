"""`archive verify` compares the tables of private data with the kept exports."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from medium_archive.checks import reading_tables, snapshot
from medium_archive.commands.import_exports import Options, import_exports
from medium_archive.commands.verify import verify
from medium_archive.folder import checksums, private_pages
from medium_archive.folder.layout import Layout
from tests.account_exports import export
from tests.test_reading import clap, page

A, B, C = "aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc"
FOLLOWED = '<li><a href="https://medium.com/@eve">Eve</a></li>'
CLAPS, FOLLOWING = "private/reading/claps.jsonl", "private/reading/following.jsonl"
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """An archive of two exports: the older one has a clap that the newer one lacks."""
    folder = tmp_path_factory.mktemp("made")
    layout = Layout(folder / "archive")
    of_day = {
        "April 12, 2021": {"claps/claps-0001.html": page(clap(A, title="Old"), clap(B, 2))},
        "May 12, 2022": {
            "claps/claps-0001.html": page(clap(B, 3), clap(C), clap(C)),
            "users-following/users-following-0001.html": page(FOLLOWED),
        },
    }
    sources = [
        export(folder / f"{day[-4:]}.zip", "a", exported=day, more={name: bytes(one) for name, one in pages.items()})
        for day, pages in of_day.items()
    ]
    import_exports(sources, layout, Options(offline=True))
    return layout


@pytest.fixture
def layout(made: Layout, tmp_path: Path) -> Layout:
    shutil.copytree(made.root, tmp_path / "archive")
    return Layout(tmp_path / "archive")


def found(layout: Layout) -> list[tuple[str, str, str]]:
    return [(one.where, one.code, one.message) for one in reading_tables.inspect(snapshot.read(layout)).issues]


def change(layout: Layout, file: str, edit: Callable[[Rows], Rows]) -> None:
    path = layout.root / file
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in edit(rows)), "utf-8")
    checksums.renew(path)


def test_tables_as_the_import_made_them_are_right(layout: Layout) -> None:
    assert len((layout.root / CLAPS).read_text("utf-8").splitlines()) == 3
    assert found(layout) == []


@pytest.mark.parametrize("file", [CLAPS, FOLLOWING])
def test_a_deleted_row_of_private_data_is_named(layout: Layout, file: str) -> None:
    change(layout, file, lambda rows: rows[1:])
    [(where, code, message)] = found(layout)
    assert (where, code) == (file, "record-gone")
    assert message.startswith(f"It lacks 1 row of the kept exports: “{'Old' if file == CLAPS else 'Eve'}”.")


@pytest.mark.parametrize("key", ["title", "url", "count", "at", "first", "last", "other", "times"])
def test_an_altered_value_of_private_data_is_named_with_its_row(layout: Layout, key: str) -> None:
    wrong = 7 if key in ("count", "times") else "2001-02-03"
    change(layout, CLAPS, lambda rows: [rows[0], {**rows[1], key: wrong}, *rows[2:]])
    [(where, code, message)] = found(layout)
    assert (where, code) == (CLAPS, "record-differs")
    assert message.startswith(f"1 row differs from the kept exports: row 2 (`{key}`).")


def test_a_row_that_no_export_has_is_named_and_so_is_a_doubled_one(layout: Layout) -> None:
    change(layout, CLAPS, lambda rows: [*rows, {**rows[0], "post": "d" * 12}, rows[1]])
    [(where, code, message)] = found(layout)
    assert (where, code) == (CLAPS, "record-astray")
    assert message.startswith("The kept exports do not have 2 rows of this file, or not so often: row ")
    assert "row 4" in message


def test_a_deleted_table_comes_back_with_the_exports(layout: Layout, made: Layout) -> None:
    path = layout.root / CLAPS
    path.unlink()
    [(where, code, message)] = found(layout)
    assert (where, code) == (CLAPS, "record-gone")
    assert "The kept exports have 3 rows for it." in message
    import_exports(sorted(made.root.parent.glob("*.zip")), layout, Options(offline=True))
    assert found(layout) == []
    assert path.read_bytes() == (made.root / CLAPS).read_bytes()


@pytest.mark.parametrize("year", [2021, 2022])
def test_rows_of_an_export_that_is_no_longer_kept_are_no_issue(layout: Layout, year: int) -> None:
    [gone] = layout.exports.glob(f"{year}*")
    gone.unlink()
    assert found(layout) == []
    # What the other export has is compared all the same
    change(layout, CLAPS, lambda rows: [row for row in rows if row["post"] != (A if year == 2022 else C)])
    assert [code for _, code, _ in found(layout)] == ["record-gone"]
    change(layout, CLAPS, lambda rows: [*rows, {"post": "d" * 12, "first": "2001-02-03", "last": "2001-02-03"}])
    assert sorted(code for _, code, _ in found(layout)) == ["record-astray", "record-gone"]


def test_a_second_check_reads_no_private_page(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    def has_fault() -> bool:
        return any(issue.where == CLAPS and issue.level == "error" for issue in verify(layout).issues)

    assert not has_fault()
    with monkeypatch.context() as patched:
        patched.delattr(private_pages, "entries")
        assert not has_fault()
    change(layout, CLAPS, lambda rows: rows[1:])
    assert has_fault()
