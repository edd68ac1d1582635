"""Leaves out the differences that a text explains which was changed, added or deleted after the build of the site.

Only what depends on such a text is left out: its own page, the parts of lists, feeds and the search that show posts,
and pages that link to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from urllib.parse import unquote

from medium_archive.checks.site_pages import tree
from medium_archive.checks.site_pages.comparison import Differences
from medium_archive.checks.site_pages.facts import Facts
from medium_archive.folder.layout import FOLDER_OF

OLDER = (
    "The site was built before its texts, records, settings or theme changed: run `archive build`, then check again."
)
# The files that show posts, by the beginning of their names
_SHOW_POSTS = (
    "index.html", "page/", "archive", "tags/", "authors/", "responses/index.html", "drafts/index.html", "search",
    "years.html", "feed.", "atom.xml", "sitemap.xml", "static/old-addresses.js", "proof/",
)  # fmt: skip
# The beginnings of facts about markup and words that depend on no post, wherever they are
_OF_NO_POST = ("<", "text “", "text after", "another <main>", "a beginning")
_WHOLE_PAGE = "the whole page"


def folders_of(files: Iterable[str]) -> frozenset[str] | None:
    """The folders of the posts to which changed files belong; None if one belongs to no post."""
    folders = set()
    for file in files:
        kind, _, rest = file.partition("/")
        if kind not in FOLDER_OF.values() or not rest:
            return None
        folders.add(f"{kind}/{rest.partition('/')[0]}")
    return frozenset(folders)


def leave_out(found: Differences, facts: Facts, site: Path, folders: Collection[str]) -> bool:
    """Remove the differences that the posts in `folders`, whose texts are newer than the site, explain. Returns whether
    any was removed. If the site lacks a list, or has one too much, its menu differs on every page: then all go.
    """
    marks = _marks(facts, folders)
    files = found.missing.keys() | found.added.keys()
    below = tuple(f"{folder}/" for folder in folders)
    others = (file for file in files if not tree.is_page_of_post(file))
    if any(fact.startswith(_WHOLE_PAGE) for file in others for fact in _facts(found, file)):
        found.missing.clear()
        found.added.clear()
        return True
    is_less = False
    for file in files:
        of_file = _facts(found, file)
        if file.startswith(below):
            kept = []
        elif file.startswith(_SHOW_POSTS) or _is_about(of_file, marks) or _leads_to(site / file, folders):
            kept = [fact for fact in of_file if _is_of_no_post(fact, marks)]
        else:
            continue
        is_less |= len(kept) < len(of_file)
        for part in (found.missing, found.added):
            part[file] = [fact for fact in part.get(file, ()) if fact in kept]
            if not part[file]:
                del part[file]
    return is_less


def _facts(found: Differences, file: str) -> Sequence[str]:
    return (*found.missing.get(file, ()), *found.added.get(file, ()))


def _is_about(of_file: Iterable[str], marks: Collection[str]) -> bool:
    return any(mark in fact for fact in of_file for mark in marks)


def _leads_to(file: Path, folders: Collection[str]) -> bool:
    """Whether a file of the site has a link to one of the posts. A missing page may be an old address of one."""
    try:
        text = unquote(file.read_text("utf-8", "replace"))
    except OSError:
        return file.name == "index.html"
    return any(f"/{folder.partition('/')[2]}/" in text for folder in folders)


def _marks(facts: Facts, folders: Collection[str]) -> frozenset[str]:
    """Texts by which a fact shows that it is about one of the posts: its folder, its title, its title on the page."""
    marks = set(folders)
    for one in (*facts.published, *facts.drafts):
        if one.path in folders:
            marks |= {f"“{title}”" for title in (one.title, facts.pages[one.page].title) if title}
    return frozenset(marks)


def _is_of_no_post(fact: str, marks: Collection[str]) -> bool:
    return fact.startswith(_OF_NO_POST) and " lang=" not in fact and not any(mark in fact for mark in marks)
