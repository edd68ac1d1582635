"""Compares the facts that a page of the site gives about its post with the front matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from medium_archive.checks.completeness import bylines
from medium_archive.checks.completeness.blocks import Block
from medium_archive.checks.completeness.bylines import Signature
from medium_archive.checks.completeness.characters import plain_spaces, visible
from medium_archive.checks.completeness.converted import Converted
from medium_archive.checks.completeness.converted.front_matter import moment
from medium_archive.checks.completeness.converted.page_head import PageHead
from medium_archive.checks.completeness.dates import is_shown_as
from medium_archive.checks.completeness.findings import Findings
from medium_archive.checks.completeness.marks import READINGS
from medium_archive.checks.completeness.recorded import Site

_KIND = "page_facts"
_PUBLISHED = ("dt-published", "article:published_time", "JSON-LD datePublished")
_MODIFIED = ("article:modified_time", "JSON-LD dateModified")
_MOMENTS = (*_PUBLISHED, *_MODIFIED)
# The terms that the JSON-LD of a page may have (https://schema.org); any other term is a fault
_JSON_LD = frozenset(
    f"JSON-LD {term}"
    for term in (
        "@context", "@type", "headline", "inLanguage", "wordCount", "description", "datePublished", "dateModified",
        "author", "author @type", "author url", "url", "mainEntityOfPage", "image", "keywords", "sameAs", "identifier",
    )
)  # fmt: skip
# Languages that are usually written from right to left, and scripts that are
_RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "nqo", "ps", "sd", "syr", "ug", "ur", "yi")
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset(("arab", "hebr", "thaa", "syrc", "nkoo", "adlm"))


def compare(text: Converted, page: Converted, folder: str, site: Site, findings: Findings) -> None:
    """Compare every part that the front matter and the settings give the page of the post in `folder`."""
    if page.head is None or not text.values.get("medium.id"):
        return
    signed = bylines.read(text.values, site)
    for part, values in (*_heading(text), *_wanted(text.values, folder, site), *_names(signed)):
        # A tag, or the title of the site, may have other spaces
        found, wanted = (tuple(map(plain_spaces, every)) for every in (_in_utc(page.head, part), values))
        if found == wanted or (not found and site.has_own_templates):
            continue
        missing, more = Counter(wanted) - Counter(found), Counter(found) - Counter(wanted)
        for value in missing.elements():
            findings.lose(_KIND, f"{part}: {value}")
        for value in more.elements():
            findings.add(_KIND, f"{part}: {value}")
        if not (missing or more):  # the order differs
            findings.lose(_KIND, f"{part}: {', '.join(wanted)}")
    for part, found in page.head.values.items():
        if part.startswith("JSON-LD ") and part not in _JSON_LD:
            findings.add(_KIND, f"{part}: {found[0]}")
    _compare_elements(page.head, site, findings)
    if signed is not None and not site.has_own_templates:
        bylines.compare_addresses(signed, page.head, findings)
    _compare_dates(page.head, site, findings)
    description = text.values.get("description") or text.values.get("subtitle", "")
    if not description:
        _compare_excerpt(text, page, site, findings)


def _in_utc(head: PageHead, part: str) -> tuple[str, ...]:
    """The values of a part. Moments are in UTC: whether they are on the clocks of the site is compared elsewhere."""
    found = head.of(part)
    return tuple(moment(one) or one for one in found) if part in _MOMENTS else found


def _compare_dates(head: PageHead, site: Site, findings: Findings) -> None:
    """Compare the words of each date with the moment on the clocks of the site that it stands for."""
    if site.has_own_templates:
        return
    for words, date in zip(head.of("dates"), head.of("dt-published"), strict=True):
        if moment(date) and not is_shown_as(words, date):
            findings.lose(_KIND, f"dt-published: {date}")
            findings.add(_KIND, f"dt-published: {words}")


def _compare_elements(head: PageHead, site: Site, findings: Findings) -> None:
    """Find a second heading of the whole page, and elements that no page of a post has."""
    for words in head.of("foreign"):
        findings.add(_KIND, words)
    if site.has_own_templates:
        return
    for words in head.of("foreign around"):
        findings.add(_KIND, words)
    if not head.of("h1"):
        findings.lose(_KIND, "h1")
    for words in head.of("h1")[1:]:
        findings.add(_KIND, f"h1: {words}")


def _heading(text: Converted) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The title above the text."""
    if text.values.get("title") and text.title and text.title.spaced:
        yield "p-name", (text.title.spaced,)


