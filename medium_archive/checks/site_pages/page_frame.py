"""The facts that the head and the frame of a page must show. The frame is the header with the menu, and the footer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from medium_archive.checks.site_pages.facts import Facts, Post, shortened

_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'self'"
)
_FEEDS = (("feed.xml", "rss+xml"), ("atom.xml", "atom+xml"), ("feed.json", "feed+json"))
_DESCRIPTION, _DESCRIBED = 160, 6  # characters of the description of a list, and the posts that it names
_COMMAS = (", ", "، ", "，")
_WIDE = 600  # pixels of a picture that other programs show large
PROOF = "proof/index.html"
UNLISTED = ("drafts/index.html", "404.html")


@dataclass(frozen=True, slots=True)
class HeadValues:
    """The values that the head of a page must have. `title` is without the title of the site, `author` wrote the page.
    If `description` is None, the titles of the posts `described` make the description. With `ledger`, the ledger of the
    post compares most of the head. `more` are further facts that the template writes. `canonical` is "" if the page
    itself is the canonical one.
    """

    file: str
    title: str
    author: str
    whole_title: str = ""
    described: Sequence[Post] = ()
    post: Post | None = None
    ledger: bool = False
    more: Sequence[str] = ()
    description: str | None = None
    canonical: str = ""
    language: str = ""


# The button for light and dark, which the script shows
_SWITCH = ("hidden button.scheme-button", "button scheme-button")
# The facts in the head of a post's page that its ledger compares
_OF_LEDGER = ("title", "description", "author", "canonical", "robots", "og:title", "og:description", "og:url")


def head(facts: Facts, values: HeadValues, found: Sequence[str]) -> list[str]:
    """The facts that the head of a page must have. `found` are the facts that it has: the values that only the builder
    chooses, such as the preview picture, are taken from them.
    """
    wanted = list(_wanted(facts, values, found))
    if values.ledger:
        return [fact for fact in wanted if not is_of_ledger(fact)]
    return wanted


def is_of_ledger(fact: str) -> bool:
    """Whether the ledger of a post compares this fact of its page."""
    name = fact.partition(" “")[0]
    if fact.startswith("JSON-LD "):
        return name not in ("JSON-LD wordCount", "JSON-LD image", "JSON-LD sameAs")
    return name in _OF_LEDGER or name.startswith("article:") or fact.startswith("link canonical")


def _wanted(facts: Facts, values: HeadValues, found: Sequence[str]) -> Iterator[str]:
    site, options = facts.title, facts.theme.options
    yield "charset utf-8"
    yield "viewport “width=device-width, initial-scale=1”"
    yield f"Content-Security-Policy “{_POLICY}”"
    yield f"title “{values.whole_title or f'{values.title} · {site}'}”"
    if description := _description(site, values, found):
        yield f"description “{description}”"
    if values.author:
        yield f"author “{values.author}”"
    yield "color-scheme “light dark”"
    yield f"theme-color “{options.get('paper', '')}” (prefers-color-scheme: light)"
    yield f"theme-color “{options.get('paper_dark', '')}” (prefers-color-scheme: dark)"
    yield "script static/scheme.js"
    if values.file in UNLISTED:
        yield "robots “noindex”"
    if values.file == "404.html":
        yield "script static/old-addresses.js"
    if address := values.canonical or ("" if values.file in UNLISTED else facts.address(values.file)):
        yield f"link canonical {address}"
    yield f"og:title “{values.title}”"
    yield f"og:type “{'article' if values.post else 'website'}”"
    yield f"og:site_name “{site}”"
    yield from _address_and_picture(facts, values, found)
    for file, kind in _FEEDS if facts.extras else _FEEDS[:1]:
        yield f"link alternate {file} application/{kind} {site}"
    yield from _json_ld(facts, values, found)
    photo = facts.photo()
    yield f"link icon {photo or 'static/icon.svg'}"
    if photo:
        yield f"link apple-touch-icon {photo}"
    if facts.url:
        yield "link manifest site.webmanifest"
    yield "link stylesheet static/style.css"
    yield from values.more


def _description(site: str, values: HeadValues, found: Sequence[str]) -> str:
    there = next((fact for fact in found if fact.startswith("description “")), "")
    own = site if values.title == site else f"{values.title} · {site}"
    titles = [one.title for one in values.described[:_DESCRIBED]]
    possible = [shortened(comma.join(titles), _DESCRIPTION) or own for comma in _COMMAS]
    if values.description is not None:
        possible = [" ".join(values.description.split())]
    return next((one for one in possible if there == f"description “{' '.join(one.split())}”"), possible[0])


def _address_and_picture(facts: Facts, values: HeadValues, found: Sequence[str]) -> Iterator[str]:
    """The facts for Open Graph and Twitter about the language, the address and the preview picture."""
    parts = (values.language or facts.language).replace("_", "-").split("-")
    if len(parts) == 2 and len(parts[1]) == 2:
        yield f"og:locale “{parts[0].lower()}_{parts[1].upper()}”"
    width = 0
    if facts.url:
        yield f"og:url “{facts.address(values.file)}”"
    if facts.url and facts.extras:
        picture = facts.file_at(_value(found, "og:image"))
        yield f"og:image “{facts.address(picture) if picture else facts.address('a picture')}”"
        for name in ("og:image:width", "og:image:height"):
            value = _value(found, name)
            width = width or (int(value) if value.isdecimal() else 0)
            yield f"{name} “{value if value.isdecimal() else 'pixels'}”"
    yield f"twitter:card “{'summary_large_image' if width >= _WIDE else 'summary'}”"


def _value(found: Sequence[str], name: str) -> str:
    start = f"{name} “"
    return next((fact.removeprefix(start)[:-1] for fact in found if fact.startswith(start)), "")


def _json_ld(facts: Facts, values: HeadValues, found: Sequence[str]) -> Iterator[str]:
    if values.post is not None:
        if values.post.kind != "response":
            yield f"JSON-LD wordCount “{values.post.words}”"
        if facts.url and facts.extras:
            yield f"JSON-LD image “{_value(found, 'og:image')}”"
        same = [one for one in (values.post.url, *facts.also.get(values.post.path, ())) if one]
        if same:
            yield f"JSON-LD sameAs “{json.dumps(same, ensure_ascii=False) if len(same) > 1 else same[0]}”"
    elif values.file == "index.html":
        person = (("@type", "Person"), ("name", facts.author), ("url", facts.author_url))
        known = [pair for pair in person if pair[1]]
        pairs = {
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": facts.title,
            "inLanguage": facts.language,
            "url": facts.address("index.html"),
            "author": json.dumps(known, ensure_ascii=False) if facts.author else "",
        }
        yield from (f"JSON-LD {key} “{value}”" for key, value in pairs.items() if value)


def frame(facts: Facts, file: str, *, is_header: bool) -> list[str]:
    """The facts that the header of a page must have, or its footer if not `is_header`."""
    if not is_header:
        proof = [f"link {PROOF}"] if facts.settings.site.proof and PROOF in facts.files else []
        return ["label p", "link find.html", *proof, "link feed.xml"]
    home = ["link index.html"] if file != "index.html" else []
    if facts.theme.shape == "index":
        photo = facts.photo()
        home = [*([f"picture {photo}"] if photo else []), *(home or ["link index.html current"])]
    pages = menu(facts)
    return [*home, "nav", *(f"link {one}{' current' if one == file else ''}" for one in pages), *_SWITCH]


def menu(facts: Facts) -> list[str]:
    """The files that the menu of every page links to, in their order."""
    candidates = (
        ("archive.html", True),
        ("tags/index.html", facts.has_tags),
        ("responses/index.html", facts.responses),
        ("drafts/index.html", facts.drafts),
        ("authors/index.html", facts.authors),
        ("about.html", any(one.path == "about" for one in facts.abouts) and not facts.authors),
        ("search.html", facts.has_search),
    )
    return [file for file, exists in candidates if exists]
