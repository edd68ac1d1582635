"""Names of folders and files are readable in every script, short, and valid on every system."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medium_archive import names

ID = "0123456789ab"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Deploy WordPress, in 10 Minutes!", "deploy-wordpress-in-10-minutes"),
        ("Don’t panic", "dont-panic"),
        ("雨港的屋簷", "雨港的屋簷"),
        ("Swift「教學」：第一課", "swift-教學-第一課"),
        ("Привет, мир", "привет-мир"),
        ("بحرٌ لا يُحفظ", "بحرٌ-لا-يُحفظ"),
        ("नमस्ते दुनिया", "नमस्ते-दुनिया"),
        ("Ｆｕｌｌ　ｗｉｄｔｈ", "full-width"),
        ("I ❤\ufe0f you", "i-you"),
        ("1\ufe0f\u20e3 first", "1-first"),
        ("\u0301abc", "abc"),
        ("İstanbul'da İLK gün", "istanbulda-ilk-gün"),
        ("I\u0307zmir i\u0307ncir", "izmir-incir"),
        ("ISPARTA, ılık", "isparta-ılık"),
        ("🎉🎉", ""),
        ("…", ""),
    ],
)
def test_a_slug_is_readable_in_every_script(title: str, slug: str) -> None:
    """Letters, marks and digits stay; everything else separates words."""
    assert names.slug(title, 100) == slug


def test_lower_case_adds_no_mark_to_a_letter() -> None:
    """Of all characters that have a lower case."""
    for code in (*range(0xD800), *range(0xE000, 0x110000)):
        if unicodedata.category(chr(code)) in ("Lu", "Lt"):
            name = names.slug(f"a{chr(code)}a", 100)
            assert not any(unicodedata.combining(c) for c in name), chr(code)


def test_a_long_title_is_cut_between_words() -> None:
    """Where the script has spaces; Chinese is cut between characters."""
    assert names.slug("one two three four", 12) == "one-two"
    assert names.slug("一二三四五六", 10) == "一二三"


@given(st.text(max_size=300))
def test_every_title_gives_a_valid_folder_name(title: str) -> None:
    """At most 100 bytes, also with the id; no character or device name that Windows refuses, no dot at the end."""
    name = names.folder_name(title, "2020-03-01", ID)
    draft = names.folder_name(title, "", ID)
    for each in (name, draft):
        assert len(f"{each}-{ID}".encode()) <= 100 or each.endswith(ID)
        assert len(each.encode()) <= 100
        assert not set(each) & set('<>:"/\\|?* .')
        assert each == names.file_name(each)
        assert all(c.isprintable() for c in each)


def test_a_draft_with_the_name_of_a_device_gets_its_id() -> None:
    """Windows can't make a folder `drafts/con`."""
    assert names.folder_name("CON", "", ID) == f"con-{ID}"
    assert names.folder_name("CON", "2020-03-01", ID) == "2020-03-01-con"


def test_names_that_differ_only_in_case_or_composition_are_the_same() -> None:
    """macOS and Windows would write both into one file."""
    assert names.same_name("Caf\u00e9") == names.same_name("cafe\u0301")


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [("1*3Afg.png", "1-3Afg.png"), ("0*x.", "0-x"), ("aux.html", "-aux.html"), ('a<b>:"c"', "a-b---c-"), ("...", "-")],
)
def test_a_file_name_changes_only_where_it_must(given_name: str, safe: str) -> None:
    """Characters that Windows refuses become dashes."""
    assert names.file_name(given_name) == safe