def _wanted(values: Mapping[str, str], folder: str, site: Site) -> Iterator[tuple[str, tuple[str, ...]]]:
    title, date = plain_spaces(values.get("title", "")), moment(values.get("date", ""))
    is_draft = folder.startswith("drafts/") or values.get("draft") == "true"
    is_response = folder.startswith("responses/") and not is_draft
    language = values.get("lang") or site.language
    if title:
        yield "title", (f"{title} · {site.title}",)
        yield "og:title", (title,)
        yield "JSON-LD headline", (title,)
    yield "JSON-LD @context", ("https://schema.org",)
    yield "JSON-LD @type", ("Comment" if is_response else "BlogPosting",)
    yield "lang", (language,)
    yield "JSON-LD inLanguage", (language,)
    if not site.has_own_templates:
        yield "dir", (direction(language),)
        yield "robots", _value_if_any("noindex" if is_draft else "")
    yield "subtitle", _value_if_any(plain_spaces(values.get("subtitle", "")))
    if description := plain_spaces(values.get("description") or values.get("subtitle", "")):
        for part in ("description", "og:description", "JSON-LD description"):
            yield part, (description,)
    for part in _PUBLISHED:
        yield part, _value_if_any(date)
    for part in _MODIFIED:
        yield part, _value_if_any(moment(values.get("updated", "")))
    tags = tuple(tag for tag in values.get("tags", "").split("\n") if tag)
    yield "p-category", tags
    yield "article:tag", tags
    yield "JSON-LD keywords", _value_if_any(", ".join(tags))
    yield "u-uid", (f"https://medium.com/p/{values['medium.id']}",)
    yield "JSON-LD identifier", (f"https://medium.com/p/{values['medium.id']}",)
    there = bylines.web(values.get("medium.url", ""))
    here = f"{site.url}/{quote(folder)}/index.html" if site.url else ""
    if there:
        yield "u-url", (there,)
    for part in ("og:url", "JSON-LD url", "JSON-LD mainEntityOfPage"):
        yield part, _value_if_any(here)
    yield "canonical", _value_if_any(_canonical(values.get("canonical", ""), "" if is_draft else here, there, site))


def _names(signed: Sequence[Signature] | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    if signed is None:
        return
    names = tuple(one.name for one in signed if one.name)
    for part in ("p-author", "author", "JSON-LD author"):
        yield part, names
    yield "JSON-LD author @type", ("Person",) * len(names)


def direction(language: str) -> str:
    """The value of `dir` for a BCP 47 tag."""
    name, *others = language.lower().replace("_", "-").split("-")
    scripts = [part for part in others if len(part) == 4 and part.isalpha()]
    is_rtl = scripts[0] in _RIGHT_TO_LEFT_SCRIPTS if scripts else name in _RIGHT_TO_LEFT
    return "rtl" if is_rtl else "ltr"


def _canonical(own: str, here: str, there: str, site: Site) -> str:
    if bylines.web(own):
        return own
    choice = own if own in ("self", "medium") else site.canonical
    return (there or here) if choice == "medium" else (here or there)


def _compare_excerpt(text: Converted, page: Converted, site: Site, findings: Findings) -> None:
    """Without a description the page has the first words of the text."""
    assert page.head is not None  # noqa: S101  # the caller looked
    has_words = any(block.kind == "prose" and visible(block.text) for block in text.blocks)
    for part in ("description", "og:description", "JSON-LD description"):
        found = page.head.of(part)
        if not found and has_words and not site.has_own_templates:
            findings.lose(_KIND, part)
        if len(found) > 1 or any(not is_excerpt(value, text.blocks) for value in found):
            findings.add(_KIND, f"{part}: {found[-1]}")


def is_excerpt(words: str, blocks: Sequence[Block]) -> bool:
    """Whether words are those of some blocks in their order, the last of them maybe cut off. The readings of ruby are
    left out of them.
    """
    rests = {visible(words).removesuffix("…")}  # more than one, as a paragraph may begin like the heading above it
    for block in blocks:
        text = visible("".join(run for run, bits, _ in block.runs if run != "\n" and not bits & READINGS))
        if any(text.startswith(rest) for rest in rests):
            return True
        rests |= {rest.removeprefix(text) for rest in rests}
    return "" in rests


def _value_if_any(value: str) -> tuple[str, ...]:
    return (value,) if value else ()
