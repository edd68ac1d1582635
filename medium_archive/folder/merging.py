"""Merges the two versions of a text that was edited in the archive and at Medium."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

# Git takes changes of neighbouring lines for one change, but each line of the front matter is a separate key: so this
# line is put between them while they are merged. No text contains it: the program writes no U+0001, and the text of a
# person that has one is not merged.
_APART = "\x01\n"
_END = re.compile(rb"\r\n|\r|\n")
_HEAD = re.compile(r"\A\ufeff?---\n.*?^---\n", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Merged:
    """`text` has the changes of both, and the person's words for each passage that both changed; `incoming` has
    Medium's words for these passages, None if there are none.
    """

    text: bytes
    incoming: bytes | None = None


def merge(base: bytes, ours: bytes, theirs: bytes) -> Merged:
    """Merge by lines, with git's merge, in memory. `base` is the text from which both were edited."""
    if b"\x01" in base + ours + theirs:
        return Merged(ours, theirs)
    if b"\r" in ours:  # line ends of another system, with which git would take every line for changed
        merged = merge(*(_END.sub(b"\n", text) for text in (base, ours, theirs)))
        return Merged(_ended_as(ours, merged.text), merged.incoming and _ended_as(ours, merged.incoming))
    from medium_archive.folder import git_merge  # noqa: PLC0415  # git's library takes 0.06 s, and merges are rare

    both = git_merge.merge(_apart(base), _apart(ours), _apart(theirs))
    text, incoming = map(_joined, both)
    return Merged(text, incoming if incoming != text else None)


def _ended_as(ours: bytes, text: bytes) -> bytes:
    """A text with the line ends that its lines have in `ours`; new lines get the most frequent one."""
    mine, ends = _END.split(ours), _END.findall(ours)
    usual = Counter(ends).most_common(1)[0][0]
    lines = text.split(b"\n")
    wanted = [usual] * (len(lines) - 1)
    if len(set(ends)) > 1:
        for block in SequenceMatcher(None, mine, lines, autojunk=False).get_matching_blocks():
            kept = min(block.size, len(ends) - block.a, len(wanted) - block.b)
            wanted[block.b : block.b + kept] = ends[block.a : block.a + kept]
    return b"".join(line + end for line, end in zip(lines, [*wanted, b""], strict=True))


def _apart(text: bytes) -> bytes:
    # "surrogateescape" keeps bytes that are not UTF-8 as they are
    plain = text.decode("utf-8", "surrogateescape")
    head = _HEAD.match(plain)
    if head is None:
        return text
    lines = head[0].splitlines(keepends=True)
    return (_APART.join(lines) + plain[head.end() :]).encode("utf-8", "surrogateescape")


def _joined(text: bytes) -> bytes:
    return text.replace(_APART.encode(), b"")
