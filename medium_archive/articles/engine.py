"""How a program that receives posts reads Markdown: an `Engine`, and marks that several engines read differently."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

# An address with a `%` that begins no code of a byte, which engines encode again, and a destination with a space in it
BARE_PERCENT = r"(?:\]\(|<)[^\s()<>]*%(?![0-9A-Fa-f]{2})"
NO_DESTINATION = r"\]\(\s*[^\s<)]+\s+[^\s\"'()]"
SINGLE_TILDE = r"(?<!~)~(?!~)"  # deleted words, in some engines words below the line
FURTHER_WORDS = re.compile(r"[^\w+#.-]")  # after the language of a block of code


@dataclass(frozen=True)
class Engine:
    """How the Markdown engine of another program differs from CommonMark.

    A block that `templates` or `differs` finds, code that `code_differs` finds, code with words after its fence that
    `info_differs` finds, and blocks of a kind in `as_html` ("List", "Table", "BlockQuote", "CodeBlock", …) are written
    as HTML, with the braces of `templates` as character references. Without `is_commonmark`, two lists that follow each
    other would become one, so the second is HTML. Without `footnotes`, a text that has some is HTML as a whole.

    With `figures` "html", a picture with a caption is a figure in HTML; "wrapped", the picture in it is Markdown,
    because only such pictures are processed; "markdown", nothing of it is HTML, and the signs that `marks` finds in it
    are written as character references. With `callouts`, a pull quote is `> [!quote]`, and boxes such as `[!NOTE]`
    stay as they are; elsewhere they are quotes with a bold title. With `wikilinks`, a link to
    another text is `[[path|words]]` where that means the same.
    """

    templates: re.Pattern[str] | None = None
    differs: re.Pattern[str] | None = None
    code_differs: re.Pattern[str] | None = None
    info_differs: re.Pattern[str] | None = None
    as_html: frozenset[str] = frozenset()
    is_commonmark: bool = True
    footnotes: bool = True
    figures: Literal["html", "wrapped", "markdown"] = "html"
    marks: re.Pattern[str] | None = None
    callouts: bool = False
    wikilinks: bool = False
