"""`archive build`: the archive folder becomes a site."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from lxml.etree import LxmlError

from medium_archive.folder import settings as settings_file
from medium_archive.folder.layout import Layout
from medium_archive.folder.settings import Settings
from medium_archive.folder.store import StoredPost, read_about, read_posts
from medium_archive.markdown.front_matter import FrontMatterWrong
from medium_archive.report import Issue, Progress, Report, silent
from medium_archive.site import content, feeds, pages, theme
from medium_archive.site.holdings import Holdings, hold
from medium_archive.site.output import Output

# What a text that nobody foresaw can raise on its way to a page: too deep, or not to be parsed.
_TEXT_FAILS = (LxmlError, RecursionError, ValueError)


def build(layout: Layout, *, drafts: bool = False, progress: Progress = silent, out: Path | None = None) -> Report:
    """Make the site in `out`, the archive's `site/` if None; with `drafts`, for the writer's eyes, drafts too.

    Raises SettingsWrong, NewerArchive, ThemeBroken, FolderUnwritable. What is wrong with one post is an issue.
    """
    settings = settings_file.read(layout.settings)
    chosen = theme.load(settings.site.theme, layout.root)
    posts, issues = read_posts(layout, drafts=drafts)
    about = _read_about(layout, issues)
    holdings = hold(layout, posts, about)
    making = _Making(Output(out or layout.site), content.frame(settings, holdings), holdings, progress, issues)

    rooms = _prepare(posts, about, making)
    _write_pages(rooms, chosen, making)
    _write_feed(rooms, making)
    _write_theme(chosen, making)
    _copy_files(layout, making)
    making.output.finish()
    return _report(settings, rooms, making)


@dataclass
class _Making:
    """What a build works with, and what it has gathered so far."""

    output: Output
    site: content.Frame
    holdings: Holdings
    progress: Progress
    issues: list[Issue]
    files: dict[str, None] = field(default_factory=dict)
    missing: dict[str, None] = field(default_factory=dict)
    pages: int = 0


def _read_about(layout: Layout, issues: list[Issue]) -> StoredPost | None:
    try:
        return read_about(layout)
    except (FrontMatterWrong, UnicodeDecodeError) as error:
        issues.append(Issue("about.md", "front-matter", f"The front matter can't be read: {error}", "error"))
        return None


def _prepare(posts: list[StoredPost], about: StoredPost | None, making: _Making) -> pages.Rooms:
    """Turn what was read into what is shown. A post that can't be is an issue; the others go on."""
    shown: dict[str, list[content.Entry]] = {"story": [], "response": [], "draft": []}
    for post in making.progress("Reading posts", posts, len(posts)):
        if made := _entry(post, making):
            shown[post.kind].append(made)
    about_page = _entry(about, making) if about else None
    return pages.Rooms(tuple(shown["story"]), tuple(shown["response"]), tuple(shown["draft"]), about_page)


def _entry(post: StoredPost, making: _Making) -> content.Entry | None:
    try:
        made, body = content.entry(post, making.site, making.holdings)
    except _TEXT_FAILS as error:
        where = f"{post.path}/index.md" if post.path in making.holdings.folders else f"{post.path}.md"
        making.issues.append(Issue(where, "page-failed", f"The page could not be made: {error}", "error"))
        return None
    making.issues.extend(body.issues)
    making.files.update(dict.fromkeys(body.files))
    making.missing.update(dict.fromkeys(body.missing))
    return made


def _write_pages(rooms: pages.Rooms, chosen: theme.Theme, making: _Making) -> None:
    planned = list(pages.plan(making.site, rooms))
    for page in making.progress("Writing pages", planned, len(planned)):
        given = pages.values(page, making.site, rooms)
        making.output.write(page.file, chosen.render(page.template, given).encode())
        making.pages += 1


def _write_feed(rooms: pages.Rooms, making: _Making) -> None:
    making.output.write("feed.xml", feeds.rss(making.site, rooms.posts, making.holdings.addresses))
    if not making.site.url:
        making.issues.append(
            Issue(
                "archive.toml",
                "no-base-url",
                "The feed's links lead to Medium until site.url says where the site lives.",
                "note",
            )
        )


def _write_theme(chosen: theme.Theme, making: _Making) -> None:
    making.output.write("static/style.css", chosen.render("style.css", {}).encode())
    for name, path in chosen.static_files():
        making.output.copy(name, path)
    making.output.write(".nojekyll", b"")  # without it GitHub Pages hides files that begin with "_"


def _copy_files(layout: Layout, making: _Making) -> None:
    photo = making.site.author.photo
    files = [*making.files, *([photo] if photo and photo not in making.files else [])]
    for file in making.progress("Copying pictures", files, len(files)):
        making.output.copy(file, layout.root / file)


def _report(settings: Settings, rooms: pages.Rooms, making: _Making) -> Report:
    counts = {
        "pages": making.pages,
        "posts": len(rooms.posts),
        "responses": len(rooms.responses),
        "drafts": len(rooms.drafts),
        "pictures here": len(making.files),
        "pictures missing": len(making.missing),
    }
    facts = {"theme": settings.site.theme, "site": (making.output.folder / "index.html").resolve().as_uri()}
    return Report("build", counts, facts, (*making.issues, *making.output.issues))
