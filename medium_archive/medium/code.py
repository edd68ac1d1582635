"""Code blocks, read exactly: of the old kind (`pre` with `br`) and the new one (`graf--preV2` with hljs spans)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bs4.element import Comment, NavigableString, PageElement, Tag

from medium_archive.medium.strays import BLOCKS
from medium_archive.medium.text import clean

CHOSEN, GUESSED = "2", "1"  # data-code-block-mode; "0" means no language


# A code block of Medium that contains only text, line breaks, the spans of the highlighter, marks and links
_BLOCK = re.compile(
    r'(<pre [^<>]*\bclass="graf graf--pre[^<>]*>)'
    r"([^<]*(?:<(?:br ?/?|span class=\"[^\"<>]*\"|(?:a|em|strong|code) [^<>]*|/(?:span|a|em|strong|code))>[^<]*)*)"
    r"(?=</pre>)"
)
_SPAN = re.compile(r'<span class="[^"<>]*">')


def flat(html: str) -> str:
    """The HTML of a page with line ends for the breaks in code, and without the spans around each highlighted word.
    They are most elements of a post with code, a parser needs long for them, and `read` gives the same text.
    """
    return _BLOCK.sub(_flat_block, html) if "<pre " in html else html


def _flat_block(block: re.Match[str]) -> str:
    inner = _SPAN.sub("", block[2].replace("</span>", "")) if "<span" in block[2] else block[2]
    for line_end in ("<br>", "<br />", "<br/>", "<br >"):
        inner = inner.replace(line_end, "\n")
    return block[1] + inner


@dataclass(frozen=True)
class Code:
    text: str
    language: str = ""
    is_new_kind: bool = False


def read(pre: Tag) -> Code:
    """The block's text, line ends as `\\n`, and its language: the one chosen by the author, or a plausible guess of
    Medium's.
    """
    text = "".join(_texts(pre))
    mode = pre.get("data-code-block-mode")
    # In Markdown a language is one word
    words = str(pre.get("data-code-block-lang", "")).split()
    language = re.sub(r"[^\w+#.-]", "", "-".join(words))
    if mode == GUESSED and not is_plausible(language, text):
        language = ""
    return Code(text, language, mode is not None)


def _texts(element: Tag) -> Iterator[str]:
    """The text of code; each block in it has its own lines."""
    is_open = False  # a line, by text that no line end follows
    needs_end = has_ended = False  # `has_ended` by a carriage return, which is one line end with a break after it
    for node in element.descendants:
        if isinstance(node, Tag):
            needs_end |= is_open and node.name in BLOCKS
            if node.name == "br":
                yield "" if has_ended else "\n"
                is_open = needs_end = has_ended = False
            continue
        if isinstance(node, Comment) or not isinstance(node, NavigableString):
            continue
        text = clean(str(node))
        if not text:
            continue
        if needs_end or (is_open and _ends_block(node)):
            yield "\n"
        yield text
        is_open, needs_end, has_ended = not text.endswith("\n"), False, str(node).endswith("\r")


def _ends_block(node: PageElement) -> bool:
    """Whether a block ends right before a text, also one at the end of an inline element."""
    before = node.previous_sibling
    while before is None and node.parent is not None and node.parent.name not in BLOCKS:
        node = node.parent
        before = node.previous_sibling
    while isinstance(before, Tag):
        if before.name in BLOCKS:
            return True
        before = before.contents[-1] if before.contents else None
    return False


# Nearly all code of a language has one of these. Medium guesses `lua` or `makefile` for a line of shell; a wrong name
# on a block is worse than none, so a guess counts only if the code has a sign of its language.
_SIGNS = {
    "bash": r"^\s*(?:#!.*sh\b|\$ )|^\s*(?:sudo|npm|npx|yarn|pip3?|git|cd|ls|mkdir|curl|wget|docker|brew|apt(?:-get)?"
    r"|export|echo|chmod|ssh|kubectl) ",
    "c": r"^\s*#include\s*<\w+\.h>",
    "cpp": r"^\s*#include\s*<\w+>|\bstd::",
    "csharp": r"^\s*using System\b|\bnamespace [\w.]+\s*[{;]|\bConsole\.Write",
    "css": r"^[^{}\n]*[.#\w\])-]\s*\{\s*(?:$|[\w-]+\s*:)",
    "dart": r"\bvoid main\(|\bWidget build\(|^import 'package:",
    "diff": r"^(?:diff --git|@@ -\d|--- \S|\+\+\+ \S)",
    "dockerfile": r"^FROM \S+",
    "go": r"^package \w+|^func [\w(]|:= ",
    "graphql": r"^\s*(?:query|mutation|type|fragment) \w+.*\{",
    "html": r"</[a-zA-Z][\w-]*>|<!DOCTYPE",
    "java": r"\bpublic (?:static |final )*(?:class|void|int|String|interface)\b|^import java",
    "javascript": r"\b(?:const|let|var) [\w{\[]|\bfunction\b.*\(|=>|\bconsole\.log\(|\brequire\(",
    "kotlin": r"\bfun \w+.*\(|\bval \w+\s*[:=]",
    "makefile": r"^[\w.-]+:.*\n\t",
    "markdown": r"^#{1,6} |\]\(https?://",
    "objectivec": r"^\s*@(?:interface|implementation|property|import)\b|\bNS[A-Z]\w+ \*",
    "perl": r"^\s*(?:my [$@%]|use strict)",
    "php": r"<\?php|\$\w+\s*=.*;|\$\w+->",
    "powershell": r"\b(?:Get|Set|New|Remove)-[A-Z]\w+",
    "python": r"^\s*(?:def \w+\(.*|class \w+.*|for .+ in .+|if .+|elif .+|while .+|with .+|try|except.*):\s*(?:#.*)?$"
    r"|^\s*(?:import \w|from [\w.]+ import )|\bprint\(|\bself\.",
    "r": r"<- |\blibrary\(\w+\)",
    "ruby": r"^\s*(?:def \w+[^:]*|class \w+[^:{]*|module \w+|.* do \|.*\|)$|^\s*(?:require|puts|gem) ['\"]",
    "rust": r"\bfn \w+.*\{|\blet mut\b|::\w+!?\(",
    "scala": r"\bobject \w+|\bdef \w+.*=|\bval \w+.*=",
    "scss": r"^\s*(?:\$[\w-]+:|@(?:mixin|include)\b|&[:.\w])",
    "shell": r"^\s*[$%#>] \S",
    "sql": r"(?i)\b(?:select\b[\s\S]*\bfrom|insert into|create table|update\b[\s\S]*\bset|alter table)\b",
    "swift": r"\b(?:let|var) \w+\s*[:=]|\bfunc \w+.*\(|^import (?:UIKit|SwiftUI|Foundation)|@(?:State|IBOutlet|main)\b",
    "typescript": r"\b(?:interface|type) \w+.*[{=]|:\s*(?:string|number|boolean)\b",
    "yaml": r"^[\w-]+:\s*\n(?:\s+|- )[\w-]+",
}
_SIGNS["xml"] = _SIGNS["html"]
_ALIASES = {"js": "javascript", "ts": "typescript", "py": "python", "sh": "bash", "yml": "yaml", "cs": "csharp"}


def is_plausible(language: str, text: str) -> bool:
    """Whether code looks like the language that Medium guessed for it."""
    name = _ALIASES.get(language, language)
    if name == "json":
        try:
            return isinstance(json.loads(text), (dict, list))
        except (ValueError, RecursionError):
            return False
    sign = _SIGNS.get(name)
    return bool(sign and re.search(sign, text, re.MULTILINE))


_QUOTED = re.compile(r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|//[^\n]*|#[^\n]*|/\*.*?\*/", re.DOTALL)


def joined(parts: Sequence[str]) -> list[str]:
    """Blocks that touch, joined if they certainly were one: Medium's old editor split code at each blank line.

    It is certain if one block opens a bracket that a later one closes, with balanced brackets between them.
    """
    blocks: list[str] = []
    depths = [_depth(part) for part in parts]
    start = 0
    while start < len(parts):
        end = _end_of_block(depths, start)
        # If each line is a block, there were no blank lines between them
        between = "\n\n" if any("\n" in part.strip() for part in parts[start:end]) else "\n"
        blocks.append(between.join(parts[start:end]))
        start = end
    return blocks


def _end_of_block(depths: Sequence[int], start: int) -> int:
    depth = depths[start]
    if depth > 0:
        for end in range(start + 1, len(depths)):
            depth += depths[end]
            if depth == 0:
                return end + 1
            if depth < 0:
                break
    return start + 1


def _depth(text: str) -> int:
    """How many more brackets a text opens than it closes, without those in strings and comments."""
    bare = _QUOTED.sub("", text)
    return sum(bare.count(c) for c in "([{") - sum(bare.count(c) for c in ")]}")
