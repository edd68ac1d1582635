"""Gathers the facts that the site must show, from the archive and from the pages of the posts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from math import inf
from urllib.parse import urlsplit

from medium_archive.articles.addresses import page_of, web
from medium_archive.articles.references import may_publish, resolve
from medium_archive.checks.completeness.page_facts import direction
from medium_archive.checks.last_build import BuildRecord
from medium_archive.checks.site_pages import elsewhere, facts, post_page, theme, witnesses
from medium_archive.checks.site_pages.facts import Author, Facts, Post
from medium_archive.checks.site_pages.feeds import MAX_ITEMS
from medium_archive.checks.site_pages.post_page import PostPage
from medium_archive.checks.site_pages.tree import Element
from medium_archive.checks.snapshot import Snapshot
from medium_archive.folder import former_paths, usernames
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import TEXT
from medium_archive.folder.posts import read_about, read_posts
from medium_archive.folder.settings import Settings
from medium_archive.post import Kind

Trees = Mapping[str, Element]


def facts_of(  # noqa: PLR0913, PLR0917  # one caller
    archive: Snapshot,
    settings: Settings,
    build: BuildRecord,
    trees: Trees,
    files: frozenset[str],
    of_tags: Trees,
) -> Facts:
    """The facts that the site with these `files` must show. `trees` are the pages of posts, `of_tags` those of tags.
    Raises FolderUnwritable.
    """
    url, failed = build.url or settings.site.url, build.failed
    with_drafts = any(name.startswith("drafts/") for name in files)
    stored, _ = read_posts(archive.layout, drafts=with_drafts, with_texts=False)
    abouts, _ = read_about(archive.layout, settings.authors, drafts=with_drafts)
    shown = [one for one in stored if one.where not in failed]
    known_names = usernames.of(archive.imports, settings)
    root = urlsplit(url).path.rstrip("/")
    in_feeds = witnesses.items_of_feeds(archive.layout.site)
    unedited = {
        archive.places[key]
        for key, entry in archive.entries.items()
        if entry.is_post
        and key in archive.places
        and not archive.differs(f"{archive.places[key]}/{TEXT}", entry.written)
    }
    pages = {}
    for one in shown:
        file = page_of(one.path)
        page = _page(file, trees, root)
        right = witnesses.settled(page, one, in_feeds.get(facts.uid_of(one), ()))
        pages[file] = right
    posts = [facts.post(one, pages[page_of(one.path)], settings, known_names) for one in shown]
    posts = _with_links(posts, pages, witnesses.files_of_tags(of_tags, root))
    stories = _of(posts, "story")
    in_a_feed = {one.page for one in stories[:MAX_ITEMS]}
    for file, page in pages.items():
        pages[file] = page.as_kept(with_text=file in in_a_feed)
    present = {same_post(one.id): one.path for one in posts if one.id}
    former = former_paths.of(archive.history, present)
    language = settings.site.language or "en"
    return Facts(
        settings=settings,
        title=settings.site.title or settings.author.name or "medium-archive",
        url=url,
        language=language,
        direction=direction(language),
        root=root,
        stories=stories,
        responses=_of(posts, "response"),
        drafts=_of(posts, "draft"),
        abouts=tuple(one for one in abouts if f"{one.path}.md" not in failed),
        files=files,
        theme=theme.read(archive.layout.root, settings),
        usernames=known_names,
        former={before: page_of(path) for before, path in former.items()},
        authors=_authors(posts, settings, {one.path for one in abouts}),
        photos=_photos(archive, settings, files, {one.path for one in stored}),
        pages=pages,
        unedited=frozenset(unedited),
        also=elsewhere.of(archive, posts, abouts, settings),
    )


def _photos(archive: Snapshot, settings: Settings, files: Collection[str], folders: Collection[str]) -> dict[str, str]:
    """The file of the photo of each author that archive.toml gives. The archive may have lost it since the build wrote
    it among `files`. `folders` are those of the posts whose files the site may show.
    """
    fetched: dict[str, set[str]] = defaultdict(set)
    for record in archive.pictures:
        fetched[record.address].update(archive.picture_now(record, file) for file in record.files)
    found = {}
    for key, author in {"": settings.author, **settings.authors}.items():
        named = sorted(fetched.get(author.photo, ())) or [resolve("", author.photo)]
        there = [file for file in named if may_publish(archive.layout.root, file, folders)]
        gone = [file for file in named if file in files and not file.startswith("static/")]  # files of the theme
        found[key] = next(iter((*there, *gone)), "")
    return found


def _page(file: str, trees: Trees, root: str) -> PostPage:
    return post_page.read(file, trees[file], root) if file in trees else PostPage()


def _of(posts: Iterable[Post], kind: Kind) -> tuple[Post, ...]:
    return tuple(one for one in posts if one.kind == kind)


def _with_links(posts: Sequence[Post], pages: Mapping[str, PostPage], of_tags: Iterable[tuple[str, str]]) -> list[Post]:
    """The posts with the pages of their tags and authors. The builder chooses the names of these pages, so they are
    read from the links on the pages of the posts, and from `of_tags`: the page that most of them give is the right one.
    """
    tags: dict[str, list[str]] = defaultdict(list)
    for name, file in of_tags:
        tags[name].append(file)
    authors: dict[str, list[str]] = defaultdict(list)
    for one in posts:
        for name, file in pages[one.page].tag_files.items():
            tags[name].append(file)
        for person in one.signed:
            file = pages[one.page].author_files.get(" ".join(person.name.split()), "")
            authors[person.key] += [file] if file.startswith("authors/") else []
    by_name = {name: facts.most_frequent(found) for name, found in tags.items()}
    several = len({one.key for one in posts if one.kind != "draft"}) > 1
    by_key = {key: facts.most_frequent(found) for key, found in authors.items()} if several else {}
    return [
        replace(
            one,
            tag_files=tuple(by_name.get(" ".join(name.split()), "") for name in one.tags),
            signed=tuple(replace(person, page=by_key.get(person.key, "")) for person in one.signed),
        )
        for one in posts
    ]


def _authors(posts: Sequence[Post], settings: Settings, abouts: Iterable[str]) -> tuple[Author, ...]:
    """The authors of the site, the main one first; none if the same author signed every post first."""
    published = [one for one in posts if one.kind != "draft"]
    if len({one.key for one in published}) < 2:
        return ()
    by_key: dict[str, list[Post]] = defaultdict(list)
    for one in sorted(published, key=lambda post: -post.date.timestamp() if post.date else inf):
        for key in dict.fromkeys(person.key for person in one.signed):
            by_key[key].append(one)
    there = set(abouts)
    # A person who signed a post first is named as that post names them, even if other posts name them differently
    signed = [one.signed[0] for one in posts] + [person for one in posts for person in one.signed[1:]]
    found = []
    for key, own in by_key.items():
        first = next(person for person in signed if person.key == key)
        known = settings.author if not key else settings.authors.get(key)
        name, url = (known.name, web(known.url)) if known else (first.name, first.url)
        about = f"about-{key}" if key else "about"
        found.append(Author(name, url, key, first.page, f"{about}.html" if about in there else "", tuple(own)))
    return tuple(sorted(found, key=lambda one: (bool(one.key), one.name.casefold(), one.key)))
