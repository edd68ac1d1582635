"""The issues of a result in `archive app`: what to press stands above them, in the words of the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from medium_archive import errors
from medium_archive.app import advice, reports, words
from medium_archive.app.session import NAVIGATION
from medium_archive.app.words import Language
from medium_archive.cli import labels
from medium_archive.folder.layout import Layout
from medium_archive.report import Issue, Report
from tests import local_page
from tests.conftest import EXAMPLE_ZIP

_DOCUMENTED = re.compile(r"^\| `([a-z-]+)` \|", re.MULTILINE)
_ENGLISH = words.Labels(labels.count, labels.fact)


@pytest.mark.parametrize("one", advice.ALL, ids=[one.text for one in advice.ALL])
@pytest.mark.parametrize("language", words.ALL, ids=[language.tag for language in words.ALL])
def test_advice_is_about_known_issues_and_leads_to_a_page(one: advice.Advice, language: Language) -> None:
    known = _DOCUMENTED.findall((Path(__file__).parent.parent / "docs/issues.md").read_text("utf-8"))
    assert one.codes <= set(known)
    assert language.texts[one.text]
    assert not one.page or one.page in NAVIGATION
    assert "archive " not in language.texts[one.text]


def test_an_error_with_advice_is_a_class_of_the_program() -> None:
    assert all(hasattr(errors, name) for name in advice._BY_ERROR)


def test_an_issue_has_at_most_one_advice_and_each_stands_once() -> None:
    assert len({code for one in advice.ALL for code in one.codes}) == sum(len(one.codes) for one in advice.ALL)
    issues = tuple(Issue(str(number), "picture-missing", "It is away.") for number in range(3))
    shown = reports.shown(Report("x", issues=(*issues, Issue("a", "merged", "Read it."))).as_json(), _ENGLISH)
    assert [one.text for one in shown.advice] == ["advice_pictures"]


def test_a_result_says_what_to_press_in_both_languages(layout: Layout) -> None:
    """And once that the sentences of the command line are English, where the page is not."""
    with local_page.opened(layout.root) as page:
        page.run("import", source=str(EXAMPLE_ZIP), offline="1")
        english = page.run("build")
        assert "Press “Fetch missing pictures”" in english
        assert f'<a href="{page.base}/pictures">Pictures</a>' in english
        page.post("language", language="zh-Hant", back="job")
        chinese = page.get("job").text
        assert "請按「下載缺少的圖片」" in chinese
        assert chinese.count("只有英文") == 1


def test_how_much_was_compared_is_folded_with_words_about_it(layout: Layout) -> None:
    with local_page.opened(layout.root) as page:
        page.run("import", source=str(EXAMPLE_ZIP), offline="1")
        shown = page.run("verify")
    before, _, after = shown.partition("<summary>What was compared, kind by kind</summary>")
    assert "<dt>headings</dt>" not in before
    assert "<dt>headings</dt>" in after
    assert "<dt>proof</dt>" in before
