"""The facts that lists of posts must show in the three themes of the program."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import unquote

from medium_archive.checks.site_pages import site_words
from medium_archive.checks.site_pages.facts import Facts, Post, Tag

MAX_LIST = 2000  # titles on one page
_JOURNAL_FIRST, _JOURNAL_LATER, _JOURNAL_OF_TAG = 7, 12, 6  # posts that are tiles
_NUMBER = re.compile(r"\d+")
# The form of the front page that leads to the search
_SEARCH = ("form seek", "action search.html", "input", "button", "label button")


@dataclass(frozen=True)
class Lists:
    """The facts of the lists of a site. `found` are the facts that the page has. The builder decides from the
    pictures whether a post has a cover: a cover in `found` must be the one that the text names, or its first picture.
    `bio` are the facts about the author below the heading of the front page.
    """

    facts: Facts
    found: Sequence[str] = ()
    bio: Sequence[str] = ()

    def cards(self, posts: Iterable[Post], front: str = "excerpts") -> Iterator[str]:
        """A list of posts with excerpts. `front` is the option of the theme: "titles", "excerpts" or "covers"."""
        for one in posts:
            yield from self._cover(one, front if front == "titles" else "covers")
            yield from self._described(one, front)

    def tiles(self, posts: Iterable[Post], *, kicker: bool = True) -> Iterator[str]:
        """The tiles of the theme `journal`."""
        front = self.facts.theme.front()
        for one in posts:
            yield from self._cover(one, front)
            if kicker and one.tags:
                yield f"p.kicker “{' '.join(one.tags[0].split())}” {one.language} {one.direction}"
            yield from self._described(one, front)

    def _described(self, one: Post, front: str) -> Iterator[str]:
        """The title, the excerpt, the authors, the date and the minutes of a post."""
        yield link_of(one)
        if front != "titles" and one.excerpt:
            yield f"p.excerpt “{one.excerpt}” {one.language} {one.direction}"
        yield from self._signed(one)
        yield from time_of(one)
        yield from minutes_of(one)

    def titles(self, posts: Iterable[Post], *, signed: bool = True, mixed: bool = False) -> Iterator[str]:
        """A list of titles with dates. On a site of several authors it names the authors: of all posts if `signed`,
        else only of posts with co-authors. In a list of `mixed` kinds, responses are named as such.
        """
        for one in posts:
            yield from time_of(one)
            yield link_of(one)
            if mixed and one.kind == "response":
                yield f"span.kind “{site_words.of(self.facts.language).get('response', '')}”"
            if self.facts.authors and (signed or len(one.people) > 1):
                yield from _names(one, "span.author")

    def rows(self, posts: Iterable[Post], besides: str = "") -> Iterator[str]:
        """The rows of the theme `index`: posts with their authors and first tags, but for the tag
        whose page is `besides`.
        """
        for one in posts:
            yield from time_of(one)
            yield link_of(one)
            if self.facts.theme.front() == "excerpts" and one.excerpt:
                yield f"span.excerpt “{one.excerpt}” {one.language} {one.direction}"
            named = list(_names(one, "span.about")) if self.facts.authors else []
            shown = [name for name, file in zip(one.tags, one.tag_files, strict=True) if file != besides]
            tags = " ".join(" · ".join(shown[:3]).split())
            if len(named) == 1 and tags:
                yield f"{named[0][:-1]} · {tags}”"
            else:
                yield from named
                if tags:
                    yield f"span.about “{'· ' if named else ''}{tags}”"

    def years(
        self,
        posts: Sequence[Post],
        page: str = "",
        *,
        signed: bool = True,
        rows: Callable[[Iterable[Post]], Iterator[str]] | None = None,
        mixed: bool = False,
    ) -> Iterator[str]:
        """A menu of the years, and the posts of each year: titles, or what `rows` makes of them. `page` is the page of
        the whole list if each year has its own page, else "".
        """
        years = by_year(posts)
        yield from self.menu(years, page)
        for year, of_year in years:
            place = f"h2#year-{year or 'none'}"
            if page:
                yield _year_link(f"archive/{year or 'undated'}.html", year)
            else:
                yield f"{place} “{year}”" if year else f"label {place}"
            yield f"span.count “{len(of_year)}”"
            shown = of_year[:5] if page else of_year
            yield from rows(shown) if rows else self.titles(shown, signed=signed, mixed=mixed)

    def menu(self, years: Sequence[tuple[str, Sequence[Post]]], page: str) -> Iterator[str]:
        if len(years) <= 3:
            return
        yield "nav years"
        for year, of_year in years:
            yield _year_link(f"archive/{year or 'undated'}.html" if page else f"#year-{year or 'none'}", year)
            yield f"span.count “{len(of_year)}”"

    def front(
        self, file: str, number: int, pages: Sequence[Sequence[Post]], place: str, tags: Sequence[Tag]
    ) -> list[str]:
        """The front page if `number` is 1, else a page after it. `place` is its text with the number of the page."""
        title = self.facts.title if number == 1 else place
        posts = pages[number - 1]
        search = _SEARCH if number == 1 and self.facts.has_search else ()
        shape, head = self.facts.theme.shape, f"h1 “{title}”"
        photo = self.facts.photo() if number == 1 else ""
        face = [f"picture {photo}"] if photo else []
        if shape == "index":
            found = [head, *self.bio, *search, *self._front_rows(posts)]
        elif shape == "journal":
            found = [head, *face, *self.bio, *search, *self._front_tiles(posts, number, tags)]
        else:
            found = [*face, head, *self.bio, *search, *self._front_cards(posts)]
        if not posts:
            found.append("label p.intro")
        return [*found, *_pager(file, number, len(pages))]

    def _front_cards(self, posts: Sequence[Post]) -> Iterator[str]:
        if posts:
            yield f"data p-name “{self.facts.title}”"
            yield from self.cards(posts, self.facts.theme.front())

    def _front_rows(self, posts: Sequence[Post]) -> Iterator[str]:
        """The posts of each year together, the years in descending order, undated posts last."""
        for year in sorted({one.year for one in posts}, key=lambda one: int(one or 0), reverse=True):
            yield f"h2#year-{year} “{year}”" if year else "label h2#year-none"
            yield from self.rows([one for one in posts if one.year == year])

    def _front_tiles(self, posts: Sequence[Post], number: int, tags: Sequence[Tag]) -> Iterator[str]:
        if number > 1:
            yield from self.tiles(posts[:_JOURNAL_LATER])
            yield from self._briefs(posts[_JOURNAL_LATER:])
            return
        newest = posts[:_JOURNAL_FIRST]
        covered = [one for one in newest if self._has_cover(one)]
        lead = (covered or newest)[:1]
        yield from self.tiles(lead)
        yield from self.tiles([one for one in newest if one not in lead])
        shown = {one.page for one in newest}
        sections = [tag for tag in tags if len(tag.posts) > 1] if len(self.facts.stories) > len(posts) else []
        for tag in sections[: self.facts.theme.number("sections", 3)]:
            others = [one for one in tag.posts if one.page not in shown]
            if others:
                yield f"link {tag.file} “{' '.join(tag.name.split())}”"
                yield from self.tiles(others[:3], kicker=False)
        yield from self._briefs(posts[_JOURNAL_FIRST:])

    def _briefs(self, posts: Sequence[Post]) -> Iterator[str]:
        """The posts of the theme `journal` that have only a title and a date."""
        if posts:
            yield "label h2#latest"
        for one in posts:
            yield link_of(one)
            yield from time_of(one)

    def all_posts(self, title: str, onward: Iterable[tuple[str, str]]) -> list[str]:
        """archive.html, with links `onward` to other pages."""
        posts = self.facts.stories
        page = "archive.html" if len(posts) > MAX_LIST else ""
        head = [f"h1 “{title}”", f"span.count “{len(posts)}”", *(f"link {file} “{name}”" for file, name in onward)]
        empty = [] if posts else ["label p.intro"]
        rows = self.rows if self.facts.theme.shape == "index" else None
        return [*head, *empty, *self.years(posts, page, rows=rows)]

    def year(self, file: str, year: str, years: Sequence[str], posts: Sequence[Post], up: str) -> list[str]:
        """The page of one year of a long list."""
        heading = f"h1 “{year}”" if year else self.found[1]
        found = [f"link archive.html “{up}”", heading, f"span.count “{len(posts)}”", "nav years"]
        for one in years:
            target = f"archive/{one or 'undated'}.html"
            found.append(f"{_year_link(target, one)}{' current' if target == file else ''}")
        return [*found, *(self.rows(posts) if self.facts.theme.shape == "index" else self.titles(posts))]

    def tag(self, tag: Tag, up: str) -> list[str]:
        head = [f"link tags/index.html “{up}”", f"h1 “{' '.join(tag.name.split())}”", f"span.count “{len(tag.posts)}”"]
        if self.facts.theme.shape == "journal":
            more = self.years(tag.posts) if len(tag.posts) > _JOURNAL_OF_TAG else ()
            return [*head, *self.tiles(tag.posts[:_JOURNAL_OF_TAG], kicker=False), *more]
        return [
            *head,
            *self.years(
                tag.posts, rows=partial(self.rows, besides=tag.file) if self.facts.theme.shape == "index" else None
            ),
        ]

    def _cover(self, one: Post, front: str) -> Iterator[str]:
        if front != "covers" or not self._has_cover(one):
            return
        cover = f"cover {one.page}"
        yield "aria-hidden a.cover"
        yield cover
        after = self.found[self.found.index(cover) + 1 :][:1] if cover in self.found else []
        named = posixpath.normpath(f"{one.path}/{unquote(one.stored.cover)}") if one.stored.cover else ""
        possible = [file for file in (named, self.facts.pages[one.page].first_picture) if file in self.facts.files]
        shown = [fact for fact in after if fact.removeprefix("picture ") in possible]
        yield from shown or ([f"picture {possible[0]}"] if possible else ["picture of the post"])

    def _has_cover(self, one: Post) -> bool:
        """Whether the post has a cover: if the page shows one, or if its first picture is large enough."""
        first = self.facts.pages[one.page].first_picture
        return f"cover {one.page}" in self.found or first in self.facts.files

    def _signed(self, one: Post) -> Iterator[str]:
        for person in one.people if self.facts.authors else ():
            yield f"link {person.page} “{person.name}”" if person.page else f"span.p-name “{person.name}”"


def pages_of(posts: Sequence[Post], size: int) -> list[Sequence[Post]]:
    """The posts of the front page and of each page after it."""
    return [posts[start : start + size] for start in range(0, len(posts), size)] or [()]


def _pager(file: str, number: int, count: int) -> Iterator[str]:
    if count > 1:
        yield "nav pager"
        if number > 1:
            yield f"link {'index.html' if number == 2 else f'page/{number - 1}.html'}"
        yield "label span.place"
        if number < count:
            yield f"link page/{number + 1}.html"


def by_year(posts: Sequence[Post]) -> list[tuple[str, list[Post]]]:
    """The posts of each year, the newest first, in the order given; those without a date last, under ""."""
    found: dict[str, list[Post]] = {}
    for one in posts:
        found.setdefault(one.year, []).append(one)
    return [(year, found[year]) for year in sorted(found, key=lambda year: int(year or 0), reverse=True)]


def _year_link(target: str, year: str) -> str:
    return f"link {target} “{year}”" if year else f"link {target}"


def link_of(one: Post) -> str:
    return f"link {one.page} “{one.title}” {one.language} {one.direction}"


def minutes_of(one: Post) -> Iterator[str]:
    """The fact of the time to read a post; none without words."""
    if one.minutes:
        yield f"minutes {one.minutes}"


def time_of(one: Post) -> Iterator[str]:
    if one.date:
        yield f"time {one.stamp}"


def _names(one: Post, place: str) -> Iterator[str]:
    """The names of the authors: one in the element at `place`, several each in a `bdi`."""
    if len(one.people) == 1:
        yield f"{place} “{one.people[0].name}”"
    else:
        yield from (f"bdi “{person.name}”" for person in one.people)
