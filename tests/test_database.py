"""`archive export sqlite`: the whole archive in one file, with full-text search, and in a private place."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from typer.testing import CliRunner

from medium_archive.cli.root import app
from medium_archive.commands.export import export
from medium_archive.errors import SearchUnsupported, UnsafeTarget
from medium_archive.folder import private_reading
from medium_archive.folder.layout import Layout
from medium_archive.formats import sqlite
from medium_archive.formats.sqlite import file as database_file
from medium_archive.formats.sqlite.search_terms import LONGEST, indexed
from medium_archive.formats.sqlite.tables import Table
from medium_archive.medium.reading import TABLES
from tests import small_archive
from tests.conftest import ROOT, need

CHINESE = """---
title: Swift並發程式設計
tags: [swift, 並發]
lang: zh-Hant
medium: {id: "0abcdef12345"}
---

在Swift裡寫**并发**程式，[比想像中](https://hidden.example)容易。café
"""


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """A small archive with one clap, for a post of the author whose id lacks its leading zero."""
    layout = small_archive.make(tmp_path / "archive")
    small_archive.write(layout.root, "posts/2022-01-01-並發/index.md", CHINESE)
    small_archive.write(
        layout.root, "private/reading/claps.jsonl", '{"post": "abcdef12345", "title": "並發", "count": 3}\n'
    )
    return layout


@pytest.fixture
def database(layout: Layout) -> Iterator[sqlite3.Connection]:
    export(layout, sqlite)
    with closing(sqlite3.connect(layout.private / "medium.sqlite")) as connection:
        yield connection


def found(database: sqlite3.Connection, words: str, table: str = "posts") -> list[str]:
    """The titles that a search finds, asked as Datasette asks."""
    rows = database.execute(
        f'SELECT title FROM "{table}" WHERE rowid IN (SELECT rowid FROM "{table}_fts" WHERE "{table}_fts" MATCH ?)',  # noqa: S608  # constants of the test
        (f'"{words}"',),
    )
    return [title for (title,) in rows]


@pytest.mark.parametrize(
    "words",
    [
        "并发",
        "寫并发",
        "並發",
        "發",
        "並發程式設計",
        "Swift",
        "swift並發",
        "在Swift裡",
        "程式",
        "比想像中容易",
        "cafe",
        "CAFÉ",
    ],
)
def test_words_of_every_script_are_found(database: sqlite3.Connection, words: str) -> None:
    """Chinese words of one and more characters, next to Latin words and across links; Latin words without accents."""
    assert "Swift並發程式設計" in found(database, words)


@pytest.mark.parametrize("words", ["發并", "hidden", "strong", "Swif", "ift並"])
def test_only_words_of_the_text_are_found(database: sqlite3.Connection, words: str) -> None:
    """Not addresses, markup or parts of words."""
    assert found(database, words) == []


def test_no_words_of_two_items_or_cells_are_joined(layout: Layout) -> None:
    """Each item of a list in a list, each cell of a table, each term is on a line of its own."""
    text = "- one\n  - two\n\n| a | b |\n| --- | --- |\n| c<br>d | e |\n\n<dl><dt>f</dt><dd>g</dd></dl>\n"
    small_archive.write(layout.root, "posts/2022-01-01-並發/index.md", f"---\ntitle: T\n---\n\n{text}")
    export(layout, sqlite)
    with closing(sqlite3.connect(layout.private / "medium.sqlite")) as database:
        (words,) = database.execute("SELECT text FROM posts WHERE title = 'T'").fetchone()
    assert words.split("\n") == ["one", "two", "a", "b", "c", "d", "e", "f", "g"]


def test_phrases_and_other_tables_can_be_searched(database: sqlite3.Connection) -> None:
    """English words in their order, and posts the author clapped for."""
    assert found(database, "drop cap") == []
    assert found(database, "Words with weight") == ["Looms & <logic>"]
    assert found(database, "weight with") == []
    assert found(database, "並發", "claps") == ["並發"]


def test_search_terms_are_the_text_and_each_short_run_once() -> None:
    """The runs come after the text, so that its words keep their positions for phrases."""
    assert indexed("a b") == "a b"
    assert indexed("程式 程式") == "程式 程式 程 程式 式"
    assert max(map(len, indexed("一" * 5 + "二三四五六七八九十").split()[1:])) == LONGEST


def test_the_database_holds_the_whole_archive(layout: Layout, database: sqlite3.Connection) -> None:
    """Posts, responses and drafts with words and Markdown, pictures, tags, and each private table."""
    rows = database.execute("SELECT id, kind, path, date, words FROM posts ORDER BY number").fetchall()
    assert [row[1] for row in rows].count("story") == 4
    assert {row[1] for row in rows} == {"story", "response", "draft"}
    assert ("5c8d3a", "story", "posts/2020-11-12-looms/index.md", "2020-11-12T06:16:00.766000+00:00") in [
        row[:4] for row in rows
    ]
    text, source = database.execute("SELECT text, markdown FROM posts WHERE id = '0abcdef12345'").fetchone()
    assert text == "在Swift裡寫并发程式，比想像中容易。café"
    assert "**并发**" in source
    assert database.execute("SELECT count(*) FROM pictures WHERE files IS NULL").fetchone() == (1,)
    assert database.execute(
        "SELECT tag FROM tags JOIN posts ON post_number = posts.number WHERE id = '5c8d3a'"
    ).fetchall() == [("engines",)]
    for table in TABLES.values():
        columns = [row[1] for row in database.execute(f'PRAGMA table_info("{table.name.replace("-", "_")}")')]
        assert columns[1 : 1 + len(private_reading.columns(table))] == list(private_reading.columns(table))
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_clap_for_a_post_of_the_author_has_its_number(database: sqlite3.Connection) -> None:
    """With or without the leading zeros of the id."""
    rows = database.execute("SELECT posts.id FROM claps JOIN posts ON own_post = posts.number").fetchall()
    assert rows == [("0abcdef12345",)]


def test_a_second_export_has_the_same_bytes(layout: Layout) -> None:
    """After a change of the archive it replaces the file."""
    export(layout, sqlite)
    before = (layout.private / "medium.sqlite").read_bytes()
    export(layout, sqlite)
    assert (layout.private / "medium.sqlite").read_bytes() == before
    small_archive.write(layout.root, "posts/new/index.md", "---\ntitle: New\n---\n\nNew.\n")
    report = export(layout, sqlite)
    assert (layout.private / "medium.sqlite").read_bytes() != before
    assert report.counts["posts"] == 7
    assert "addresses" in report.facts["privacy"]


@pytest.mark.parametrize("name", ["site/medium.sqlite", "medium.sqlite", "posts/x.sqlite", "records/x", "private/../x"])
def test_inside_the_archive_the_database_goes_to_private_only(layout: Layout, name: str) -> None:
    with pytest.raises(UnsafeTarget, match="private"):
        export(layout, sqlite, layout.root / name)
    assert not (layout.root / name).exists()


def test_the_database_is_not_written_into_a_git_repository(layout: Layout, tmp_path: Path) -> None:
    """The archive itself may be one: its private/ is ignored by git."""
    (tmp_path / "work" / ".git").mkdir(parents=True)
    with pytest.raises(UnsafeTarget, match="git"):
        export(layout, sqlite, tmp_path / "work" / "deep" / "medium.sqlite")
    (layout.root / ".git").mkdir()
    export(layout, sqlite)
    export(layout, sqlite, tmp_path / "elsewhere" / "medium.sqlite")


def test_a_symbolic_link_to_a_public_folder_is_refused(layout: Layout, tmp_path: Path) -> None:
    (layout.root / "site").mkdir()
    (tmp_path / "link").symlink_to(layout.root / "site")
    with pytest.raises(UnsafeTarget):
        export(layout, sqlite, tmp_path / "link" / "medium.sqlite")


def test_a_file_that_is_no_export_is_not_replaced(layout: Layout, tmp_path: Path) -> None:
    """A letter, an empty file, another database, a folder."""
    letter, empty, other = tmp_path / "letter", tmp_path / "empty", tmp_path / "other.sqlite"
    letter.write_text("Dear Ada, " * 20)
    empty.touch()
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE t (x)")
    for place in (letter, empty, other, tmp_path):
        before = place.read_bytes() if place.is_file() else b""
        with pytest.raises(UnsafeTarget):
            export(layout, sqlite, place)
        assert (place.read_bytes() if place.is_file() else b"") == before


def test_a_python_without_full_text_search_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not every SQLite has FTS5."""

    class Bare(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            if "fts5" in sql:
                raise sqlite3.OperationalError("no such module: fts5")
            return super().execute(sql, *values)

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *given, **named: connect(*given, factory=Bare, **named))
    with pytest.raises(SearchUnsupported, match="fts5"):
        database_file.compose([Table("posts", ("title",), [], search=("title",))])


def test_search_finds_exactly_the_posts_with_a_word(own_example: Layout) -> None:
    """Checked for every pair of Chinese characters in the example."""
    export(own_example, sqlite)
    with closing(sqlite3.connect(own_example.private / "medium.sqlite")) as database:
        rows = database.execute("SELECT title, coalesce(subtitle, ''), text FROM posts").fetchall()
        pairs = {pair for row in rows for text in row for pair in re.findall("(?=([\u4e00-\u9fff]{2}))", text)}
        assert len(pairs) > 500
        for pair in pairs:
            holders = [row[0] for row in rows if any(pair in text for text in row)]
            assert found(database, pair) == holders, pair


def test_the_command_warns_that_the_file_is_private(layout: Layout, tmp_path: Path) -> None:
    """It names the file, and a refused place has its own exit code."""
    call = ["export", "sqlite", "--archive", str(layout.root)]
    result = CliRunner().invoke(app, call)
    assert result.exit_code == 0
    assert "private: it contains" in result.output
    assert str(layout.private / "medium.sqlite") in result.output
    (tmp_path / "letter").write_text("Dear Ada")
    assert CliRunner().invoke(app, [*call, str(tmp_path / "letter")]).exit_code == UnsafeTarget.exit_code


def test_docs_database_lists_every_table() -> None:
    """docs/database.md."""
    text = (ROOT / "docs" / "database.md").read_text("utf-8")
    for name in ("posts", "tags", "pictures", "picture_posts", "imports", *TABLES):
        assert f"`{name.replace('-', '_')}`" in text


def test_datasette_opens_and_searches_the_database(layout: Layout) -> None:
    """The real program: pages, JSON, search in Chinese and English, links between tables."""
    datasette = need("datasette")
    export(layout, sqlite)

    def get(path: str) -> str:
        done = subprocess.run(
            [datasette, str(layout.private / "medium.sqlite"), "--get", path],
            capture_output=True, check=True, encoding="utf-8",
        )  # fmt: skip
        return done.stdout

    tables = {table["name"]: table for table in json.loads(get("/medium.json"))["tables"]}
    assert tables["posts"]["fts_table"] == "posts_fts"
    assert tables["claps"]["foreign_keys"]["outgoing"][0]["other_table"] == "posts"
    assert "<title>medium: posts: 6 rows</title>" in get("/medium/posts")
    for words, count in (("并发", 1), ("Swift", 2), ("weight", 1), ("nowhere", 0)):
        rows = json.loads(get(f"/medium/posts.json?_shape=array&_search={quote(words)}"))
        assert len(rows) == count, words
    (clap,) = json.loads(get("/medium/claps.json?_shape=array&_labels=on"))
    assert clap["own_post"]["label"] == "Swift並發程式設計"
