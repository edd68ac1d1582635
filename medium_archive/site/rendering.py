"""The stage of a build that renders texts: posts and about.md become HTML, with their pictures and variants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lxml.etree import LxmlError

from medium_archive.articles.picture_file import Measures
from medium_archive.folder import pickles
from medium_archive.folder.posts import UNREADABLE, StoredPost
from medium_archive.processes import Pool
from medium_archive.report import Issue, Progress
from medium_archive.site import content
from medium_archive.site.authors import Authors
from medium_archive.site.content import RenderedPost, Rendering, SiteInfo
from medium_archive.site.holdings import Holdings
from medium_archive.site.images.variants import Asked, Variants
from medium_archive.site.memory import Memory
from medium_archive.site.references import Dependencies, References
from medium_archive.site.remembered import source_of
from medium_archive.site.search import terms
from medium_archive.site.search.terms import Packed
from medium_archive.site.stored_values import Dumped

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
class Surroundings:
    """The values that are the same for the rendering of all texts. They can be sent to other processes."""

    site: SiteInfo
    authors: Authors
    holdings: Holdings
    measures: Measures
    variants: Variants


@dataclass(frozen=True)
class _Result:
    """A rendering, or the issue if it failed, with everything that it depends on. `pictures` are those whose variants
    it asked for, `source` is the fingerprint of the post that was read, and `fingerprint` that of the rendered post.
    """

    rendering: Rendering | Issue
    dependencies: Dependencies
    pictures: Asked
    source: str = ""
    fingerprint: str = ""


@dataclass(frozen=True)
class Renderer:
    """Renders the texts of one build, in `jobs` processes. `memory` has the texts of the last build."""

    surroundings: Surroundings
    memory: Memory
    jobs: int = 0

    def render_all(self, texts: Sequence[StoredPost], progress: Progress) -> RenderedTexts:
        """Render the texts, and make the variants of their pictures that are not made yet."""
        variants = self.surroundings.variants
        with Pool(self.surroundings, self.jobs) as pool:
            known = (self._recall(text) for text in texts)
            work = (((text, one), None if one else text) for text, one in zip(texts, known, strict=True))
            found = pool.run(_render, progress("Reading posts", work, len(texts)))
            results = [one or self._keep(text, result) for (text, one), result in found]
            waiting = [not isinstance(one, Issue) and variants.has_waiting(one[1].files) for one in results]
            if any(waiting):
                variants.make(progress)
                # A page names the variants of its pictures, so what shows a new variant is rendered once more.
                again = (
                    ((text, None if waits else one), text if waits else None)
                    for text, waits, one in zip(texts, waiting, results, strict=True)
                )
                results = [one or self._keep(text, result) for (text, one), result in pool.run(_render, again)]
        return _collect(results)

    def _recall(self, text: StoredPost) -> Rendering | None:
        around = self.surroundings
        return self.memory.rendering(text, around.authors.of(text.path), around.holdings, around.variants)

    def _keep(self, text: StoredPost, result: _Result | None) -> Rendering | Issue:
        if result is None:
            raise AssertionError("a text was neither remembered nor rendered")
        variants = self.surroundings.variants
        variants.ask(result.pictures)
        if isinstance(result.rendering, Issue):
            return result.rendering
        authors = self.surroundings.authors.of(text.path)
        self.memory.fingerprints[text.path] = result.fingerprint
        return self.memory.keep_rendering(
            text.path, result.source, authors, result.rendering, result.dependencies, variants
        )


def _render(around: Surroundings, text: StoredPost) -> _Result:
    references = References(around.holdings, around.measures, text.path)
    asked = around.variants.begin_asking()
    try:
        text = text.with_text
        rendering = content.render_post(text, around.site, around.authors.of(text.path), references, around.variants)
    except OSError as error:
        problem = f"A file of the post can't be read: {error.strerror or error}"
        return _Result(Issue(references.text, UNREADABLE, problem, "error"), references.dependencies, asked)
    except _TEXT_FAILURES as error:
        issue = Issue(references.text, "page-failed", f"The page could not be rendered: {error}", "error")
        return _Result(issue, references.dependencies, asked)
    post, body = rendering
    fingerprint = pickles.fingerprint(post)
    found = post.content.load()
    if around.site.extras and text.kind != "draft" and "/" in text.path:
        found = replace(found, terms=Packed.of(terms.counts(found.text)))
    small = replace(post, content=Dumped.of(found))
    return _Result((small, body), references.dependencies, asked, source_of(text), fingerprint)


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
