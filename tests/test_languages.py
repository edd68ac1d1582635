"""The language of a post: only strong evidence counts, because a post without one has that of its author."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive.medium import language

LOREM = (
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore "
    "magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo."
)
PIDGIN = (
    "Wetin dey happen for our side today no be small thing o, people dey suffer well well and dem no gree do anything.",
    "Di pipo wey dey stay for dis area tok say dem neva see light for two weeks, and di pikin dem no fit read.",
)
CODE = "package main import fmt func f(a int) int { x := m[a] if ok { return x } } var n *Node n.left = new(Node) "


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        # Nigerian Pidgin is unknown to the model: a few words have no language, more are English
        ("This na my first post for medium", ""),
        ("Congratulations on first place.", "en"),
        ("Batch update link seems to go to localhost", "en"),
        (PIDGIN[0], "en"),
        (" ".join(PIDGIN * 2), "en"),
        # Two words that two languages have
        ("genre genre", ""),
        ("Entre Gtk v2", ""),
        # Numbers and emoji are no words
        ("2019 2020 2021 Menu genre", ""),
        ("👍 🎉 💯 Sprint goal", ""),
        # No language at all
        (LOREM, ""),
        (f"{LOREM} {LOREM}", ""),
        ("I de go", ""),
        (CODE, ""),
        ("001 002 003", ""),
        # Names in code do not hide the language of the words around them
        (f"How to walk through the nodes of a tree and print what you have found there. {CODE}", "en"),
        (f"Así se recorre un árbol en este lenguaje y se imprime todo lo que hay en sus nodos. {CODE}", "es"),
        # Two languages with almost the same words
        ("Saya suka belajar pemrograman karena bisa membuat aplikasi sendiri. Coba juga, gratis dan mudah.", "id"),
        ("Saya suka belajar komputer di rumah bersama teman dan guru saya setiap hari Minggu.", "id"),
        ("Saya suka belajar kerana boleh membuat aplikasi sendiri. Awak cuba juga, percuma dan mudah sahaja.", "ms"),
        # One sign is enough to tell the scripts of Chinese, none is not
        ("線上測試", "zh-Hant"),
        ("线上测试", "zh-Hans"),
        ("你好，加油", "zh"),
        ("判斷 Swift 字串的語言", "zh-Hant"),
    ],
)
def test_a_language_needs_strong_evidence(text: str, lang: str) -> None:
    assert language.detect(text) == lang


def test_no_language_of_200_paragraphs_is_mistaken_for_another() -> None:
    """Some are too short to be certain; py3langid, which knew more languages, left 16 without one."""
    lines = (Path(__file__).parent / "languages" / "paragraphs.tsv").read_text("utf-8").splitlines()
    found = [(lang, language.detect(text)) for lang, _, text in (line.partition("\t") for line in lines)]
    assert len(found) == 200
    assert [pair for pair in found if pair[1] not in (pair[0], "")] == []
    assert sum(lang == detected for lang, detected in found) >= 190
