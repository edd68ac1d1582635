"""The title cards of the site: each names in its PNG the title that it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from medium_archive.checks.site_pages.comparison import Differences
from medium_archive.checks.site_pages.facts import Facts

_FOLDER = "cards/"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_AROUND = 12  # bytes of a chunk besides its content: length, type, checksum


def compare(facts: Facts, site: Path, found: Differences) -> None:
    """Note the cards of other titles in `found`."""
    titles = {f"{_FOLDER}{one.path}.png": (one.title, facts.title) for one in facts.stories}
    titles[f"{_FOLDER}site.png"] = (facts.title, "")
    for file in sorted(facts.files):
        if not (file.startswith(_FOLDER) and file.endswith(".png")):
            continue
        if file not in titles:
            path = file.removeprefix(_FOLDER).removesuffix(".png")
            found.add(file, f"the whole file: the site has no post {path}")
            continue
        texts = texts_of((site / file).read_bytes())
        for keyword, text in zip(("Title", "Description"), titles[file], strict=True):
            if " ".join(texts.get(keyword, "").split()) != " ".join(text.split()):
                found.lack(file, f"{keyword.lower()} “{text}”")


def texts_of(png: bytes) -> Mapping[str, str]:
    """The texts in a PNG by their keywords; none for a file that is no PNG."""
    return dict(_texts(png)) if png.startswith(_SIGNATURE) else {}


def _texts(png: bytes) -> Iterator[tuple[str, str]]:
    place = len(_SIGNATURE)
    while place < len(png):
        length = int.from_bytes(png[place : place + 4])
        if png[place + 4 : place + 8] == b"iTXt":
            # A keyword, two numbers about compression, a language and a translated keyword, each empty here
            keyword, _, rest = png[place + 8 : place + 8 + length].partition(b"\0")
            yield keyword.decode("latin-1"), rest[2:].split(b"\0", 2)[-1].decode("utf-8", "replace")
        place += length + _AROUND
