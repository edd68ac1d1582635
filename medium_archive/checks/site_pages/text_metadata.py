"""The facts of the page of a text that a person wrote, which no ledger compares: its title, its head and its JSON-LD.

The page of any other post is compared by the ledger of the post.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from medium_archive.checks.site_pages import facts as values
from medium_archive.checks.site_pages import page_frame, tree
from medium_archive.checks.site_pages.facts import Facts, Person, Post
from medium_archive.checks.site_pages.post_page import PostPage
from medium_archive.checks.site_pages.tree import Element

_BLOCKS = ("p", "ul", "ol", "div", "table", "dl", "details", "pre", "blockquote", "figure")
Pairs = list[tuple[str, str]]


def compared(facts: Facts, one: Post, canonical: str, root: Element, has: Sequence[str]) -> tuple[list[str], list[str]]:
    """The facts that the page has, and those that it must have, both sorted. `has` are the facts in its head."""
    heading = next((each for each in root.iter("h1", "data") if "p-name" in tree.classes(each)), None)
    subtitle = tree.find(root, "p", "subtitle")
    shown = [fact for fact in has if page_frame.is_of_ledger(fact)]
    if heading is not None:
        shown.append(f"p-name “{tree.one_line(heading.get('value')) or tree.words(heading)}”")
    if subtitle is not None:
        shown.append(f"subtitle “{tree.words(subtitle)}”")
    wanted = _wanted(facts, one, canonical, _description(one, facts.pages[one.page], root))
    return sorted(map(tree.one_line, shown)), sorted(map(tree.one_line, wanted))


def _wanted(facts: Facts, one: Post, canonical: str, description: str) -> Iterator[str]:
    yield f"p-name “{one.title}”"
    if one.stored.subtitle:
        yield f"subtitle “{tree.one_line(one.stored.subtitle)}”"
    yield f"title “{one.title} · {facts.title}”"
    yield from (f"author “{person.name}”" for person in one.people)
    if one.kind == "draft":
        yield "robots “noindex”"
    if canonical:
        yield f"link canonical {canonical}"
    yield f"og:title “{one.title}”"
    if description:
        yield f"description “{description}”"
        yield f"og:description “{description}”"
    if facts.url:
        yield f"og:url “{facts.address(one.page)}”"
    if one.date:
        yield f"article:published_time “{one.stamp}”"
    if one.updated:
        yield f"article:modified_time “{values.stamp(one.updated)}”"
    yield from (f"article:author “{person.url}”" for person in one.signed if person.url)
    yield from (f"article:tag “{tree.one_line(tag)}”" for tag in one.tags)
    yield from _json_ld(facts, one, description)


def _json_ld(facts: Facts, one: Post, description: str) -> Iterator[str]:
    people = [_person(person) for person in one.people]
    known = {
        "@context": "https://schema.org",
        "@type": "Comment" if one.kind == "response" else "BlogPosting",
        "headline": one.title,
        "inLanguage": one.language,
        "description": description,
        "datePublished": one.stamp,
        "dateModified": values.stamp(one.updated),
        "author": json.dumps(people if len(people) > 1 else people[0], ensure_ascii=False) if people else "",
        "url": facts.address(one.page),
        "mainEntityOfPage": facts.address(one.page),
        "keywords": ", ".join(one.tags),
        "sameAs": one.url,
        "identifier": one.uid,
    }
    yield from (f"JSON-LD {key} “{value}”" for key, value in known.items() if value)


def _person(person: Person) -> Pairs:
    pairs = [("@type", "Person"), ("name", person.name), ("url", person.url)]
    return [pair for pair in pairs if pair[1]]


def _description(one: Post, page: PostPage, root: Element) -> str:
    """The description in the front matter, else the one on the page, if it has the first words of the text."""
    if own := tree.one_line(one.stored.description or one.stored.subtitle):
        return own
    whole = "".join(_plain(each) for each in root.iter("p", "li") if _is_of_text(each))
    shown = "".join(page.description.removesuffix("…").split())
    is_right = whole.startswith(shown) and bool(shown) == bool(whole)
    return page.description if is_right else f"the beginning of the text: {whole[:40]}"


def _is_of_text(paragraph: Element) -> bool:
    around = [name for one in paragraph.iterancestors() for name in tree.classes(one)]
    return "e-content" in around and "added" not in around and "kicker" not in tree.classes(paragraph)


def _plain(element: Element) -> str:
    """The words of a paragraph or an item up to a block in it, without white space, readings and added parts."""
    if element.tag in ("rt", "rp") or "added" in tree.classes(element):
        return ""
    pieces = [element.text or ""]
    for one in element:
        if one.tag in _BLOCKS:
            break
        pieces += [_plain(one), one.tail or ""]
    return "".join("".join(pieces).split())
