"""Reads every page of the site and compares its facts with those of the archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

import lxml.etree

from medium_archive.checks.completeness.page_facts import direction
from medium_archive.checks.last_build import BuildRecord
from medium_archive.checks.site_pages import (
    facts_on_page,
    gathering,
    old_addresses,
    older_pages,
    page_elements,
    page_frame,
    page_links,
    page_markup,
    page_spaces,
    picture_sizes,
    plan,
    post_facts,
    shares,
    site_words,
    text_additions,
    text_body,
    text_metadata,
    tree,
)
from medium_archive.checks.site_pages.comparison import Differences
from medium_archive.checks.site_pages.data_files import DataFiles
from medium_archive.checks.site_pages.facts import Facts, Post
from medium_archive.checks.site_pages.facts_on_page import Reader
from medium_archive.checks.site_pages.labels import FRAME, Labels
from medium_archive.checks.site_pages.page import Page
from medium_archive.checks.site_pages.page_markup import Tongue
from medium_archive.checks.site_pages.shares import Share
from medium_archive.checks.site_pages.text_additions import Additions
from medium_archive.checks.site_pages.theme import SHARED
from medium_archive.checks.site_pages.tree import Element
from medium_archive.checks.site_pages.trees import Trees
from medium_archive.checks.snapshot import Snapshot
from medium_archive.folder.settings import Settings
from medium_archive.report import Issue, step

if TYPE_CHECKING:
    from medium_archive.articles.picture_file import Measures


def issues(archive: Snapshot, settings: Settings, build: BuildRecord, newer: Sequence[str] = ()) -> Iterator[Issue]:
    """An issue for each file that differs from the archive, and one note for what the posts in the folders `newer`
    explain, whose texts changed after the build. Raises ArchiveError if the archive can't be read.
    """
    site = archive.layout.site
    files = frozenset(archive.site_files)
    of_posts = Trees(site, filter(tree.is_page_of_post, files))
    of_tags = of_posts.of(filter(_is_of_tag, files))
    gather = partial(gathering.facts_of, archive, settings, build, of_posts, files, of_tags)
    facts = step(archive.progress, "Reading what the site shows", gather)
    found = Differences()
    old = old_addresses.pages(facts)
    # A post that moved to another folder may have left its page's old path as an old address
    trees = of_posts.of(name for name in sorted(files) if name.endswith(".html") and name not in old)
    labels = Labels.of(trees, facts)
    planned = archive.progress("Comparing the site", plan.pages(archive, facts, trees, labels), len(trees))
    listed = Inspection(archive, facts, trees, found, labels).pages(planned)
    DataFiles(archive, facts, trees, listed, found).compare(old)
    if newer and older_pages.leave_out(found, facts, site, newer):
        yield Issue("site", "site-older", older_pages.OLDER, "note")
    yield from found.issues()


def _is_of_tag(file: str) -> bool:
    return file.startswith("tags/") and file.endswith(".html")


@dataclass(frozen=True)
class Inspection:
    """The comparison of one site. `trees` are its pages by file; `found` receives the differences."""

    archive: Snapshot
    facts: Facts
    trees: Trees
    found: Differences
    labels: Labels

    def pages(self, planned: Iterable[Page]) -> list[tuple[str, str]]:
        """Compare the pages that the site must have, and note pages that are missing or should not be there. Returns
        the pages that the sitemap must list, each with the time of its last change.
        """
        there, listed = set[str](), list[tuple[str, str]]()
        for some in shares.batches(planned):
            for part in shares.compared(self._share, some):
                self._take(part)
            there.update(page.file for page in some)
            listed += ((page.file, page.changed) for page in some if page.is_listed(self.facts.address(page.file)))
        foreign = [file for file in self.trees if file not in there]
        for file in foreign:
            if file not in self.archive.files:  # a page that a person wrote, and publishes as it is
                self.found.add(file, "the whole page: it shows nothing of the archive")
        self._unused_files()
        if not self.facts.theme.own & (SHARED | {"post.html", "related.html"}):
            for file, title in post_facts.unrelated(self.facts):
                self.found.lack(file, f"a link to the related post “{title}”, whose page has a link to this post")
        for file, words in self.labels.outliers():
            self.found.add(file, *words)
        return listed

    def _share(self, planned: Iterable[Page]) -> Share:
        """Compare some of the pages, perhaps in another process, and give what it noted about them."""
        share = replace(self, found=Differences(), labels=Labels({}))
        abouts = {f"{one.path}.html": one for one in self.facts.abouts}
        frames: dict[bytes, str] = {}
        for page in planned:
            file = page.file
            if file in self.trees:
                share._page(page, self.trees[file], frames)
            else:
                share.found.lack(file, "the whole page")
            if page.head.post is not None:
                share._post(page, page.head.post)
            elif file in abouts and not self.facts.theme.own & (SHARED | {"about.html"}):
                share._additions(page, abouts[file].text, "p-note")
        return Share(share.found, dict(share.labels.read), share._links.unseen)

    def _take(self, share: Share) -> None:
        """Note what a process noted about its pages."""
        for by_file, add in ((share.found.missing, self.found.lack), (share.found.added, self.found.add)):
            for file, facts in by_file.items():
                add(file, *facts)
        self.labels.take(share.labels)
        self._links.unseen &= share.unseen

    def _post(self, page: Page, post: Post) -> None:
        """Compare the text on the page of a post."""
        text, own = post.text, self.facts.theme.own
        # A person may have given a heading an id
        if " id=" not in text and (wrong := self.facts.pages[post.page].wrong_ids):
            self.found.add(post.page, *wrong)
        # Medium's page has not the code of a gist, so the ledger does not compare it
        is_more = post.path not in self.facts.unedited or '<!-- gist "' in text
        if is_more and not own & (SHARED | {"post.html"}):
            self._written_text(post, text)
        if not own & (SHARED | {"post.html", "response.html"}):
            self._additions(page, text, "e-content", is_from_medium=bool(post.id))

    def _unused_files(self) -> None:
        for file in self._links.unused():
            self.found.add(file, "the whole file: no page shows it")

    @cached_property
    def _thumbnails(self) -> Mapping[str, frozenset[str]]:
        return text_additions.thumbnails(self.archive)

    @cached_property
    def _measures(self) -> Measures:
        from medium_archive.articles.picture_file import Measures  # noqa: PLC0415  # slow to import

        return Measures(self.archive.layout.site)

    @cached_property
    def _links(self) -> page_links.PageLinks:
        return page_links.PageLinks(self.archive.layout.site, self.facts, self.trees)

    @cached_property
    def _plain_texts(self) -> frozenset[str]:
        return page_spaces.texts_of(self.facts)

    @cached_property
    def _comma(self) -> str:
        return site_words.of(self.facts.language)["comma"]

    def _additions(self, page: Page, text: str, name: str, *, is_from_medium: bool = False) -> None:
        """Compare what the site adds to a text, which the page shows in the division with the class `name`."""
        root = self.trees.get(page.file)
        content = None if root is None else tree.find(root, "div", name)
        if content is not None:
            tongue = self._tongue(page)
            of_page = (page.file, self.facts.root, text, tongue, self._measures, self._thumbnails)
            additions = Additions(*of_page, is_from_medium=is_from_medium)
            self.found.add(page.file, *additions.wrong(content))

    def _written_text(self, post: Post, markdown: str) -> None:
        """Compare the page of a post that a person wrote or edited with its text."""
        root = self.trees.get(post.page)
        content = None if root is None else tree.find(root, "div", "e-content")
        if content is None:
            self.found.lack(post.page, "the text")
            return
        text = f"---\n---\n{markdown}"  # else a text that begins with a section break would be front matter
        found = text_body.compare(text, content, post.page, self.facts, post.path)
        self.found.lack(post.page, *found.lost, *(["the words of the text in their order"] if found.is_moved else []))
        self.found.add(post.page, *found.added)

    def _page(self, page: Page, root: Element, frames: dict[bytes, str]) -> None:
        """Compare one page, except the parts that come from a person's own templates. `frames` has a page for the bytes
        of each frame without a difference, because thousands of pages have the same frame.
        """
        file, own, facts = page.file, self.facts.theme.own, self.facts
        self.found.add(file, *self._links.wrong(file, root))
        is_framed = not own & {"base.html", page.template}
        if not own:
            self.found.add(file, *self.trees.comments.get(file, ()))
        if not own & (SHARED | page.templates | {page.template}):
            main = root.find(".//main")
            reader = Reader(
                file,
                facts.root,
                skipped=page.skipped,
                has_intro=page.has_intro,
                thousands=site_words.of(facts.language).get("thousands", ""),
            )
            has = reader.main(main) if main is not None else []
            self.labels.add(file, page.template, reader.labels)
            self.found.compare(file, has, page.wanted(has))
            if main is not None:
                elements = page_elements.TEMPLATES[page.template].main
                self.found.add(file, *page_markup.foreign(main, elements, self._tongue(page)))
                self.found.add(file, *page_spaces.wrong(main, self._plain_texts, self._comma))
                self.found.add(file, *picture_sizes.of_covers(main, file, facts, self._measures))
        # The head comes after the text, because it repeats words of the text
        if is_framed and "head.html" not in own:
            self._head(page, root)
            self.found.add(file, *page_spaces.wrong(root.find("head"), self._plain_texts, self._comma))
            self.found.add(file, *picture_sizes.of_preview(root, facts, self._measures))
        if is_framed:
            self._frame(page, root, frames)

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
        if (post := page.head.post) is not None:
            shown, own = (
                text_metadata.compared(self.facts, post, page.head.canonical, root, every)
                if page.is_own
                else text_metadata.opening_compared(self.facts, post, root, every)
            )
            self.found.compare(page.file, shown, own)
        if "own-head.html" in self.facts.theme.own:
            has = [fact for fact in has if fact in wanted]
        else:
            elements = root.find("head")
            of_head = () if elements is None else page_markup.foreign(elements, page_elements.HEAD, self._tongue(page))
            self.found.add(page.file, *of_head)
        self.found.compare(page.file, has, wanted)

    def _frame(self, page: Page, root: Element, frames: dict[bytes, str]) -> None:
        file, facts, body = page.file, self.facts, root.find("body")
        language = page.head.language or facts.language
        for name, value in (("lang", language), ("dir", direction(language))):
            if root.get(name) != value:
                self.found.add(file, f"{name} {root.get(name)}")
        self.found.add(file, *page_markup.around(root, body, page_elements.TEMPLATES[page.template].body))
        key = _frame_of(body, language) if file.count("/") == 2 else b""  # a menu has no link to a page so deep
        if key in frames:
            self.labels.repeat(file, FRAME, frames[key])
            return
        before = self.found.count(file)
        self._compare_frame(page, body)
        if key and self.found.count(file) == before:
            frames[key] = file

    def _compare_frame(self, page: Page, body: Element | None) -> None:
        file, facts = page.file, self.facts
        reader = Reader(file, facts.root, is_frame=True)
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
        if not is_own_footer:
            self.found.add(file, *(one for part in parts for one in page_spaces.of_footer(part)))
        if is_own_footer:
            footer = footer[: len(wanted)]
        self.found.compare(file, footer, wanted)
        wanted = ["skip a.skip", "link #text", "hidden span.end", *(f"script {name}" for name in page.scripts)]
        self.found.compare(file, has.get("body", []), wanted)
        self.labels.add(file, FRAME, reader.labels)


def _frame_of(body: Element | None, language: str) -> bytes:
    """The bytes of the frame of a page in this language, equal for equal frames; b"" if the frame must be compared in
    any case.
    """
    parts = [] if body is None else list(body)
    if not parts or any(tree.hidden_by(one) for one in parts if one.tag == "main"):
        return b""
    return b"\n".join([language.encode(), *(lxml.etree.tostring(one) for one in parts if one.tag != "main")])
