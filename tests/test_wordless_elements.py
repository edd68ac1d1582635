"""What verify says of an element that has no form in Markdown: its words are kept only if it has words."""

from __future__ import annotations

import pytest

from medium_archive.checks.completeness import original
from medium_archive.checks.completeness.reasons import REASONS
from tests.sample_post import graf, page_of

KEPT, WORDLESS = "its words are kept", "it has no words of its own"


@pytest.mark.parametrize(
    ("element", "named"),
    [
        ("<wbr>", []),
        ("<form></form>", []),
        ("<map> </map>", []),
        ("<canvas></canvas>", [("<canvas>", WORDLESS)]),
        ('<input type="hidden" value="x">', [("<input>", WORDLESS)]),
        ("<input>", [("<input>", WORDLESS)]),
        ('<input value="Send words">', [("<input> Send words", KEPT)]),
        ('<area href="https://a.example/x" alt="An area">', [("<area> An area", KEPT)]),
        ('<area href="https://a.example/x">', [("<area> https://a.example/x", KEPT)]),
        ("<button>Send</button>", [("<button> Send", KEPT)]),
    ],
)
def test_a_note_about_an_element_says_whether_it_has_words(element: str, named: list[tuple[str, str]]) -> None:
    losses = original.read(page_of(graf("p", f"Before {element} after"))).known_losses
    assert [loss.words for loss in losses] == [words for words, _ in named]
    assert all(end in REASONS[loss.why].sentence for loss, (_, end) in zip(losses, named, strict=True))
