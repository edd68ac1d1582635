"""Whether the converter moved the first line of a post without a title heading to the title, by the rule in
docs/markdown.md, "The title". The converter has its own code for this rule.
"""

from __future__ import annotations

from medium_archive.checks.completeness.blocks import TEXTS, Block
from medium_archive.checks.completeness.characters import plain_spaces, visible
from medium_archive.checks.completeness.converted import Converted
from medium_archive.checks.completeness.original import Original
from medium_archive.checks.completeness.recorded import Recorded

_MAX_TITLE = 100  # characters
_ENDS_OF_SENTENCES = tuple(".?!…:,;。？！：，؟।")
_GREETINGS = frozenset(("hi", "hey", "hello", "dear", "re:", "thanks", "thank", "yes", "no"))


def as_title(source: Original, made: Converted, recorded: Recorded) -> Block | None:
    """The line that is now the title and no longer in the text. None if there is no such line, or if the rule does not
    allow it.
    """
    if recorded.kind == "response" or len(source.blocks) < 2:  # a single block stays in the text
        return None
    first = next((one for one in source.blocks if has_words_of(made.title, one)), None)
    if first is None or not (first.kind == "heading" or _is_title(first, source, recorded)):
        return None
    return first if _count(made.blocks, first) < _count(source.blocks, first) else None


def has_words_of(title: Block | None, line: Block) -> bool:
    """Whether a line has the same words as a title, apart from white space. False without a title."""
    return title is not None and visible(title.text) == visible(line.text)


def _is_title(first: Block, source: Original, recorded: Recorded) -> bool:
    if recorded.reason is not None and recorded.reason.startswith("it is long"):
        return False
    is_draft = recorded.kind == "draft" or (recorded.kind is None and not source.date)
    kinds = {block.kind for block in source.blocks}
    if "picture" in kinds and "heading" not in kinds and not is_draft:
        return True
    words = plain_spaces(first.spaced)
    return len(words) <= _MAX_TITLE and not words.endswith(_ENDS_OF_SENTENCES) and not _is_greeting(words)


def _is_greeting(words: str) -> bool:
    return words.startswith("@") or words.lower().split()[0].strip(",") in _GREETINGS


def _count(blocks: tuple[Block, ...], line: Block) -> int:
    return sum(block.text == line.text for block in blocks if block.kind in TEXTS)
