"""Reads every file of the site and compares its facts with those of the archive."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeAlias

import lxml.etree

from medium_archive.checks.completeness.page_facts import direction
from medium_archive.checks.last_build import BuildRecord
from medium_archive.checks.site_pages import (
    cards,
    facts_on_page,
    feed_markup,
    feed_texts,
    feeds,
    gathering,
    llms,
    old_addresses,
    older_pages,
    own_text,
    page_elements,
    page_frame,
    page_markup,
    picture_sizes,
    plan,
    post_facts,
    search_index,
    static_files,
    text_additions,
    tree,
    written_text,
)
from medium_archive.checks.site_pages.comparison import Differences
from medium_archive.checks.site_pages.facts import Facts, Post
from medium_archive.checks.site_pages.facts_on_page import Reader
from medium_archive.checks.site_pages.labels import Labels
from medium_archive.checks.site_pages.page import Page
from medium_archive.checks.site_pages.page_markup import Tongue
from medium_archive.checks.site_pages.text_additions import Additions
from medium_archive.checks.site_pages.tree import Element
from medium_archive.checks.site_pages.trees import Trees
from medium_archive.checks.snapshot import Snapshot
from medium_archive.folder.files import checksum
from medium_archive.folder.settings import Settings
from medium_archive.report import Issue

if TYPE_CHECKING:
    from medium_archive.articles.picture_file import Measures

# For the bytes of each frame, the words in it by their place (`labels`)
Frames: TypeAlias = dict[bytes, dict[str, list[str]]]
_NOT_FOUND = "404.html"  # a host shows it at every address
_RELATIVE = re.compile(r"(?!/|#|[a-z][a-z0-9+.-]*:)", re.IGNORECASE)
_TEXT = frozenset(("e-content", "p-note"))
# Templates that other templates use: a person's own version of one of them changes every page
_SHARED = frozenset(("base.html", "parts.html", "rows.html", "tiles.html"))


def issues(archive: Snapshot, settings: Settings, build: BuildRecord, newer: Sequence[str] = ()) -> Iterator[Issue]:
    """An issue for each file that differs from the archive, and one note for what the posts in the folders `newer`
    explain, whose texts changed after the build. Raises ArchiveError if the archive can't be read.
    """
    site = archive.layout.site
    files = frozenset(archive.site_files)
    of_posts = Trees(site, filter(tree.is_page_of_post, files))
    of_tags = of_posts.of(filter(_is_of_tag, files))
    facts = gathering.facts_of(archive, settings, build, of_posts, files, of_tags)
    found = Differences()
    old = old_addresses.pages(facts)
    # A post that moved to another folder may have left its page's old path as an old address
    trees = of_posts.of(name for name in sorted(files) if name.endswith(".html") and name not in old)
    labels = Labels.of(trees, facts)
    planned = {page.file: page for page in plan.pages(archive, facts, trees, labels)}
    inspection = Inspection(archive, facts, trees, found, labels, planned)
    inspection.pages()
    inspection.files(old)
    if newer and older_pages.leave_out(found, facts, site, newer):
        yield Issue("site", "site-older", older_pages.OLDER, "note")
    yield from found.issues()


def _is_of_tag(file: str) -> bool:
    return file.startswith("tags/") and file.endswith(".html")


@dataclass(frozen=True)
class Inspection:
    """The comparison of one site. `trees` are its pages and `planned` the pages that it must have, by file; `found`
    receives the differences.
    """

    archive: Snapshot
    facts: Facts
    trees: Trees
    found: Differences
    labels: Labels
    planned: Mapping[str, Page]

    def pages(self) -> None:
        """Compare the pages, and note pages that are missing or should not be there."""
        planned, labels = self.planned, self.labels
        for file in sorted(planned.keys() - self.trees.keys()):
            self.found.lack(file, "the whole page")
        for file in sorted(self.trees.keys() - planned.keys()):
            self.found.add(file, "the whole page: it shows nothing of the archive")
        frames: Frames = {}
        for file, page in planned.items():
            if file in self.trees:
                self._page(page, self.trees[file], labels, frames)
        for post in (*self.facts.published, *self.facts.drafts):
            # A person may have given a heading an id
            if " id=" not in post.stored.text and (wrong := self.facts.pages[post.page].wrong_ids):
                self.found.add(post.page, *wrong)
            if post.path not in self.facts.unedited and not self.facts.theme.own & (_SHARED | {"post.html"}):
                self._written_text(post)
            if not self.facts.theme.own & (_SHARED | {"post.html", "response.html"}) and post.page in planned:
                self._additions(post, self._tongue(planned[post.page]))
        if not self.facts.theme.own & (_SHARED | {"post.html", "related.html"}):
            for file, title in post_facts.unrelated(self.facts):
                self.found.lack(file, f"a link to the related post “{title}”, whose page has a link to this post")
        for file, words in labels.outliers():
            self.found.add(file, *words)

    @cached_property
    def _thumbnails(self) -> Mapping[str, frozenset[str]]:
        return text_additions.thumbnails(self.archive)

    @cached_property
    def _measures(self) -> Measures:
        from medium_archive.articles.picture_file import Measures  # noqa: PLC0415  # slow to import

        return Measures(self.archive.layout.site)

    def _additions(self, post: Post, tongue: Tongue) -> None:
        """Compare what the site adds to the text of a post."""
        root = self.trees.get(post.page)
        content = None if root is None else tree.find(root, "div", "e-content")
        if content is not None:
            page = Additions(post.page, self.facts.root, post.stored.text, tongue, self._measures, self._thumbnails)
            self.found.add(post.page, *page.wrong(content))

    def _written_text(self, post: Post) -> None:
        """Compare the page of a post that a person wrote or edited with its text."""
        root = self.trees.get(post.page)
        content = None if root is None else tree.find(root, "div", "e-content")
        if content is None:
            self.found.lack(post.page, "the text")
            return
        text = f"---\n---\n{post.stored.text}"  # else a text that begins with a section break would be front matter
        found = written_text.compare(text, content, post.page, self.facts, post.path)
        self.found.lack(post.page, *found.lost, *(["the words of the text in their order"] if found.is_moved else []))
        self.found.add(post.page, *found.added)

    def _page(self, page: Page, root: Element, labels: Labels, frames: Frames) -> None:
        """Compare one page, except the parts that come from a person's own templates. `frames` has the frames without a
        difference, because thousands of pages have the same frame.
        """
        file, own, facts = page.file, self.facts.theme.own, self.facts
        self._links(file, root)
        is_framed = not own & {"base.html", page.template}
        if not own:
            self.found.add(file, *self.trees.comments.get(file, ()))
        if not own & (_SHARED | page.templates | {page.template}):
            main = root.find(".//main")
            reader = Reader(
                file,
                facts.root,
                labels.of_page(file, page.template),
                skipped=page.skipped,
                has_intro=page.has_intro,
            )
            has = reader.main(main) if main is not None else []
            self.found.compare(file, has, page.wanted(has))
            if main is not None:
                elements = page_elements.TEMPLATES[page.template].main
                self.found.add(file, *page_markup.foreign(main, elements, self._tongue(page)))
                self.found.add(file, *picture_sizes.of_covers(main, file, facts, self._measures))
        # The head comes after the text, because it repeats words of the text
        if is_framed and "head.html" not in own:
            self._head(page, root)
            self.found.add(file, *picture_sizes.of_preview(root, facts, self._measures))
        if is_framed:
            self._frame(page, root, labels, frames)

    def _tongue(self, page: Page) -> Tongue:
        return Tongue(self.facts.language, page.head.language or self.facts.language, self._languages)

    @cached_property
    def _languages(self) -> frozenset[str]:
        facts = self.facts
        return frozenset((facts.language, *(one.language for one in (*facts.published, *facts.drafts))))

    def _head(self, page: Page, root: Element) -> None:
        has = every = facts_on_page.head(root, Reader(page.file, self.facts.root))
        wanted = page_frame.head(self.facts, page.head, has)
        if page.head.ledger:
            has = [fact for fact in has if not page_frame.is_of_ledger(fact)]
        if page.head.post is not None and page.is_own:
            shown, own = own_text.compared(self.facts, page.head.post, page.head.canonical, root, every)
            self.found.compare(page.file, shown, own)
        if "own-head.html" in self.facts.theme.own:
            has = [fact for fact in has if fact in wanted]
        else:
            elements = root.find("head")
            of_head = () if elements is None else page_markup.foreign(elements, page_elements.HEAD, self._tongue(page))
            self.found.add(page.file, *of_head)
        self.found.compare(page.file, has, wanted)

    def _frame(self, page: Page, root: Element, labels: Labels, frames: Frames) -> None:
        file, facts, body = page.file, self.facts, root.find("body")
        language = page.head.language or facts.language
        for name, value in (("lang", language), ("dir", direction(language))):
            if root.get(name) != value:
                self.found.add(file, f"{name} {root.get(name)}")
        self.found.add(file, *page_markup.around(root, body, page_elements.TEMPLATES[page.template].body))
        key = _frame_of(body, language) if file.count("/") == 2 else b""  # a menu has no link to a page so deep
        if key in frames:
            labels.repeat(file, "", frames[key])
            return
        before = self.found.count(file)
        self._compare_frame(page, body, labels)
        if key and self.found.count(file) == before:
            frames[key] = labels.of_page(file, "")

    def _compare_frame(self, page: Page, body: Element | None, labels: Labels) -> None:
        file, facts = page.file, self.facts
        reader = Reader(file, facts.root, labels.of_page(file, ""), is_frame=True)
        is_own_footer = "own-footer.html" in facts.theme.own
        left_out = ("main", "footer") if is_own_footer else ("main",)
        parts = [one for one in (() if body is None else body) if one.tag not in left_out]
        self.found.add(file, *page_markup.foreign(parts, page_elements.FRAME, self._tongue(page)))
        has: dict[str, list[str]] = {}
        for element in body if body is not None else ():
            if element.tag in ("header", "footer") and "site" in tree.classes(element):
                has[element.tag] = reader.main(element)
                if hidden := tree.hidden_by(element):
                    has[element.tag].append(f"{hidden} {element.tag}")
            elif element.tag != "main":
                has.setdefault("body", []).extend(reader.element(element))
            elif hidden := tree.hidden_by(element):
                self.found.add(file, f"{hidden} main")
        self.found.compare(file, has.get("header", []), page_frame.frame(facts, file, is_header=True))
        wanted = page_frame.frame(facts, file, is_header=False)
        footer = has.get("footer", [])
        if is_own_footer:
            footer = footer[: len(wanted)]
        self.found.compare(file, footer, wanted)
        wanted = ["skip a.skip", "link #text", "hidden span.end", *(f"script {name}" for name in page.scripts)]
        self.found.compare(file, has.get("body", []), wanted)

    def _links(self, file: str, root: Element) -> None:
        """Note the links to pages and pictures of the site that do not exist. The ledger of a post compares the links
        in its text.
        """
        for element in root.iter("a", "img", "source", "link", "script"):
            for address in _addresses(element):
                if file == _NOT_FOUND and self.facts.url and _RELATIVE.match(address):
                    self.found.add(file, f"link to {address}, which leads elsewhere from another address")
                target = tree.own_file(address, file, self.facts.root)
                if not target or target.startswith("#") or target in self.facts.files:
                    continue
                if element.tag == "a" and _is_in_text(element):
                    continue
                if not (self.archive.layout.site / target).exists():
                    self.found.add(file, f"link to {target}, which does not exist")

    def files(self, old: Mapping[str, Post]) -> None:
        """Compare the files that no template of a page makes. `old` are the posts of the pages at old addresses."""
        facts = self.facts
        every = feeds.Feeds(facts)
        self._file(feeds.RSS, every.rss, feeds.read_xml)
        if facts.extras:
            self._file(feeds.ATOM, every.atom, feeds.read_xml)
            self._file(feeds.JSON, every.json, feeds.read_json)
        self._texts_of_feeds()
        if facts.settings.site.llms:
            self._file(llms.INDEX, partial(llms.wanted_index, facts), llms.read_index)
            self._file(llms.FULL, partial(llms.wanted_texts, facts), partial(llms.read_texts, facts=facts))
        if facts.url:
            self._file("sitemap.xml", partial(every.sitemap, self._listed()), feeds.read_xml)
        if facts.has_search:
            self._file(
                search_index.FILE,
                partial(search_index.wanted, facts),
                partial(search_index.read, language=facts.language),
            )
            self._terms()
        self._file(old_addresses.SCRIPT, partial(old_addresses.wanted_in_script, facts), old_addresses.read_script)
        for file, post in old.items():
            self._file(
                file, partial(old_addresses.wanted, post, facts), partial(old_addresses.read, file=file, facts=facts)
            )
        self._copies()
        cards.compare(facts, self.archive.layout.site, self.found)
        if static_files.STYLE not in facts.files:
            self.found.lack(static_files.STYLE, "the whole file")
        static_files.compare(facts, self.archive.site_files, self.archive.layout.site, self.found)

    def _texts_of_feeds(self) -> None:
        """Compare the texts in the feeds with the pages of the posts, or with each other if a person's own template may
        have put more on these pages. A feed is named once.
        """
        named = {*self.found.missing, *self.found.added}
        if self.facts.theme.own & (_SHARED | {"post.html", "response.html"}):
            for file, facts_of_file in feed_markup.differences(self.archive.layout.site):
                self.found.lack(file, *facts_of_file)
            return
        for file, part in feed_texts.differences(self.archive, self.facts, self.trees, named):
            if file not in named:
                self.found.lack(file, part)

    def _copies(self) -> None:
        """Compare pictures with those of the archive, and files of the theme with those in its folder."""
        for file, sha256 in self.archive.site_files.items():
            held = self.archive.files.get(file)
            if held is not None and held.sha256 and held.sha256 != sha256:
                self.found.add(file, "bytes that differ from this file in the archive")
        for file, path in self.facts.theme.static.items():
            if file not in self.facts.files:
                self.found.lack(file, "the whole file")
            elif checksum(path) != self.archive.site_files[file]:
                self.found.add(file, "bytes that differ from this file in the theme")

    def _terms(self) -> None:
        """Compare the shards of the search index: those that the index counts, and those that the site has, because a
        damaged index has no number. Then the shards themselves show how many there must be.
        """
        index = self.archive.layout.site / search_index.FILE
        there = list(search_index.shards_in(self.facts.files))
        count = search_index.shards(index.read_bytes()) if search_index.FILE in self.facts.files else 0
        if not count:
            first = self.archive.layout.site / search_index.shard_file(0)
            count = search_index.likely_shards(there, first.read_bytes() if 0 in there else b"")
        for number in sorted({*range(count), *there}):
            wanted = [f"terms {number}"]
            self._file(search_index.shard_file(number), partial(list, wanted), search_index.read_shard)

    def _listed(self) -> list[tuple[str, str]]:
        """The pages that the sitemap must list, each with the time of its last change: pages that are canonical at
        their own address.
        """
        return [
            (page.file, page.changed)
            for page in self.planned.values()
            if page.file not in page_frame.UNLISTED and _canonical(page) in ("", self.facts.address(page.file))
        ]

    def _file(self, file: str, wanted: Callable[[], Sequence[str]], read: Callable[[bytes], Sequence[str]]) -> None:
        if file not in self.facts.files:
            self.found.lack(file, "the whole file")
            return
        self.found.compare(file, read((self.archive.layout.site / file).read_bytes()), wanted())


def _canonical(page: Page) -> str:
    """The canonical address of a page, "" if it is the page itself; a draft without an address has none."""
    is_draft = page.head.post is not None and page.head.post.kind == "draft"
    return page.head.canonical or ("none" if is_draft else "")


def _frame_of(body: Element | None, language: str) -> bytes:
    """The bytes of the frame of a page in this language, equal for equal frames; b"" if the frame must be compared in
    any case.
    """
    parts = [] if body is None else list(body)
    if not parts or any(tree.hidden_by(one) for one in parts if one.tag == "main"):
        return b""
    return b"\n".join([language.encode(), *(lxml.etree.tostring(one) for one in parts if one.tag != "main")])


def _addresses(element: Element) -> Iterator[str]:
    for name in ("href", "src"):
        if element.get(name):
            yield element.get(name)
    for part in element.get("srcset", "").split(","):
        if part.strip():
            yield part.split()[0]


def _is_in_text(element: Element) -> bool:
    return any(_TEXT & set(tree.classes(one)) for one in element.iterancestors("div"))
