"""The facts that the page of a post must show outside of its text. The ledger of the post compares the title, the
subtitle and the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from medium_archive.checks.completeness.dates import is_shown_as
from medium_archive.checks.site_pages import elsewhere
from medium_archive.checks.site_pages import facts as values
from medium_archive.checks.site_pages.facts import Facts, Post
from medium_archive.checks.site_pages.lists import link_of, minutes_of, time_of

_MIN_MINUTES, _MIN_HEADINGS = 6, 3  # of a post with a table of contents
_END = "/index.html “"  # ends the file in the fact of a link to a post; its words follow
_MAX_RELATED = 3


def wanted(facts: Facts, one: Post, newer: Post | None, older: Post | None, found: Sequence[str]) -> list[str]:
    """The facts that the page must have. `found` are the facts that it has: values that only the builder chooses are
    taken from them. `newer` and `older` are the next posts in lists.
    """
    return [
        *_header(one, found),
        *_contents(facts, one),
        "the text (text, e-content)",
        *_footer(facts, one),
        *(_related(facts, one, found) if facts.extras and one.kind != "response" else ()),
        *_neighbours(newer, older),
    ]


def _header(one: Post, found: Sequence[str]) -> Iterator[str]:
    is_response, has_title = one.kind == "response", "label p.is-response" in found
    if one.kind == "draft":
        yield "label p.draft"
    if is_response and has_title:
        yield "label p.is-response"
    yield "the text (p-name)"
    if is_response and not has_title:
        yield "label header.post>h1"
        yield from time_of(one)
    if one.stored.subtitle:
        yield "the text (subtitle, p-summary)"
    for person in one.people:
        address = person.page or person.url
        yield f"link {address} “{person.name}”" if address else f"span.p-author “{person.name}”"
    if not is_response or has_title:
        yield from time_of(one)
    yield from minutes_of(one)
    if one.updated:
        shown = [fact for fact in found if fact.startswith("p.byline “")]
        is_right = len(shown) == 1 and is_shown_as(shown[0].partition("“")[2], values.stamp(one.updated))
        yield shown[0] if is_right else f"p.byline “{values.stamp(one.updated)[:10]}”"


def _contents(facts: Facts, one: Post) -> Iterator[str]:
    headings = facts.pages[one.page].headings
    if one.kind != "response" and one.minutes >= _MIN_MINUTES and len(headings) >= _MIN_HEADINGS:
        yield "nav contents"
        yield "label summary#contents"
        yield from (f"link #{name} “{words}”" for name, words in headings)


def _footer(facts: Facts, one: Post) -> Iterator[str]:
    for name, file in zip(one.tags, one.tag_files, strict=True):
        plain = " ".join(name.split())
        yield f"link {file} “{plain}”" if file else f"span.p-category “{plain}”"
    if one.url:
        yield f"link {one.url}"
    else:
        yield f"data u-url “{f'{facts.url}/{one.page}' if facts.url else 'index.html'}”"
    if also := facts.also.get(one.path):
        yield "label p.also"
        yield from elsewhere.copies(also)
    if one.uid:
        yield f"data u-uid “{one.uid}”"


def _related(facts: Facts, one: Post, found: Sequence[str]) -> Iterator[str]:
    """The facts of the related posts, which the builder chooses: each post that the page links to must be another story
    with its title and date, and must be there once.
    """
    if "label h2#related" not in found:
        return
    yield "label h2#related"
    there = found[found.index("label h2#related") + 1 :]
    stories = facts.stories_by_page
    shown: list[str] = []
    for fact in there:
        if fact == "nav neighbours":
            break
        # The name of a folder may have spaces, so the name of the file ends the address
        target = f"{fact.partition(_END)[0].removeprefix('link ')}/index.html" if _END in fact else ""
        if target in stories and target not in (one.page, *shown) and len(shown) < _MAX_RELATED:
            shown.append(target)
    for target in shown:
        yield link_of(stories[target])
        yield from time_of(stories[target])


def unrelated(facts: Facts) -> Iterator[tuple[str, str]]:
    """The pages of posts that lack a link to a related post, with the title of that post. Two posts are
    equally related to each other, so a page with room for one more link links to each post that links to it.
    """
    titles = {one.page: one.title for one in facts.stories}
    shown = {page: set(facts.pages[page].related) for page in titles}
    for page, targets in shown.items():
        for target in sorted(targets & titles.keys()):
            if page not in shown[target] and len(shown[target]) < _MAX_RELATED:
                yield target, titles[page]


def _neighbours(newer: Post | None, older: Post | None) -> Iterator[str]:
    if newer or older:
        yield "nav neighbours"
    for one, name in ((newer, "newer"), (older, "older")):
        if one is not None:
            yield f"label which {name}"
            yield link_of(one)
