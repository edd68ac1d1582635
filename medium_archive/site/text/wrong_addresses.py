"""The issues about addresses in a text that lead nowhere, with the line in which each is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from medium_archive.articles.references import resolve
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
            is_beside = (
                references.is_loose and (references.holdings.root / resolve(references.folder, address)).is_file()
            )
            found.append(("link-to-nothing", _BESIDE if is_beside else _PICTURE, address))
        else:
            found.append(("picture-elsewhere", _ELSEWHERE, address))
    if not found:
        return
    from medium_archive.markdown import positions  # noqa: PLC0415  # few texts need it

    lines = positions.lines(text)
    for code, message, address in dict.fromkeys(found):
        written = unquote(address)
        place = f"Line {lines[written] + line - 1}: " if written in lines else ""
        shown = written.removeprefix("../") if references.is_loose else written
        own = references.folder.rpartition("/")[2]
        told = message.format(shown, own, own)
        yield Issue(references.text, code, place + told if place else told[0].upper() + told[1:])
