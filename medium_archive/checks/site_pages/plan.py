"""The pages that the site must have, in the order of its sitemap, each with the facts that it must show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from medium_archive.articles.addresses import canonical
from medium_archive.checks.site_pages import (
    about_page,
    charts,
    lists,
    other_pages,
    post_facts,
    readings,
    site_words,
    tree,
)
from medium_archive.checks.site_pages import facts as values
from medium_archive.checks.site_pages.facts import Facts, Post
from medium_archive.checks.site_pages.labels import Labels
from medium_archive.checks.site_pages.lists import Lists
from medium_archive.checks.site_pages.page import Page, Wanted
from medium_archive.checks.site_pages.page_frame import PROOF, HeadValues
from medium_archive.checks.site_pages.proof_page import ProofPage
from medium_archive.checks.site_pages.tree import Element
from medium_archive.checks.snapshot import Snapshot
from medium_archive.folder.catalog import same_post

_FRONT = 20  # posts on the front page of a theme without the option `posts`


def pages(archive: Snapshot, facts: Facts, trees: Mapping[str, Element], labels: Labels) -> Iterator[Page]:
    """Every page of the site. Raises ArchiveError if a record can't be read."""
    return Planner(archive, facts, trees, labels.names, labels.onward).all()


@dataclass(frozen=True)
class Planner:
    """Plans the pages of one site. `names` are their titles in the menu, `onward` the files and titles of the links at
    the top of archive.html.
    """

    archive: Snapshot
    facts: Facts
    trees: Mapping[str, Element]
    names: Mapping[str, str]
    onward: Sequence[tuple[str, str]]
    tags: tuple[values.Tag, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tags", values.tags_of(self.facts.stories))

    def all(self) -> Iterator[Page]:
        read = readings.of(self.archive.layout, self.facts, self.onward)
        yield from self._fronts()
        yield from self._archive(read)
        yield from self._tags()
        if self.facts.has_search:
            yield self._named("search.html", "search.html", partial(other_pages.search, self.facts), "static/search.js")
        if self.facts.has_statistics:
            yield self._named("years.html", "years.html", partial(other_pages.numbers, self.facts))
        yield from self._authors()
        if self.facts.responses:
            yield self._named("responses/index.html", "responses.html", partial(other_pages.responses, self.facts))
        if self.facts.drafts:
            yield self._named("drafts/index.html", "drafts.html", partial(other_pages.drafts, self.facts))
        yield from self._special(read)
        for posts in (self.facts.stories, self.facts.responses, self.facts.drafts):
            for place, one in enumerate(posts):
                yield self._post(posts, place, one)

    def _named(
        self, file: str, template: str, wanted: Callable[[str, Sequence[str]], Sequence[str]], *scripts: str
    ) -> Page:
        """A page with the title that it has in the menu."""
        title = self.names.get(file, "")
        return self._list(file, template, title, partial(wanted, title), scripts=scripts)

    def _tags(self) -> Iterator[Page]:
        if self.tags:
            yield self._named("tags/index.html", "tags.html", lambda title, has: other_pages.tags(title, self.tags))
        up = self.names.get("tags/index.html", "")
        for tag in self.tags:
            wanted = lambda has, tag=tag: Lists(self.facts, has).tag(tag, up)  # noqa: E731  # mypy infers it
            yield self._list(tag.file, "tag.html", tag.name, wanted, tag.posts)

    def _list(  # noqa: PLR0913  # what differs between lists, by keyword
        self,
        file: str,
        template: str,
        title: str,
        wanted: Wanted,
        described: Sequence[Post] = (),
        *,
        whole_title: str = "",
        author: str | None = None,
        scripts: tuple[str, ...] = (),
        skipped: tuple[str, ...] = (),
        has_intro: bool = True,
        description: str | None = None,
        more: Sequence[str] = (),
    ) -> Page:
        by = self.facts.author if author is None else author
        title = " ".join(title.split())
        head = HeadValues(file, title, by, whole_title, described, description=description, more=more)
        return Page(file, template, head, wanted, scripts=scripts, skipped=skipped, has_intro=has_intro)

    def _fronts(self) -> Iterator[Page]:
        facts = self.facts
        of_pages = lists.pages_of(facts.stories, facts.theme.number("posts", _FRONT))
        for number, posts in enumerate(of_pages, 1):
            file = "index.html" if number == 1 else f"page/{number}.html"
            place = self._place(file, number, len(of_pages))
            title = facts.title if number == 1 else place

            def wanted(has: Sequence[str], file: str = file, number: int = number, place: str = place) -> list[str]:
                about = site_words.of(facts.language).get("about", "")
                bio = about_page.bio(facts, self.trees, about) if number == 1 else []
                return Lists(facts, has, bio).front(file, number, of_pages, place, self.tags)

            whole = facts.title if number == 1 else ""
            yield self._list(file, "index.html", title, wanted, posts, whole_title=whole)

    def _place(self, file: str, number: int, count: int) -> str:
        """The text with the number of a page ("Page 2 of 3"), as the page has it if its numbers are right."""
        root = self.trees.get(file)
        element = tree.find(root, "span", "place") if root is not None else None
        shown = "".join(element.itertext()) if element is not None else ""
        words, numbers = tree.one_line(shown), f"{number} / {count}"
        thousands = site_words.of(self.facts.language).get("thousands", "")
        is_right = charts.numbers_in(shown) == charts.numbers_in(numbers) and charts.grouped(count, thousands) in words
        return words if is_right else numbers

    def _archive(self, read: Sequence[readings.Reading]) -> Iterator[Page]:
        facts, title = self.facts, self.names.get("archive.html", "")
        onward = [("years.html", self.names.get("years.html", ""))] if facts.has_statistics else []
        onward += [(one.file, one.title or self.names.get(one.file, "")) for one in read]
        yield self._list("archive.html", "archive.html", title, lambda has: Lists(facts, has).all_posts(title, onward))
        if len(facts.stories) <= lists.MAX_LIST:
            return
        years = lists.by_year(facts.stories)
        for year, posts in years:
            file = f"archive/{year or 'undated'}.html"

            def wanted(has: Sequence[str], file: str = file, year: str = year, posts: list[Post] = posts) -> list[str]:
                return Lists(facts, has).year(file, year, [name for name, _ in years], posts, title)

            yield self._list(file, "year.html", year or self._heading(file), wanted)

    def _authors(self) -> Iterator[Page]:
        facts = self.facts
        if not facts.authors:
            return
        title, about = self.names.get("authors/index.html", ""), self._about_words()
        yield self._list("authors/index.html", "authors.html", title, lambda has: other_pages.authors(facts, title))
        author = other_pages.author
        for one in facts.authors:
            wanted = lambda has, one=one: author(Lists(facts, has), one, title, about)  # noqa: E731  # mypy infers it
            yield self._list(one.page, "author.html", one.name, wanted, one.posts, author=one.name)

    def _about_words(self) -> str:
        """The words of the link to the page about an author, which are the same on all pages of authors."""
        found = []
        for one in self.facts.authors:
            root = self.trees.get(one.page)
            line = tree.find(root, "p", "onward") if root is not None else None
            links = list(line.iter("a")) if line is not None else []
            own = [link for link in links if self._target(link, one.page) == one.about]
            found += [tree.words(link) for link in own]
        return values.most_frequent(found)

    def _target(self, link: Element, page: str) -> str | None:
        return tree.own_file(link.get("href", ""), page, self.facts.root)

    def _heading(self, file: str) -> str:
        """The heading of a page whose title comes from a translation, as the page has it."""
        root = self.trees.get(file)
        heading = next(root.iter("h1"), None) if root is not None else None
        return tree.one_line(heading.text) if heading is not None else ""

    def _special(self, read: Sequence[readings.Reading]) -> Iterator[Page]:
        facts, name = self.facts, self.names.get
        for stored in facts.abouts:
            yield about_page.page(self.archive, facts, stored, self.trees, name("about.html", ""), self._heading)
        for one in read:
            title = one.title or name(one.file, "")
            wanted = lambda has, one=one, title=title: [f"h1 “{title}”", *one.facts]  # noqa: E731  # mypy infers it
            yield self._list(one.file, "reading.html", title, wanted, has_intro=not one.title)
        if facts.settings.site.proof and PROOF in facts.files:
            more = ("link stylesheet static/proof.css",)
            page = self._list(PROOF, "proof.html", name(PROOF, ""), self._proof, more=more)
            yield replace(page, templates=frozenset(("proof-parts.html",)))
        titles = name("find.html", ""), name("archive.html", "")
        intro = tree.find(self.trees["find.html"], "p", "intro") if "find.html" in self.trees else None
        help_text = tree.words(intro) if intro is not None else ""
        scripts = ("static/old-addresses.js",)
        yield self._list(
            "find.html",
            "find.html",
            titles[0],
            lambda has: other_pages.find(*titles),
            scripts=scripts,
            description=help_text,
        )
        lost = self._heading("404.html")
        yield self._list(
            "404.html",
            "404.html",
            lost,
            lambda has: other_pages.not_found(lost, titles[1], titles[0], has_search=facts.has_search),
        )

    def _proof(self, found: Sequence[str]) -> Sequence[str]:
        """The facts of the page of the proof; those that it has if another check reports the record as damaged."""
        proof = self.archive.proofs.get("records/proof.json")
        return found if proof is None else ProofPage(proof, self.facts, found, self.archive.pictures).facts()

    def _post(self, posts: Sequence[Post], place: int, one: Post) -> Page:
        newer = posts[place - 1] if place else None
        older = posts[place + 1] if place + 1 < len(posts) else None
        head = HeadValues(
            one.page,
            one.title,
            "",
            post=one,
            ledger=True,
            canonical=canonical_of(one, self.facts),
            language=one.language,
            more=("script static/page.js",),
        )
        changed = values.stamp(one.updated or one.date)
        return Page(
            one.page,
            "response.html" if one.kind == "response" else "post.html",
            head,
            partial(post_facts.wanted, self.facts, one, newer, older),
            templates=frozenset(("related.html",)),
            skipped=("e-content", "p-name", "subtitle"),
            changed=changed,
            is_own=not self._has_original(one),
        )

    def _has_original(self, one: Post) -> bool:
        """Whether a ledger compares the page. A person's copy of a post has the id of the post, and no ledger."""
        entry = self.archive.entries.get(key := same_post(one.id)) if one.id else None
        return entry is not None and bool(entry.original) and self.archive.places.get(key) == one.path


def canonical_of(one: Post, facts: Facts) -> str:
    """The address that search engines should prefer."""
    return canonical(one.stored, one.page, facts.url, facts.settings.site.canonical)
