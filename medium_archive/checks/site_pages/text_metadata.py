"""The facts of the page of a text that a person wrote, which no ledger compares: its title, its head and its JSON-LD.

The page of any other post is compared by the ledger of the post.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from medium_archive.checks.site_pages import facts as values
from medium_archive.checks.site_pages import opening, page_frame, tree
from medium_archive.checks.site_pages.facts import Facts, Person, Post
from medium_archive.checks.site_pages.tree import Element

_DESCRIPTIONS = ("description “", "og:description “", "JSON-LD description “")
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
    wanted = _wanted(facts, one, canonical, _own_description(one) or _opening(facts, one, root))
    return sorted(map(tree.one_line, shown)), sorted(map(tree.one_line, wanted))


def opening_compared(facts: Facts, one: Post, root: Element, has: Sequence[str]) -> tuple[list[str], list[str]]:
    """The descriptions that a page with a ledger has, and those that it must have, if they are the first words of the
    text: the ledger compares only a description in the front matter.
    """
    if _own_description(one):
        return [], []
    words = _opening(facts, one, root)
    shown = [fact for fact in has if fact.startswith(_DESCRIPTIONS)]
    return shown, [f"{name}{words}”" for name in _DESCRIPTIONS if words]


def _opening(facts: Facts, one: Post, root: Element) -> str:
    shown = tree.one_line(facts.pages[one.page].description)
    return opening.of_page(tree.find(root, "div", "e-content"), one.text, shown)


def _own_description(one: Post) -> str:
    return tree.one_line(one.stored.description or one.stored.subtitle)


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
        "identifier": one.uid,
    }
    yield from (f"JSON-LD {key} “{value}”" for key, value in known.items() if value)


def _person(person: Person) -> Pairs:
    pairs = [("@type", "Person"), ("name", person.name), ("url", person.url)]
    return [pair for pair in pairs if pair[1]]
