"""The cases in tests/cases: Medium's markup, its plain HTML, its Markdown, and back."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag

from medium_archive import markdown
from medium_archive.medium import body

FILES = sorted(path for path in (Path(__file__).parent / "cases").glob("*.md") if path.name != "README.md")
RECORD = bool(os.environ.get("RECORD"))
_CASE = re.compile(
    r"^## (?P<title>[^\n]+)\n\n(?P<text>~~~~~ medium\n.*?)(?=^## [^\n]+\n\n~~~~~ medium\n|\Z)", re.MULTILINE | re.DOTALL
)
_PART = re.compile(r"^~{5} (?P<name>\w+)\n(?P<text>.*?)^~{5}$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Case:
    file: Path
    title: str
    medium: str
    plain: str
    markdown: str


def read_cases(file: Path) -> list[Case]:
    cases = []
    for match in _CASE.finditer(file.read_text("utf-8")):
        parts = {part["name"]: part["text"].removesuffix("\n") for part in _PART.finditer(match["text"])}
        cases.append(Case(file, match["title"], parts["medium"], parts.get("plain", ""), parts.get("markdown", "")))
    return cases


CASES = [case for file in FILES for case in read_cases(file)]


def convert(medium: str) -> tuple[str, str]:
    """Plain HTML and Markdown of grafs, in the sections and boxes that Medium puts around them."""
    if not medium.startswith("<section"):
        medium = (
            '<section name="1a2b" class="section section--body section--first section--last">'
            '<div class="section-divider"><hr class="section-divider"></div><div class="section-content">'
            f'<div class="section-inner sectionLayout--insetColumn">{medium}</div></div></section>'
        )
    page = f'<section data-field="body" class="e-content">\n{medium}\n</section>'
    section = BeautifulSoup(page, "lxml", multi_valued_attributes=None).find("section")
    assert isinstance(section, Tag)
    blocks, _ = body.read(section, "a post")
    plain = "".join(block.html for block in blocks)
    return plain, markdown.write(plain)


def test_the_case_files_contain_cases() -> None:
    """Without cases all other tests here would pass."""
    assert len(CASES) > 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file.stem}: {case.title}")
def test_each_markup_case_gives_the_recorded_markdown(case: Case) -> None:
    """Medium's markup gives the plain HTML and the Markdown of the case, and the Markdown reads back as the HTML."""
    plain, text = convert(case.medium)
    assert markdown.read(text) == plain
    if not RECORD:
        assert plain == case.plain
        assert text == case.markdown


def record(file: Path) -> None:
    """Recording rewrites a file of cases and fails, so that a person looks at the changes."""
    parts = []
    for case in read_cases(file):
        plain, text = convert(case.medium)
        blocks = (("medium", case.medium), ("plain", plain), ("markdown", text))
        parts.append(f"## {case.title}\n\n" + "\n".join(f"~~~~~ {n}\n{t}\n~~~~~\n" for n, t in blocks))
    heading = file.read_text("utf-8").partition("\n## ")[0]
    file.write_text(heading + "\n" + "\n".join(parts), "utf-8")
    pytest.fail(f"{file.name} was recorded: look at the difference, then run again without RECORD")


if RECORD:
    test_record = pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)(record)
