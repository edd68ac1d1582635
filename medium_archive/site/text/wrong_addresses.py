"""The issues about addresses in a text that lead nowhere, with the line in which each is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from urllib.parse import unquote

from medium_archive.articles.references import resolve
from medium_archive.folder import regular_files
from medium_archive.markdown import front_matter
from medium_archive.report import Issue
from medium_archive.site.references import References
from medium_archive.site.text.hyperlinks import is_relative

_LINK = "a link leads to a page or file that the site does not have: {}. Correct it."
_PICTURE = "a picture is not there: {}. Correct its name, or put the file there."
_BESIDE = "a picture beside the text is not published: {}. Put it into the folder {}, and write {}/ before its name."
_ELSEWHERE = (
    "a picture is on another site, from which no page loads it: {}. Save it beside the text, and write its name."
)


def issues(
    text: str, line: int, references: References, links: Sequence[str], pictures: Sequence[str]
) -> Iterator[Issue]:
    """The issues about `links` and `pictures` of a text that are not here. `line` is the line of the file in which the
    Markdown begins. A picture that the records know and lack is missing, and not mistyped.
    """
    found = [("link-to-nothing", _LINK, address) for address in links]
    lacking = references.holdings.pictures.lacking
    for address in pictures:
        if address in lacking:  # also a relative one: some exports have such addresses
            continue
        if is_relative(address):
            found.append(("link-to-nothing", _of_picture(address, references), address))
        else:
            found.append(("picture-elsewhere", _ELSEWHERE, address))
    if not found:
        return
    from medium_archive.markdown import positions  # noqa: PLC0415  # few texts need it

    lines = positions.lines(text)
    for code, message, address in dict.fromkeys(found):
        written = unquote(address)
        yield _issue(code, message, written, lines[written] + line - 1 if written in lines else 0, references)


def of_cover(cover: str, references: References) -> Iterator[Issue]:
    """The issue about the picture that the front matter names as the cover of a post, if it is not here."""
    if not is_relative(cover) or cover in references.holdings.pictures.lacking or references.file_of(cover):
        return
    line = 0
    with suppress(OSError, ValueError):
        text = regular_files.text(references.holdings.root / references.text, references.holdings.root)
        head = text[: len(text) - len(front_matter.below(text))].splitlines()
        line = next((number for number, one in enumerate(head, 1) if one.startswith("cover:")), 0)
    yield _issue("link-to-nothing", _of_picture(cover, references), unquote(cover), line, references)


def _of_picture(address: str, references: References) -> str:
    file = references.holdings.root / resolve(references.folder, address)
    return _BESIDE if references.is_loose and file.is_file() else _PICTURE


def _issue(code: str, message: str, written: str, line: int, references: References) -> Issue:
    shown = written.removeprefix("../") if references.is_loose else written
    own = references.folder.rpartition("/")[2]
    told = message.format(shown, own, own)
    return Issue(references.text, code, f"Line {line}: {told}" if line else told[0].upper() + told[1:])
