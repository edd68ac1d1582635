"""Pages whose markup is unusual but legal: every word is kept, and the proof raises no false alarm."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive import markdown
from medium_archive.checks.completeness import Ledger
from medium_archive.commands import build, import_exports
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from medium_archive.medium import post
from medium_archive.report import Report
from tests.sample_exports import post_name, post_page, write_zip
from tests.sample_ledger import small
from tests.sample_post import graf, page_of
from tests.test_markup import read

# A level of nesting with its words; in each, "N" is the number of the level
LEVELS = {
    "bullets": ("<ul><li>wN ", "</li></ul>"),
    "numbers": ("<ol><li>wN ", "</li></ol>"),
    "quotes": ("<blockquote><p>wN</p>", "</blockquote>"),
    "details": ("<details><summary>sN</summary>wN ", "</details>"),
    "definitions": ("<dl><dt>sN</dt><dd>wN ", "</dd></dl>"),
    "tables": ("<table><tr><td>sN</td><td>wN ", "</td></tr></table>"),
    "tables without cells": ("<table>wN ", "</table>"),
    "boxes": ("<div>wN ", "</div>"),
    "figures": ("<figure>wN ", "</figure>"),
    "lists in sections": ("<ul><li><section><div>wN ", "</div></section></li></ul>"),
    "spans": ("<span>wN ", "</span>"),
    "emphasis": ("<em>wN <strong>sN ", "</strong></em>"),
    "links": ('<a href="https://x.org/N">wN ', "</a>"),
    "indices": ("<sub>wN ", "</sub>"),
    "readings": ("<ruby>wN ", "</ruby>"),
}
_LEVELS_ONLY = ("bullets", "numbers", "quotes", "details", "definitions", "tables", "tables without cells")


def nested(kind: str, levels: int) -> str:
    start, end = LEVELS[kind]
    inner = "".join(start.replace("N", str(number)) for number in range(levels)) + "middle" + end * levels
    return f"{inner}<p>after</p>"


def converted(html: str) -> tuple[str, Ledger]:
    """The plain HTML of a body, and the ledger of its Markdown."""
    body = post.read(
        page_of(graf("h3", "T", "h3 graf--title") + html, title="T"), "posts/2020-01-01_T-0123456789ab.html"
    )[0].body
    return body, small(html, text=markdown.write(body))


def imported(tmp_path: Path, bodies: list[str]) -> tuple[Layout, list[Report]]:
    """An archive of a post for each body, and the reports of import, build and verify."""
    files = {
        post_name(f"{number:012x}"): post_page(f"Post {number}", body, f"{number:012x}")
        for number, body in enumerate(bodies, 1)
    }
    layout = Layout(tmp_path / "archive")
    reports = [import_exports.import_exports([write_zip(tmp_path / "export.zip", files)], layout)]
    return layout, [*reports, build.build(layout), verify(layout)]


def trouble(report: Report) -> list[tuple[str, str, str]]:
    return [(issue.where, issue.code, issue.message) for issue in report.issues if issue.level != "note"]


@pytest.mark.parametrize("levels", [24, 25, 200, 3_000])
@pytest.mark.parametrize("kind", LEVELS)
def test_words_are_kept_in_any_number_of_levels(kind: str, levels: int) -> None:
    """The proof finds nothing lost or added. From the 25th level on it names what has no form."""
    text, ledger = converted(nested(kind, levels))
    assert (ledger.unexplained, ledger.added) == ((), ())
    named = [miss.words for miss in ledger.missing if miss.kind == "markup"]
    assert all("middle" in words or len(words) > 200 for words in named)
    if kind in _LEVELS_ONLY:
        assert bool(named) == (levels > 24)
    numbers = range(0, levels, max(1, levels // 40))
    assert [number for number in numbers if f"w{number}" not in text] == []
    assert text.endswith("<p>after</p>")


def test_levels_that_are_too_deep_are_one_issue() -> None:
    """Once, however many there are."""
    assert read(nested("bullets", 24))[1] == []
    assert read(nested("bullets", 25) + nested("tables", 3_000))[1] == ["nested-too-deep"]
    assert read(nested("spans", 46))[1] == []
    assert read(nested("spans", 47))[1] == ["nested-too-deep"]


def test_pages_of_thousands_of_levels_pass_import_build_and_verify(tmp_path: Path) -> None:
    kinds = ("bullets", "spans", "boxes")
    _, reports = imported(tmp_path, [nested(kind, 3_000) for kind in kinds])
    assert [(report.exit_code, trouble(report)) for report in reports] == [(0, [])] * 3


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        (
            "<table>A <b>B</b> C<p>D</p><caption>E</caption><caption>F</caption><tr>G<td>H</td>I<td>J</td></tr>"
            "</table>",
            "<p>A <strong>B</strong> C</p><p>D</p><p>F</p><p>G</p><p>I</p>"
            "<table><caption>E</caption><tbody><tr><td>H</td><td>J</td></tr></tbody></table>",
        ),
        (
            "<table><td>A</td><td>B</td><tr><td>C<table><caption>D</caption><tr><td>E</td></tr></table></td></tr></table>",
            "<table><tbody><tr><td>A</td><td>B</td></tr><tr><td><p>C</p><table><caption>D</caption><tbody><tr><td>E</td>"
            "</tr></tbody></table></td></tr></tbody></table>",
        ),
        (
            "<dl>A <b>B</b><dt>C</dt>D<dd>E</dd><p>F</p><div><dt>G</dt>H<dd>I</dd></div></dl>",
            "<dl><dd>A <strong>B</strong></dd><dt>C</dt><dd>D</dd><dd>E</dd><dd>F</dd><dt>G</dt><dd>H</dd><dd>I</dd>"
            "</dl>",
        ),
        ("<dd>A</dd><dt>B</dt>", "<p>A</p><p>B</p>"),
        ("<ul>A <b>B</b><li>C</li>D<p>E</p><li>F</li></ul>",
         "<ul><li>A <strong>B</strong></li><li>C</li><li>D</li></ul><p>E</p><ul><li>F</li></ul>"),
        ("<menu><li>A</li></menu><dir><li>B</li></dir>", "<ul><li>A</li></ul><ul><li>B</li></ul>"),
        ("<ul><li><section>A</section></li></ul>", "<ul><li>A</li></ul>"),
    ],
)  # fmt: skip
def test_text_and_blocks_in_odd_places_are_kept(html: str, kept: str) -> None:
    """As blocks of their own, and the proof has them in the same place."""
    body, ledger = converted(html)
    assert body == kept
    assert (ledger.missing, ledger.added) == ((), ())
