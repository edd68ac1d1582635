"""The text of a gist in an index.md: blocks of code after its address, each under a hint with file, author and address.

<https://gist.github.com/ada/0123456789abcdef0123>

<!-- gist "main.py" by ada: https://gist.github.com/ada/0123456789abcdef0123 -->
```python
print("here")
```
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape, unescape

from medium_archive.markdown import fences

# The attributes of a `pre` of class gist in plain HTML, in the order of the hint
ATTRIBUTES = ("data-file", "data-author", "data-address")
_HINT = re.compile(r'gist "(?P<file>[^"\n]*)"(?: by (?P<author>[^\s:]+))?: (?P<address>https?://[^\s<>"]+)')
_ALONE = re.compile(r"(<)?(?P<address>https?://[^\s<>]+)(?(1)>)[ \t]*(?P<end>\r\n|\r|\n|)")


def hint(file: str, author: str, address: str) -> str:
    """The comment before a block. The name of the file is escaped, because it may contain the end of a comment."""
    by = f" by {author}" if author else ""
    return f'<!-- gist "{escape(" ".join(file.split()))}"{by}: {address} -->\n'


def parse(comment: str) -> tuple[str, str, str] | None:
    """File, author and address from the text of a comment; None if it is not such a hint."""
    match = _HINT.fullmatch(comment.strip())
    return (unescape(match["file"]), match["author"] or "", match["address"]) if match else None


def write(file: str, author: str, address: str, language: str, text: str) -> str:
    """One file of a gist as a block, without a line end at its end."""
    return hint(file, author, address) + fences.write(text, language)


def put_in(text: str, blocks: Mapping[str, str]) -> str:
    """A Markdown text, with or without front matter, with the blocks of a gist after each paragraph that is its
    address, maybe with a caption. `blocks` are by address. Where a block of the gist is already, none is added.
    """
    if not any(address in text for address in blocks):
        return text
    lines = fences.lines_of(text)
    outside = fences.outside(lines)
    result: list[str] = []
    at = 0
    while at < len(lines):
        address, line_end = _address_alone(lines, outside, at)
        end = at + 1
        if address in blocks:
            while end < len(lines) and outside[end] and lines[end].strip():
                end += 1
        result += lines[at:end]
        if address in blocks and not _is_there(lines, end, address):
            if end == len(lines) and not lines[-1].endswith(("\r", "\n")):
                result.append(line_end)
            result += [line + line_end for line in ("", *blocks[address].split("\n"))]
        at = end
    return "".join(result)


def _address_alone(lines: Sequence[str], outside: Sequence[bool], at: int) -> tuple[str, str]:
    """The address that is a paragraph, maybe with a caption, and the line end there; two "" for any other line."""
    match = _ALONE.fullmatch(lines[at])
    if match is None or not outside[at]:
        return "", ""
    before = lines[at - 1].rstrip() if at and outside[at - 1] else ""
    after = lines[at + 1] if at + 1 < len(lines) else ""
    is_alone = (not before or before.endswith("-->")) and (not after.strip() or after.startswith("_"))
    return (match["address"], match["end"] or "\n") if is_alone else ("", "")


def _is_there(lines: Sequence[str], at: int, address: str) -> bool:
    below = next((line.strip() for line in lines[at:] if line.strip()), "")
    of = parse(below.removeprefix("<!--").removesuffix("-->")) if below.startswith("<!--") else None
    return of is not None and of[2] == address
