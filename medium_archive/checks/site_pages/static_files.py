"""The files of the site that are not pages: robots.txt, the stylesheet, the scripts, the icon and the web manifest.

The check makes style.css again from the stylesheets of the theme. Each colour in it must be the chosen one, or a
replacement with enough contrast.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from medium_archive.checks.site_pages.comparison import Differences
from medium_archive.checks.site_pages.facts import Facts

if TYPE_CHECKING:
    from medium_archive.folder.templates import Templates

STYLE, ROBOTS, MANIFEST, SEARCH = "static/style.css", "robots.txt", "site.webmanifest", "static/search.js"
_OLD_ADDRESSES = "static/old-addresses.js"
_OF_SEARCH = Path(__file__).resolve().parents[2] / "site" / "search"
_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3
_ROUNDED = 0.005  # of a contrast
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_MARKED = re.compile("\x00([^\x00]*)\x00")  # the arguments of the filter `readable`, which `_mark` writes


def compare(facts: Facts, sums: Mapping[str, str], site: Path, found: Differences) -> None:
    """Note the differences of these files in `found`. `sums` are the checksums of the files that the build wrote in
    `site`.
    """
    sources = facts.theme.static
    copied = {SEARCH} if facts.has_search and SEARCH not in sources else set[str]()
    made = {ROBOTS: robots(facts.url), ".nojekyll": ""}
    wanted = {*copied, *(file for file, text in made.items() if text is not None)}
    if facts.theme.file(MANIFEST) is not None:
        wanted.add(MANIFEST)
    for file in sorted(wanted - sums.keys()):
        if not (site / file).exists():  # if a person's own file is there, the build did not replace it
            found.lack(file, "the whole file")
    for file in copied & sums.keys():
        if sums[file] != _script_of_search():
            found.lack(file, f"the script {file.rpartition('/')[2]} of the program")
    for file in sorted(sums.keys() - {*copied, *sources, STYLE, _OLD_ADDRESSES}):
        if file.startswith("static/"):
            found.add(file, "the whole file: it is neither in the theme nor in the program")
    for file in sorted(made.keys() & sums.keys()):
        found.compare(file, _text(site / file).splitlines(), (made[file] or "").splitlines())
    if STYLE not in sources and STYLE in sums:
        for difference in style_differences(facts, _text(site / STYLE)):
            found.lack(STYLE, difference)
    if MANIFEST in sums and facts.theme.is_shipped(MANIFEST):
        there = _of_manifest(_text(site / MANIFEST))
        found.compare(MANIFEST, there, list(_manifest(facts)))


def _script_of_search() -> str:
    """The checksum of the script of the search, which is made of two files."""
    return hashlib.sha256((_OF_SEARCH / "words.js").read_bytes() + (_OF_SEARCH / "search.js").read_bytes()).hexdigest()


def _text(path: Path) -> str:
    return path.read_text("utf-8", "replace")


def robots(url: str) -> str | None:
    """The text that robots.txt must have; None for a site below a path of its host, which has no robots.txt."""
    if urlsplit(url).path:
        return None
    return "User-agent: *\nAllow: /\n" + (f"\nSitemap: {url}/sitemap.xml\n" if url else "")


def style_differences(facts: Facts, css: str) -> Iterator[str]:
    """The differences of style.css: the first line that differs from the stylesheets of the theme, and each colour that
    is neither the chosen one nor a replacement with enough contrast.
    """
    wanted = _style(facts)
    if wanted is None:
        return
    for line, own in zip(_lines(wanted), _lines(css), strict=False):
        if line == own:
            continue
        parts = _MARKED.split(line)
        pattern = "".join(re.escape(part) if at % 2 == 0 else "([^;]*)" for at, part in enumerate(parts))
        match = re.fullmatch(pattern, own)
        if match is None:
            yield f"{_MARKED.sub('(a colour)', line).strip()}"
            return
        for colour, (chosen, *papers) in zip(match.groups(), map(str.split, parts[1::2]), strict=True):
            if not _is_right(colour, chosen, papers):
                yield f"{chosen}, or a colour with more contrast, in “{own.strip()}”"
    if len(_lines(wanted)) != len(_lines(css)):
        yield f"{len(_lines(wanted))} lines instead of {len(_lines(css))}"


def _lines(css: str) -> list[str]:
    return css.split("\n")


def _style(facts: Facts) -> str | None:
    """The stylesheet of the theme, in which `_mark` has marked each colour that the filter `readable` may replace; None
    if the theme has a fault, which the build reports.
    """
    from medium_archive.folder.templates import FAILURES  # noqa: PLC0415  # Jinja is slow, and most runs need none

    try:
        return _templates(tuple(facts.theme.folders)).render("style.css", {}, options=facts.theme.options)
    except FAILURES:
        return None


@cache
def _templates(folders: tuple[Path, ...]) -> Templates:
    """The templates of a theme, which keep compiled stylesheets until their files change. The first of the folders is
    that of the person's templates.
    """
    import jinja2  # noqa: PLC0415  # as in `_style`

    from medium_archive.folder.templates import TemplateFiles, Templates  # noqa: PLC0415  # as in `_style`

    archive = folders[0].parent
    named = {one.name: TemplateFiles((one,), archive) for one in folders[1:]}
    templates = Templates(
        loader=jinja2.ChoiceLoader([TemplateFiles(folders, archive), jinja2.PrefixLoader(named)]),
        autoescape=False,  # a stylesheet is no HTML
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters["readable"] = _mark
    return templates


def _mark(colour: object, *papers: object) -> str:
    return f"\x00{' '.join(map(str, (colour, *papers)))}\x00"


def _is_right(colour: str, chosen: str, papers: list[str]) -> bool:
    """Whether a colour is the chosen one, or a readable replacement where the chosen one has too little contrast."""
    if not _COLOUR.fullmatch(colour):
        return False
    if all(_contrast(chosen, paper) >= _CONTRAST for paper in papers):
        return _long(colour) == _long(chosen)
    is_readable = all(_contrast(colour, paper) >= _CONTRAST - _ROUNDED for paper in papers)
    return is_readable or colour in ("#000000", "#ffffff")  # for papers on which no colour has enough contrast


def _contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, “contrast ratio”)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = _long(colour)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _long(colour: str) -> str:
    """The six hexadecimal digits of a colour; for a text that is not a colour, the digits of black."""
    digits = colour.removeprefix("#").lower()
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    return digits if _COLOUR.fullmatch(f"#{digits}") else "000000"


def _manifest(facts: Facts) -> Iterator[str]:
    paper = facts.theme.options.get("paper", "")
    values: dict[str, Any] = {
        "name": facts.title,
        "start_url": "index.html",
        "lang": facts.language,
        "dir": facts.direction,
        "display": "minimal-ui",
        "background_color": paper,
        "theme_color": paper,
    }
    yield from (_fact(key, value) for key, value in values.items())
    yield f"icon {facts.photo() or 'static/icon.svg'}"


def _of_manifest(text: str) -> list[str]:
    try:
        found = json.loads(text)
        icons = found.pop("icons")
        return [*(_fact(key, value) for key, value in found.items()), *(f"icon {unquote(one['src'])}" for one in icons)]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):  # JSON of any form
        return ["text that is not a web manifest"]


def _fact(key: str, value: object) -> str:
    return f"{key} {json.dumps(value, ensure_ascii=False)}"
