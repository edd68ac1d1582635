"""The stage of a build that renders texts: posts and about.md become HTML, with their pictures and variants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml.etree import LxmlError

from medium_archive.folder.posts import UNREADABLE, StoredPost
from medium_archive.report import Issue, Progress
from medium_archive.site import content
from medium_archive.site.authors import Authors
from medium_archive.site.content import RenderedPost, Rendering, SiteInfo
from medium_archive.site.holdings import Holdings
from medium_archive.site.images.picture_file import Measures
from medium_archive.site.images.variants import Variants
from medium_archive.site.memory import Memory
from medium_archive.site.references import References

ABOUT = "about"  # the path of about.md
# What the libraries raise for a text that is too deep, or can't be parsed.
_TEXT_FAILURES = (LxmlError, RecursionError, ValueError, ArithmeticError)


@dataclass(frozen=True)
class RenderedTexts:
    """The posts, newest first, about.md and the pages about other authors, with what their pages show.

    `files` are paths, the same in archive and site; `copies` maps the names of variants in the site to their files;
    `missing` are the addresses of pictures that are not here. A text that can't be rendered is one of the `issues`.
    """

    posts: tuple[RenderedPost, ...]
    responses: tuple[RenderedPost, ...]
    drafts: tuple[RenderedPost, ...]
    about: RenderedPost | None
    other_abouts: tuple[RenderedPost, ...]
    files: tuple[str, ...]
    copies: Mapping[str, Path]
    missing: frozenset[str]
    issues: tuple[Issue, ...]

    @property
    def published(self) -> tuple[RenderedPost, ...]:
        """Posts and responses."""
        return (*self.posts, *self.responses)


@dataclass(frozen=True)
class Renderer:
    """Renders the texts of one build. `memory` has those of the build before."""

    site: SiteInfo
    authors: Authors
    holdings: Holdings
    measures: Measures
    variants: Variants
    memory: Memory

    def render_all(self, texts: Sequence[StoredPost], progress: Progress) -> RenderedTexts:
        """Render the texts, and make the variants of their pictures that are not made yet."""
        results = [self._recall(text) or self._render(text) for text in progress("Reading posts", texts, len(texts))]
        waiting = [not isinstance(one, Issue) and self.variants.has_waiting(one[1].files) for one in results]
        if any(waiting):
            self.variants.make(progress)
            # A page names the variants of its pictures, so what shows a new variant is rendered once more.
            results = [
                self._render(text) if waits else result
                for text, waits, result in zip(texts, waiting, results, strict=True)
            ]
        return _collect(results)

    def _recall(self, text: StoredPost) -> Rendering | None:
        return self.memory.rendering(text, self.authors.of(text.path), self.holdings, self.variants)

    def _render(self, text: StoredPost) -> Rendering | Issue:
        authors = self.authors.of(text.path)
        references = References(self.holdings, self.measures, text.path)
        try:
            rendering = content.render_post(text.with_text, self.site, authors, references, self.variants)
        except OSError as error:
            problem = f"A file of the post can't be read: {error.strerror or error}"
            return Issue(references.text, UNREADABLE, problem, "error")
        except _TEXT_FAILURES as error:
            return Issue(references.text, "page-failed", f"The page could not be rendered: {error}", "error")
        self.memory.keep_rendering(text, authors, rendering, references.dependencies, self.variants)
        return rendering


def _collect(results: Sequence[Rendering | Issue]) -> RenderedTexts:
    renderings = [result for result in results if not isinstance(result, Issue)]
    failures = [result for result in results if isinstance(result, Issue)]
    posts = [post for post, _ in renderings if "/" in post.path]
    abouts = [post for post, _ in renderings if "/" not in post.path]
    bodies = [body for _, body in renderings]
    return RenderedTexts(
        posts=tuple(post for post in posts if post.kind == "story"),
        responses=tuple(post for post in posts if post.kind == "response"),
        drafts=tuple(post for post in posts if post.kind == "draft"),
        about=next((post for post in abouts if post.path == ABOUT), None),
        other_abouts=tuple(post for post in abouts if post.path != ABOUT),
        files=tuple(dict.fromkeys(file for body in bodies for file in body.files)),
        copies={variant.name: variant.path for body in bodies for variant in body.variants},
        missing=frozenset(address for body in bodies for address in body.missing),
        issues=(*failures, *(issue for body in bodies for issue in body.issues)),
    )
