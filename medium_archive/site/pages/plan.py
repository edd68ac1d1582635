"""Which pages the site has: each is a file of the site, a template, and the values that the template gets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from medium_archive.site.authors import LIST
from medium_archive.site.content import RenderedPost, SiteInfo, by_year, shorten
from medium_archive.site.pages import charts, statistics
from medium_archive.site.pages.page import AuthorOfPosts, Link, Page, SiteContent, YearCount, YearOfPosts
from medium_archive.site.pages.statistics import Statistics
from medium_archive.site.pages.tags import Tag, tags_of
from medium_archive.site.pages.values import NOT_FOUND
from medium_archive.site.search import index
from medium_archive.site.text.headings import Heading

SEARCH, YEARS = "search.html", "years.html"
_DRAFTS = "drafts/index.html"
_UNLISTED = (_DRAFTS, NOT_FOUND)  # search engines should not list them
_FRONT_PAGE_POSTS = 20  # for a theme without the option `posts`
_MAX_LIST = 2000  # titles; a longer archive has a page for each year
_MIN_MINUTES = 6  # a shorter post needs no table of contents
_MIN_HEADINGS = 3
_DESCRIBED_POSTS = 6  # search engines show some 160 characters of a description
_DESCRIPTION_LENGTH = 160


def menu(site: SiteInfo, content: SiteContent) -> tuple[Link, ...]:
    """The pages that the menu of every page links to."""
    words = site.words
    candidates = (
        ("archive.html", words.all_posts, True),
        ("tags/index.html", words.tags, any(post.tags for post in content.posts)),
        ("responses/index.html", words.responses, content.responses),
        (_DRAFTS, words.drafts, content.drafts),
        (LIST, words.authors, site.authors),
        ("about.html", words.about, content.about and not site.authors),
        (SEARCH, words.search, content.published if site.extras else ()),
    )
    return tuple(Link(file, name) for file, name, exists in candidates if exists)


@dataclass(frozen=True)
class Plan:
    """Every page of the site: `others` and those of posts. The page of a post is made each time it is asked for,
    because the values of 100,000 pages take much memory. `by_name` has the tags by all their names.
    """

    site: SiteInfo
    content: SiteContent
    others: Sequence[Page]
    by_name: Mapping[str, Tag]

    def __len__(self) -> int:
        return len(self.others) + sum(len(posts) for posts, _ in self._kinds)

    def __iter__(self) -> Iterator[Page]:
        return map(self.page, range(len(self)))

    def page(self, number: int) -> Page:
        """The page with this number, from 0."""
        previews = self.content.previews
        page = self.others[number] if number < len(self.others) else self._of_post(number - len(self.others))
        preview = previews.get(page.file) or previews.get("")
        return replace(page, values={"preview": preview, **page.values})

    @property
    def _kinds(self) -> tuple[tuple[Sequence[RenderedPost], str], ...]:
        content = self.content
        return (content.posts, "post.html"), (content.responses, "response.html"), (content.drafts, "post.html")

    def _of_post(self, place: int) -> Page:
        for posts, template in self._kinds:
            if place < len(posts):
                post = posts[place]
                values = {
                    "newer": posts[place - 1] if place else None,
                    "older": posts[place + 1] if place + 1 < len(posts) else None,
                    "related": self.content.related.get(post.path, ()),
                    "tags": _tag_links(post, self.by_name),
                    "also": self.content.also.get(post.path, ()),
                    "contents": _table_of_contents(post),
                }
                return _of_post(self.site, post, template, values)
            place -= len(posts)
        raise IndexError(place)


def plan(site: SiteInfo, content: SiteContent, options: Mapping[str, Any]) -> Plan:
    """The pages of the site. The theme's option `posts` is the number of posts on a front page."""
    tags = tags_of(content.posts)
    others = (*_lists(site, content, tags, options), *_special_pages(site, content))
    return Plan(site, content, others, {name: tag for tag in tags for name in tag.names})


def _lists(site: SiteInfo, content: SiteContent, tags: Sequence[Tag], options: Mapping[str, Any]) -> Iterator[Page]:
    words = site.words
    numbers = statistics.of(content.posts) if site.extras else None
    yield from _front_pages(site, content, tags, options)
    yield from _archive(site, content, numbers)
    if tags:
        yield _list(site, "tags/index.html", "tags.html", words.tags, tags=tags)
    for tag in tags:
        yield _list(site, tag.file, "tag.html", tag.name, tag.posts, tag=tag, years=_years(tag.posts))
    if content.published and site.extras:
        yield _list(site, SEARCH, SEARCH, words.search, years=_year_counts(content), search_index=index.FILE)
    if numbers:
        drawn = charts.draw(numbers, words)
        title = words.writing_in_years
        yield _list(site, YEARS, YEARS, title, statistics=numbers, charts=drawn, bar=charts.bar)
    yield from _authors(site, content)
    if content.responses:
        years = _years(content.responses)
        yield _list(site, "responses/index.html", "responses.html", words.responses, years=years)
    if content.drafts:
        yield _list(site, _DRAFTS, "drafts.html", words.drafts, drafts=content.drafts)


def _special_pages(site: SiteInfo, content: SiteContent) -> Iterator[Page]:
    for about in (*([content.about] if content.about else []), *content.other_abouts):
        yield _of_post(site, about, "about.html", {"also": content.also.get(about.path, ())})
    for reading in content.reading:
        yield _list(site, reading.page, "reading.html", reading.title, reading=reading)
    if content.proof and site.proof:
        yield _list(site, site.proof, "proof.html", site.words.proof.title, proof=content.proof)
    yield replace(_list(site, "find.html", "find.html", site.words.find), description=site.words.find_help)
    yield _list(site, NOT_FOUND, NOT_FOUND, site.words.not_found)


