"""Front matter of the program's own form is read without a YAML parser, with the result of one."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from medium_archive.folder.layout import Layout
from medium_archive.markdown import front_matter, plain_yaml, yaml_reader, yaml_text

LINES = [
    r"title: A walk",
    r"date: 2020-11-12T08:30:00.000Z",
    r"date: 2020-13-41T08:30:00.000Z",
    r"draft: true",
    r"draft: yes",
    r"tags:",
    r"- one",
    r"- 'two'",
    r"- a: b",
    r"- [x]",
    r"medium:",
    r"  id: 271e33585875",
    r"  id: '271e33585875'",
    r"  url: https://example.org/a#b",
    r"  - nested",
    r"sha256: 0x1f",
    r"a: 'it''s'",
    r'b: "no \\ escape"',
    r'c: "plain"',
    r"d: 1.5",
    r"f: x: y",
    r"g: x #y",
    r"h: ",
    r"i:",
    r"y: 1",
    r"m: 線上測試",
    r"n: é :",
    r"# comment",
    r"",
    r"...",
    r"k: &x 1",
    r"l: *x",
    r"<<: {a: b}",
]
SIGNS = '["\\\'#:-?,[]{}&*!|>%@`~ .\\tTZ0x19én線"]'


def same_as_yaml(block: str) -> None:
    quick = plain_yaml.read(block)
    if quick is not None:
        assert yaml_reader.read(block) == quick
        assert list(quick) == list(yaml_reader.read(block) or {})  # type: ignore[call-overload]  # it is a mapping


@given(st.lists(st.sampled_from(LINES), max_size=6))
@example(["title: A walk", "title: Another"])
def test_lines_of_front_matter_mean_what_they_mean_in_yaml(lines: list[str]) -> None:
    same_as_yaml("".join(f"{line}\n" for line in lines))


@given(st.text(alphabet=SIGNS + "abyesofu", max_size=12))
def test_a_value_means_what_it_means_in_yaml(value: str) -> None:
    same_as_yaml(f"title: {value}\n")
    same_as_yaml(f"tags:\n- {value}\n")


@given(st.dictionaries(st.sampled_from(("title", "slug", "lang")), st.text(min_size=1)))
def test_what_the_program_writes_is_read_as_it_was(values: dict[str, str]) -> None:
    assert front_matter.split(front_matter.join(values, ""))[0] == {
        key: yaml_reader.read(yaml_text.scalar(value)) for key, value in values.items() if value
    }


def test_the_front_matter_of_an_archive_needs_no_yaml_parser(example: Layout) -> None:
    """Of the program's own form is all that no person has edited."""
    heads = [file.read_text("utf-8").split("---\n")[1] for file in example.root.glob("[pr]*s/*/index.md")]
    assert len(heads) > 10
    for head in heads:
        same_as_yaml(head)
    assert sum(plain_yaml.read(head) is not None for head in heads) >= len(heads) - 1


@pytest.mark.parametrize(
    ("block", "value"),
    [
        ("title: A walk\n", {"title": "A walk"}),
        ("draft: true\ntags:\n- one\n- 'it''s'\n", {"draft": True, "tags": ["one", "it's"]}),
        ("medium:\n  id: c0ffee\n", {"medium": {"id": "c0ffee"}}),
        ("title: 1984\n", None),
        ("title: [a]\n", None),
        ("tags:\n", None),
    ],
)
def test_front_matter_in_any_other_form_is_read_by_a_yaml_parser(block: str, value: object) -> None:
    assert plain_yaml.read(block) == value
