"""The stages of a build that write: each makes the files of one part of the site."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

from medium_archive.articles import addresses, own_files
from medium_archive.articles.addresses import OldAddress
from medium_archive.folder import files
from medium_archive.folder.output import Output
from medium_archive.folder.settings import Settings
from medium_archive.folder.usernames import Usernames
from medium_archive.processes import Pool
from medium_archive.report import Issue, Progress, step
from medium_archive.site.content import RenderedPost, SiteInfo
from medium_archive.site.feeds import items, llms, sitemap, writers
from medium_archive.site.memory import Memory, ObservedContent
from medium_archive.site.pages import old_addresses
from medium_archive.site.pages.page import Link, Page, SiteContent
from medium_archive.site.pages.plan import Plan
from medium_archive.site.pages.values import values
from medium_archive.site.search import index
from medium_archive.site.search.index import Index
from medium_archive.site.theme import Theme

_ADDRESSES_A_POST = 4  # old ones, at most, of most posts
_WEB_MANIFEST = "site.webmanifest"  # with it a phone can keep the site among its apps


@dataclass(frozen=True)
class SiteWriter:
    """Writes the files of a site into `output`, with a theme, in `jobs` processes. A file that `memory` knows to be up
    to date is not written again.
    """

    site: SiteInfo
    theme: Theme
    output: Output
    memory: Memory
    progress: Progress
    jobs: int = 0

    def pages(self, pages: Plan, content: SiteContent, nav: Sequence[Link], root: Path) -> None:
        """Render each page with its template; a page that the memory has is not written again. Every page gets a time
        that is not before that of its text in the archive at `root`, because `archive verify` takes an older page for
        outdated.
        """
        memory = self.memory
        memory.begin_files(self.site, nav)
        around, lists = _Surroundings(self.theme, self.site, content, nav), len(pages.others)
        planned = ((number < lists, pages.page(number)) for number in _in_turn(lists, len(pages)))
        checked = (
            (page, is_list, memory.checksum(page.file, page, content, self._path(page.file)))
            for is_list, page in planned
        )
        # The lists are made here: another process would get all posts that they show, or copy them
        work = (((page, sha256), None if sha256 or is_list else page) for page, is_list, sha256 in checked)
        with Pool(around, self.jobs) as pool:
            for (page, sha256), made in pool.run(_render, self.progress("Writing pages", work, len(pages))):
                path = self._path(page.file)
                if sha256:
                    self.output.keep(page.file, sha256)
                else:
                    html, uses_content = made or _render(around, page)
                    self.output.write(page.file, html)
                    used = content if uses_content else None
                    memory.keep_file(page.file, page, used, path, self.output.checksum(page.file))
                _make_newer(path, page, root)

    def sitemap(self, pages: Iterable[Page]) -> None:
        """sitemap.xml if the site's address is known, and robots.txt."""
        if self.site.url:
            self.output.write("sitemap.xml", sitemap.sitemap(pages))
        if (robots := sitemap.robots(self.site.url)) is not None:
            self.output.write("robots.txt", robots)

    def feeds(self, posts: Sequence[RenderedPost], sources: Mapping[str, str]) -> tuple[Issue, ...]:
        """The three feeds. `sources` are the addresses from which the pictures came, by file."""
        kinds = {writers.RSS: writers.rss}
        if self.site.extras:
            kinds |= {writers.ATOM: writers.atom, writers.JSON: writers.json_feed}
        others = () if self.site.url else ([(post.page, post.url) for post in posts], dict(sources))
        made_from = (posts[: items.MAX_ITEMS], others)
        issues: tuple[Issue, ...] = ()
        kept = [self._recall(name, made_from) for name in kinds]
        if not all(kept):
            newest, issues = items.read(self.site, posts, sources)
            for name, write in kinds.items():
                if issues:
                    self.output.write(name, write(self.site, newest))
                else:
                    self._keep(name, made_from, write(self.site, newest))
        if self.site.url:
            return issues
        message = (
            "The links in the feed, to which readers subscribe, lead to Medium until archive.toml has the address of "
            'your site. Write it between the quotation marks of `url = ""`, below `[site]`.'
        )
        return (*issues, Issue("archive.toml", "no-base-url", message, "note"))

    def llms(self, posts: Sequence[RenderedPost], sources: Mapping[str, str]) -> tuple[Issue, ...]:
        """llms.txt and llms-full.txt. `sources` as for the feeds."""
        made_from = (posts, () if self.site.url else ([(post.page, post.url) for post in posts], dict(sources)))
        if all(self._recall(name, made_from) for name in (llms.INDEX, llms.FULL)):
            return ()
        found, issues = items.read(self.site, posts, sources, len(posts))
        for name, content in ((llms.INDEX, llms.index(self.site, found)), (llms.FULL, llms.full(found))):
            if issues:
                self.output.write(name, content)
            else:
                self._keep(name, made_from, content)
        return issues

    def search(self, published: Sequence[RenderedPost], meanwhile: Iterator[object]) -> None:
        """The index of the search and its script, if there is a post to find. While other processes make the shards,
        this one takes steps of `meanwhile`, as far as they last.
        """
        if not published or not self.site.extras:
            return
        memory = self.memory
        make = partial(
            index.index,
            published,
            self.site.language,
            self.site.authors,
            memory.fingerprints,
            memory.postings,
            memory.terms_before,
            self.jobs,
            memory.keep_part,
        )
        found = step(self.progress, "Making the search index", make)
        self.output.write(index.FILE, found.head)
        made_from, shards = dict(found.made_from), list(found.postings.shards)
        checked = ((number, self._recall(index.shard_file(number), about)) for number, about in found.made_from)
        work = ((number, None if is_there else number) for number, is_there in checked)
        with Pool(found, self.jobs) as pool:
            for number, made in pool.run(Index.shard, work):
                if made is not None:
                    script, terms = made
                    self._keep(index.shard_file(number), made_from[number], script)
                    shards[number] = replace(shards[number], terms=memory.keep_content(terms))
                for _ in islice(meanwhile, -(-_ADDRESSES_A_POST * len(published) // len(shards))):
                    pass
        memory.postings = replace(found.postings, shards=tuple(shards))
        self.output.write("static/search.js", b"".join(one.read_bytes() for one in index.SCRIPTS))

    def old_addresses(
        self,
        published: Sequence[RenderedPost],
        settings: Settings,
        usernames: Usernames,
        files: Iterable[str],
        former: Mapping[str, str],
    ) -> list[OldAddress[RenderedPost]]:
        """Every address that a post had at Medium, and at which the site has a page.

        No old address may begin with the first folder of one of `files`, the files of the site. `former` gives the
        pages of posts by their earlier paths on the site, which get a page too.
        """
        forms = settings.site.old_addresses if self.site.extras else ()
        taken = {"drafts", "posts", "proof", "responses", "static", *(file.partition("/")[0] for file in files)}
        found = list(addresses.old_addresses(published, forms, taken, usernames))
        found += addresses.former_addresses(published, former)
        return found

    def redirects(self, published: Sequence[RenderedPost], found: Sequence[OldAddress[RenderedPost]]) -> Iterator[None]:
        """The page at each old address, one at each step, and the script of 404.html."""
        self.output.write(old_addresses.FILE, old_addresses.script(published).encode())
        for old in self.progress("Writing old addresses", found, len(found)):
            post = old.post
            made_from = "\0".join((old.path, post.page, post.title, post.language, post.direction))
            self._write(old.file, made_from, partial(_page_at, old, self.site))
            yield

    def theme_files(self) -> None:
        """The stylesheet, the web manifest and the theme's static files."""
        # Made from "": if the theme or the settings change, the memory forgets all files
        self._write("static/style.css", "", lambda: self.theme.render("style.css", {}).encode())
        if self.theme.find(_WEB_MANIFEST):
            self._write(_WEB_MANIFEST, "", lambda: self.theme.render(_WEB_MANIFEST, {"site": self.site}).encode())
        for name, path in self.theme.static_files():
            self.output.copy(name, path)
        self.output.write(".nojekyll", b"")  # without it GitHub Pages hides files that begin with "_"

    def pictures(self, files: Sequence[str], copies: Mapping[str, Path], root: Path, *, own_scripts: bool) -> None:
        """The pictures and other files of the archive at `root`, and copies from the cache. Without `own_scripts` no
        browser can run a script of a file.
        """
        originals = list(dict.fromkeys(files))
        for file in self.progress("Copying pictures", originals, len(originals)):
            if own_scripts:
                self.output.copy(file, root / file)
            else:
                self._own_file(file, root)
        for name, path in self.progress("Copying variants", copies.items(), len(copies)):
            self.output.copy(name, path)

    def _own_file(self, file: str, root: Path) -> None:
        with files.disk_errors(root / file):
            name = own_files.published_name(file, root)
            drawing = own_files.drawing(root / file) if name == file and own_files.is_drawing(file) else None
        if drawing is not None and drawing.is_changed:
            self.output.write(name, drawing.content)
        else:
            self.output.copy(name, root / file)

    def _write(self, name: str, made_from: object, make: Callable[[], bytes]) -> None:
        """Write a file, unless it was made from the same values before."""
        if not self._recall(name, made_from):
            self._keep(name, made_from, make())

    def _recall(self, name: str, made_from: object) -> bool:
        """Whether the last build made a file from the same values. If so, the file stays as it is."""
        sha256 = self.memory.checksum(name, made_from, None, self._path(name))
        if sha256:
            self.output.keep(name, sha256)
        return bool(sha256)

    def _keep(self, name: str, made_from: object, content: bytes) -> None:
        """Write a file, and remember what it was made from."""
        self.output.write(name, content)
        self.memory.keep_file(name, made_from, None, self._path(name), self.output.checksum(name))

    def _path(self, name: str) -> str:
        """The path of a file of the site. It is a text, because making a Path takes longer than `stat`."""
        return f"{self.output.folder}/{name}"


@dataclass(frozen=True)
class _Surroundings:
    """The values that are the same for the rendering of all pages. They can be sent to other processes."""

    theme: Theme
    site: SiteInfo
    content: SiteContent
    nav: Sequence[Link]


def _in_turn(lists: int, pages: int) -> list[int]:
    """The numbers of all pages. The first so many are `lists`, which are spread among the others."""
    return sorted(
        range(pages), key=lambda number: number / lists if number < lists else (number - lists) / (pages - lists)
    )


def _render(around: _Surroundings, page: Page) -> tuple[bytes, bool]:
    """The HTML of a page, and whether it depends on all content of the site."""
    observed = ObservedContent(around.content)
    html = around.theme.render(page.template, values(page, around.site, observed, around.nav))
    return html.encode(), observed.was_used


def _page_at(old: OldAddress[RenderedPost], site: SiteInfo) -> bytes:
    return old_addresses.page(old, site).encode()


def _make_newer(file: str, page: Page, root: Path) -> None:
    """Set the time of a page that holds the same bytes as before, although its text is newer."""
    post = page.values.get("post")
    if post is None:
        return
    try:
        if os.stat(file).st_mtime < os.stat(f"{root}/{post.where}").st_mtime:  # noqa: PTH116  # quicker than Path
            os.utime(file)
    except (FileNotFoundError, NotADirectoryError):
        pass  # the text was just deleted; where a person's file is in the way, there is no page
