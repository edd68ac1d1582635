"""`archive import` counts each post once, whatever is done with its text."""

from __future__ import annotations

from medium_archive.commands.import_exports import Options, import_exports
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from tests.conftest import EXAMPLE_ZIP, EXAMPLES


def done(report: Report) -> list[int]:
    return [report.counts[key] for key in ("new", "changed", "unchanged", "edited")]


def test_a_text_that_is_written_again_from_its_original_counts_once(own_example: Layout) -> None:
    text = own_example.posts / "2016-05-08-what-the-tide-gauge-knows" / "index.md"
    text.write_bytes(text.read_bytes() + b"\nMore of mine.\n")
    assert done(import_exports([EXAMPLE_ZIP], own_example, Options(again=True))) == [0, 0, 15, 1]


def test_a_post_of_two_exports_counts_once(layout: Layout) -> None:
    assert done(import_exports([EXAMPLE_ZIP, EXAMPLES / "export"], layout)) == [16, 0, 0, 0]
    assert done(import_exports([EXAMPLE_ZIP, EXAMPLES / "export"], layout)) == [0, 0, 16, 0]