def _front_pages(
    site: SiteInfo, content: SiteContent, tags: Sequence[Tag], options: Mapping[str, Any]
) -> Iterator[Page]:
    """The front page, and as many after it as the posts need."""
    option = options.get("posts", _FRONT_PAGE_POSTS)
    size = int(option) if isinstance(option, (int, float)) and option >= 1 else _FRONT_PAGE_POSTS
    count = max(1, -(-len(content.posts) // size))
    files = ["index.html", *(f"page/{number}.html" for number in range(2, count + 1))]
    sections = tuple(tag for tag in tags if len(tag.posts) > 1) if count > 1 else ()
    for place, file in enumerate(files):
        posts = content.posts[place * size : (place + 1) * size]
        about = None if place or site.authors else content.about
        of_pages = site.words.page_of.format(n=site.words.number(place + 1), total=site.words.number(count))
        title = of_pages if place else site.title
        yield _list(
            site,
            file,
            "index.html",
            title,
            posts,
            posts=posts,
            total=len(content.posts),
            number=place + 1,
            count=count,
            newer_page=files[place - 1] if place else "",
            older_page=files[place + 1] if place + 1 < count else "",
            sections=sections if place == 0 else (),
            about=about,
            bio=about.description if about else "",
        )


def _archive(site: SiteInfo, content: SiteContent, numbers: Statistics | None) -> Iterator[Page]:
    """The list of all posts by year; one that would be too long is a page for each year. It links to the other pages
    about the posts.
    """
    posts, title, years = content.posts, site.words.all_posts, _years(content.posts)
    onward = [Link(YEARS, site.words.writing_in_years)] if numbers else []
    onward += [Link(reading.page, reading.title) for reading in content.reading]
    is_split = len(posts) > _MAX_LIST
    if is_split:
        years = tuple(replace(year, file=f"archive/{year.name or 'undated'}.html") for year in years)
    yield _list(site, "archive.html", "archive.html", title, years=years, total=len(posts), onward=onward)
    for year in years if is_split else ():
        name = year.name or site.words.undated
        yield _list(site, year.file, "year.html", name, year=year, years=years, total=len(year.posts))


def _authors(site: SiteInfo, content: SiteContent) -> Iterator[Page]:
    """The list of the authors, and a page for each with their posts; nothing for a site of one author."""
    if not site.authors:
        return
    newest = sorted(content.published, key=_age)
    authors = [
        AuthorOfPosts(author, tuple(post for post in newest if author.page in {one.page for one in post.authors}))
        for author in site.authors
    ]
    yield _list(site, LIST, "authors.html", site.words.authors, authors=authors)
    for one in authors:
        years, total = _years(one.posts), len(one.posts)
        file, name = one.author.page, one.author.name
        yield _list(site, file, "author.html", name, one.posts, author=one.author, years=years, total=total)


def _age(post: RenderedPost) -> float:
    """A number that is smaller for a newer post, and largest for one without a date."""
    return -post.date.moment.timestamp() if post.date else float("inf")


def _years(posts: Sequence[RenderedPost]) -> tuple[YearOfPosts, ...]:
    return tuple(YearOfPosts(name, tuple(of_year)) for name, of_year in by_year(posts))


def _year_counts(content: SiteContent) -> tuple[YearCount, ...]:
    """The years, newest first, with the page that lists their posts; a year may have only responses."""
    of_posts = {year for year, _ in by_year(content.posts)}
    years = sorted(by_year(content.published), key=lambda pair: pair[0], reverse=True)
    return tuple(
        YearCount(year, len(both), "archive.html" if year in of_posts else "responses/index.html")
        for year, both in years
    )


def _tag_links(post: RenderedPost, by_name: Mapping[str, Tag]) -> tuple[Link, ...]:
    """The tags of a post as links to their pages; a tag that only drafts have is a link without a file."""
    return tuple(Link(by_name[name].file if name in by_name else "", name) for name in post.tags)


def _table_of_contents(post: RenderedPost) -> tuple[Heading, ...]:
    """The headings of a long post; empty for a short one."""
    headings = tuple(heading for heading in post.outline if heading.level <= 3)
    return headings if post.minutes >= _MIN_MINUTES and len(headings) >= _MIN_HEADINGS else ()


def _list(
    site: SiteInfo, file: str, template: str, title: str, described: Sequence[RenderedPost] = (), **values: Any
) -> Page:
    """A page that is not a post's, such as a list or the search.

    Its description consists of the titles of the first posts in `described`; without any, of its own title.
    """
    address = f"{site.url}/{quote(file)}" if site.url and file not in _UNLISTED else ""
    titles = site.words.comma.join(post.title for post in described[:_DESCRIBED_POSTS])
    description = shorten(titles, _DESCRIPTION_LENGTH)
    if not description:
        description = title if title == site.title else f"{title} · {site.title}"
    return Page(
        file,
        template,
        title,
        site.language,
        site.direction,
        description,
        canonical=address,
        address=address,
        values=values,
    )


def _of_post(site: SiteInfo, post: RenderedPost, template: str, values: dict[str, Any]) -> Page:
    changed = post.updated or post.date
    return Page(
        post.page,
        template,
        post.title,
        post.language,
        post.direction,
        post.description,
        post.canonical,
        f"{site.url}/{quote(post.page)}" if site.url and post.kind != "draft" else "",
        changed.stamp if changed else "",
        {"post": post, **values},
    )
