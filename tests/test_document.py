"""Any page becomes a tree with all its words."""

from __future__ import annotations

import pytest

from medium_archive.medium import document, page_template
from tests.sample_exports import post_page


@pytest.mark.parametrize("levels", [1, 253, 254, 255, 3_000, 100_000])
def test_elements_of_any_depth_and_what_follows_them_are_read(levels: int) -> None:
    root = document.parse(f'{"<div>" * levels}deep{"</div>" * levels}<p class="after">漢</p>')
    assert root.text_content() == "deep漢"
    assert [one.text for one in root.find_class("after")] == ["漢"]


@pytest.mark.parametrize("levels", [1, 100, 253, 255, 3_000])
def test_a_tree_without_the_deeper_elements_says_so(levels: int) -> None:
    root = document.parse_upper(f"{'<div>' * levels}deep{'</div>' * levels}<p>after</p>")
    assert document.is_cut(root) == ("after" not in root.text_content())


@pytest.mark.parametrize("start", ["", '<?xml version="1.0" encoding="gbk"?>', "<?XML version='1.0' encoding='x'?>"])
def test_a_declaration_of_an_encoding_changes_no_letter(start: str) -> None:
    assert document.parse(f"{start}<p>漢 é</p>").text_content().strip() == "漢 é"


@pytest.mark.parametrize("html", ["", " ", "<!-- a -->", '<?xml version="1.0" encoding="gbk"?>', "<!DOCTYPE html>"])
def test_a_page_without_an_element_is_an_empty_one(html: str) -> None:
    assert document.parse(html).text_content().strip() == ""


def test_the_facts_below_a_body_are_found_behind_any_number_of_levels() -> None:
    page = post_page().decode()
    foot = page[page.index("<footer>") :]
    deep = foot.replace("<footer>", f"<footer>{'<div>' * 5_000}w{'</div>' * 5_000}")
    assert page_template.foot(deep) == page_template.foot(foot)
    assert page_template.foot(foot).time is not None
