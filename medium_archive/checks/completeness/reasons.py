"""What can't be kept, and why. Anything else that is missing is a defect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

# not_in_export     the original itself lacks it: the page of an export, or a saved page
# words_kept        the words are kept, but neither Markdown nor a page has a form for what they were
# not_carried_over  it is outside of the body, and only the original has it
# not_linked        the address is in index.md, but no page can link to it
Group = Literal["not_in_export", "not_carried_over", "words_kept", "not_linked"]
GROUPS: tuple[Group, ...] = get_args(Group)

# What a person may do; if only the form of words is not kept, there is nothing to do
CURES: Mapping[Group, str] = {
    "not_in_export": "If the live post or another copy of it still has it, add it to the text.",
    "not_carried_over": "If you need it, copy it from the original into the text.",
    "not_linked": "If you know the right address, correct it in the text.",
}


@dataclass(frozen=True)
class Reason:
    """Why something can't be kept, as a sentence, and the group in which it is counted."""

    group: Group
    sentence: str


REASONS: Mapping[str, Reason] = {
    "emptied": Reason("not_in_export", "Medium's export has emptied this embed: its frame has no address."),
    "no address": Reason("not_in_export", "The export has no address for this picture."),
    "no end": Reason("not_in_export", "The page in the export stops before its end, so words may be missing."),
    "outside": Reason(
        "not_carried_over",
        "This is outside of the post's body, so neither the text nor a page has it; the original does.",
    ),
    "no such date": Reason("not_in_export", "The export has no valid date of this post."),
    "marks in code": Reason("words_kept", "A code block has no bold and no italics in Markdown; no word is missing."),
    "link in code": Reason("words_kept", "Code blocks in Markdown cannot have links; the code itself is kept."),
    "guessed language": Reason("words_kept", "Medium guessed this language; the author had not chosen it."),
    "one line": Reason("words_kept", "A title is one line: a space replaces its line break."),
    "no form": Reason(
        "words_kept",
        "Neither Markdown nor a page of the site has a form for this element; its words are kept.",
    ),
    "no words": Reason(
        "words_kept", "Neither Markdown nor a page of the site has a form for this element; it has no words of its own."
    ),
    "no attribute": Reason(
        "words_kept",
        "Markdown has no form for this, as for a line in the middle; no word is missing.",
    ),
    "page address": Reason(
        "not_linked", "A page of the site links only to valid web and mail addresses; index.md keeps this one."
    ),
}
