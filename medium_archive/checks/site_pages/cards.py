"""The title cards of the site: each names in its PNG the title that it shows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from medium_archive.checks.site_pages.comparison import Differences
from medium_archive.checks.site_pages.facts import Facts

_FOLDER = "cards/"


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
        texts = texts_of(site / file)
        for keyword, text in zip(("Title", "Description"), titles[file], strict=True):
            if " ".join(texts.get(keyword, "").split()) != " ".join(text.split()):
                found.lack(file, f"{keyword.lower()} “{text}”")


def texts_of(png: Path) -> Mapping[str, str]:
    """The texts before the pixels of a PNG by their keywords; none for a file that is no PNG."""
    from PIL import Image  # noqa: PLC0415  # slow to import, as the next

    from medium_archive.folder.decoding import FAILURES  # noqa: PLC0415  # slow to import

    try:
        with Image.open(png, formats=("PNG",)) as picture:
            return {str(keyword): text for keyword, text in picture.info.items() if isinstance(text, str)}
    except FAILURES:
        return {}
