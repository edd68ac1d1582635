"""`archive verify` names a line of a gist, or of an account, that lacks a value which a text or an export has."""

from __future__ import annotations

import pytest

from medium_archive.folder.layout import Layout
from tests.conftest import one_in
from tests.test_records_agree import Line, change, found


@pytest.mark.parametrize(
    ("name", "edit", "code"),
    one_in(
        4,
        [
            ("accounts", {"id": None}, "record-differs"),
            ("gists", {"id": None}, "record-differs"),
            ("gists", {"posts": None}, "record-astray"),
            ("gists", {"posts": ["5f20c9a7be13", "e4a17c52f09d"]}, "record-astray"),
        ],
    ),
)
def test_a_value_that_a_line_must_have_is_named(own_example: Layout, name: str, edit: Line, code: str) -> None:
    is_private = name == "accounts"

    def edited(line: Line) -> Line:
        return {key: value for key, value in {**line, **edit}.items() if value is not None}

    change(own_example, name, lambda line: True, edited, private=is_private)
    assert (code, f"{'private' if is_private else 'records'}/{name}.jsonl") in found(own_example)


def test_a_gist_without_its_line_is_named(own_example: Layout) -> None:
    change(own_example, "gists", lambda line: True, lambda line: None)
    assert ("record-astray", "records/gists.jsonl") in found(own_example)
