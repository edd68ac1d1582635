"""`archive build`: the archive folder becomes a site."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml.etree import LxmlError

from medium_archive.articles import addresses
from medium_archive.folder import lock
from medium_archive.folder import settings as settings_file
from medium_archive.folder.layout import Layout
from medium_archive.folder.output import Output
from medium_archive.folder.posts import UNREADABLE, StoredPost, read_about, read_posts
from medium_archive.folder.settings import Settings
from medium_archive.report import Issue, Progress, Report, silent
from medium_archive.site import content, theme
from medium_archive.site.feeds import sitemap, writers
from medium_archive.site.holdings import Holdings, hold
from medium_archive.site.images import previews
from medium_archive.site.images.sizes import sizes_of
from medium_archive.site.images.variants import Variants
from medium_archive.site.memory import LookedAt, Memory
from medium_archive.site.pages import old_addresses, reading_lists, related
from medium_archive.site.pages import plan as pages
from medium_archive.site.search import index
from medium_archive.site.text.body import Body

_WEB_MANIFEST = "site.webmanifest"  # what a phone needs to keep the site among its programs
# What a text that nobody foresaw can raise on its way to a page: too deep, or not to be parsed.
_TEXT_FAILS = (LxmlError, RecursionError, ValueError, ArithmeticError)


def build(  # noqa: PLR0913  # all but the first by keyword
    layout: Layout,
    *,
    drafts: bool = False,
    progress: Progress = silent,
    out: Path | None = None,
    url: str = "",
    memory: Memory | None = None,
) -> Report:
    """Make the site in `out`, the archive's `site/` if None; with `drafts`, for the writer's eyes, drafts too. `url` is
    where it will live, if that is not what the settings say. What `memory` has of the build before is not made again.

    Raises SettingsWrong, NewerArchive, ThemeBroken, ArchiveInUse, FolderUnwritable, RecordsDamaged. What is wrong with
    one post is an issue.
    """
    with lock.held(layout):
        settings = settings_file.read(layout.settings)
        if url:
            settings = replace(settings, site=replace(settings.site, url=settings_file.base_url(url)))
        return _build(layout, settings, _Wanted(drafts, out or layout.site, memory, progress))


@dataclass(frozen=True)
class _Wanted:
    drafts: bool
    out: Path
    memory: Memory | None
    progress: Progress


def _build(layout: Layout, settings: Settings, wanted: _Wanted) -> Report:
    drafts, memory = wanted.drafts, wanted.memory
    chosen = theme.load(settings.site.theme, layout.root, settings.theme)
    if memory is not None:
        chosen = memory.theme(chosen)
    posts, issues = read_posts(layout, drafts=drafts, known=memory.known if memory else None)
    about, issues_about = read_about(layout, drafts=drafts)
    issues += issues_about
    holdings = hold(layout, posts, about)
    variants = Variants(layout.root, sizes_of(chosen))
    site = content.frame(settings, holdings)
    issues += _issues_of_settings(settings, site, chosen)
    making = _Making(Output(wanted.out), site, holdings, variants, wanted.progress, issues, memory)
    if memory is not None:
        memory.begin(layout, site, wanted.out, drafts, holdings.by_id, holdings.moved)

    shown = reading_lists.gather(layout, settings.site, site.words, issues)
    rooms = _prepare(posts, about, making)
    rooms = replace(
        rooms,
        reading=reading_lists.with_own_pages(shown, (*rooms.posts, *rooms.responses)),
        related=related.related(rooms.posts),
        previews=_previews(rooms, chosen, making),
    )
    _write_pages(rooms, chosen, making)
    _write_feeds(rooms, making)
    _write_search(rooms, making)
    _write_old_addresses(rooms, settings, making)
    _write_theme(chosen, making)
    _copy_files(layout, making)
    making.output.finish(keep=_unread(layout, making))
    # A post that fails today is mended tomorrow: its pictures need not be encoded again.
    # And what is remembered was not asked for.
    making.variants.finish(prune=memory is None and not any(issue.level == "error" for issue in making.issues))
    return _report(settings, rooms, making)


@dataclass
class _Making:
    """What a build works with, and what it has gathered so far."""

    output: Output
    site: content.Frame
    holdings: Holdings
    variants: Variants
    progress: Progress
    issues: list[Issue]
    memory: Memory | None = None
    files: dict[str, None] = field(default_factory=dict)
    copies: dict[str, Path] = field(default_factory=dict)
    missing: dict[str, None] = field(default_factory=dict)
    pages: int = 0
    old_addresses: int = 0


def _issues_of_settings(settings: Settings, site: content.Frame, chosen: theme.Theme) -> list[Issue]:
    unknown = (*settings.unknown, *(f"theme.{name}" for name in chosen.unknown))
    found = [
        Issue("archive.toml", "unknown-setting", f"`{name}` means nothing here; is it misspelt?", "note")
        for name in unknown
    ]
    photo = settings.author.photo
    if photo and not site.author.photo and not photo.lower().startswith(("https://", "http://")):
        found.append(Issue("archive.toml", "photo-missing", f"author.photo names no picture of the archive: {photo}"))
    return found


def _unread(layout: Layout, making: _Making) -> tuple[str, ...]:
    """What the names of pages and pictures begin with whose text can't be read today: no reason to remove them."""
    texts = {issue.where for issue in making.issues if issue.code == UNREADABLE}
    beside_about = [path.stem for path in layout.root.iterdir() if path.is_file()] if "about.md" in texts else []
    return (*(text.removesuffix("index.md").replace("about.md", "about.html") for text in texts), *beside_about)


def _prepare(posts: list[StoredPost], about: StoredPost | None, making: _Making) -> pages.Rooms:
    """Turn what was read into what is shown. A post that can't be is an issue; the others go on."""
    everything = [*posts, *([about] if about else [])]
    made = [_entry(post, making) for post in making.progress("Reading posts", everything, len(everything))]
    waiting = [one is not None and making.variants.waits(one[1].files) for one in made]
    if any(waiting):
        making.variants.make(making.progress)
        # Which variants a picture has is known only now: what shows it is made once more.
        made = [
            _entry(post, making, again=True) if late else one
            for post, late, one in zip(everything, waiting, made, strict=True)
        ]
    shown: dict[str, list[content.Entry]] = {"story": [], "response": [], "draft": []}
    about_page = None
    for post, one in zip(everything, made, strict=True):
        entry = _gather(one, making)
        if post is about:
            about_page = entry
        elif entry is not None:
            shown[post.kind].append(entry)
    return pages.Rooms(tuple(shown["story"]), tuple(shown["response"]), tuple(shown["draft"]), about_page)


def _entry(post: StoredPost, making: _Making, *, again: bool = False) -> tuple[content.Entry, Body] | None:
    memory = making.memory
    if memory and not again and (made := memory.entry(post, making.holdings.pages)):
        return made
    where = f"{post.path}/index.md" if post.path in making.holdings.folders else f"{post.path}.md"
    making.holdings.asked.clear()
    try:
        made = content.entry(post, making.site, making.holdings, making.variants)
    except OSError as error:
        problem = f"A file of it can't be read: {error.strerror or error}"
        making.issues.append(Issue(where, UNREADABLE, problem, "error"))
        return None
    except _TEXT_FAILS as error:
        making.issues.append(Issue(where, "page-failed", f"The page could not be made: {error}", "error"))
        return None
    if memory:
        memory.keep_entry(post, made, making.holdings.asked)
    return made


def _gather(one: tuple[content.Entry, Body] | None, making: _Making) -> content.Entry | None:
    """Note what a page shows and lacks."""
    if one is None:
        return None
    made, body = one
    making.issues.extend(body.issues)
    making.files.update(dict.fromkeys(body.files))
    making.copies.update({variant.name: variant.path for variant in body.variants})
    making.missing.update(dict.fromkeys(body.missing))
    return made


def _previews(rooms: pages.Rooms, chosen: theme.Theme, making: _Making) -> dict[str, previews.Preview]:
    """What stands for each published page elsewhere; nothing while no address could lead to it."""
    colours = previews.colours_of(chosen.options)
    cards = previews.Cards(making.holdings.root, colours)
    found: dict[str, previews.Preview] = {}
    if making.site.url:
        published = [*rooms.posts, *rooms.responses]
        own = {entry.page: previews.of_post(entry, making.holdings) for entry in published}
        found = {page: preview for page, preview in own.items() if preview}
        bare = [entry for entry in rooms.posts if entry.page not in found]
        found |= cards.draw(bare, making.site, making.progress)
        making.files.update(dict.fromkeys(preview.file for preview in own.values() if preview))
        making.copies.update(cards.copies)
    cards.finish()
    return found


def _write_pages(rooms: pages.Rooms, chosen: theme.Theme, making: _Making) -> None:
    planned = list(pages.plan(making.site, rooms, chosen.options))
    nav = pages.menu(making.site, rooms)
    memory = making.memory
    if memory:
        memory.begin_pages(making.site, nav)
    for page in making.progress("Writing pages", planned, len(planned)):
        path = making.output.folder / page.file
        making.pages += 1
        if memory and memory.has_page(page, rooms, path):
            making.output.keep(page.file)
            continue
        looked_at = LookedAt(rooms)
        given = pages.values(page, making.site, looked_at, nav)
        making.output.write(page.file, chosen.render(page.template, given).encode())
        if memory:
            memory.keep_page(page, looked_at, path)
    if making.site.url:
        making.output.write("sitemap.xml", sitemap.sitemap(planned))
    if (robots := sitemap.robots(making.site.url)) is not None:
        making.output.write("robots.txt", robots)


def _write_search(rooms: pages.Rooms, making: _Making) -> None:
    published = [*rooms.posts, *rooms.responses]
    if published:
        making.output.write(index.FILE, index.index(published, making.site.language))
        making.output.write("static/search.js", index.SCRIPT.read_bytes())


def _write_feeds(rooms: pages.Rooms, making: _Making) -> None:
    items = writers.items(making.site, rooms.posts, making.holdings.addresses, making.issues)
    making.output.write(writers.RSS, writers.rss(making.site, items))
    making.output.write(writers.ATOM, writers.atom(making.site, items))
    making.output.write(writers.JSON, writers.json_feed(making.site, items))
    if not making.site.url:
        making.issues.append(
            Issue(
                "archive.toml",
                "no-base-url",
                "The feed's links lead to Medium until site.url says where the site lives.",
                "note",
            )
        )


def _write_old_addresses(rooms: pages.Rooms, settings: Settings, making: _Making) -> None:
    published = (*rooms.posts, *rooms.responses)
    making.output.write(old_addresses.FILE, old_addresses.script(published).encode())
    taken = {name.partition("/")[0] for name in (*making.files, *making.copies, *making.holdings.pages.values())}
    taken |= {"drafts", "posts", "responses", "static"}
    forms, username = settings.site.old_addresses, settings.author.username
    found = list(addresses.old_addresses(published, forms, username, taken))
    for old in making.progress("Writing old addresses", found, len(found)):
        making.output.write(old.file, old_addresses.page(old, making.site).encode())
    making.old_addresses = len(found)


def _write_theme(chosen: theme.Theme, making: _Making) -> None:
    making.output.write("static/style.css", chosen.render("style.css", {}).encode())
    if chosen.find(_WEB_MANIFEST):
        making.output.write(_WEB_MANIFEST, chosen.render(_WEB_MANIFEST, {"site": making.site}).encode())
    for name, path in chosen.static_files():
        making.output.copy(name, path)
    making.output.write(".nojekyll", b"")  # without it GitHub Pages hides files that begin with "_"


def _copy_files(layout: Layout, making: _Making) -> None:
    photo = making.site.author.photo
    files = [*making.files, *([photo] if photo and photo not in making.files else [])]
    for file in making.progress("Copying pictures", files, len(files)):
        making.output.copy(file, layout.root / file)
    for name, path in making.progress("Copying variants", making.copies.items(), len(making.copies)):
        making.output.copy(name, path)


def _report(settings: Settings, rooms: pages.Rooms, making: _Making) -> Report:
    counts = {
        "pages": making.pages,
        "old_addresses": making.old_addresses,
        "posts": len(rooms.posts),
        "responses": len(rooms.responses),
        "drafts": len(rooms.drafts),
        "pictures_here": len(making.files),
        "pictures_missing": len(making.missing),
    }
    if making.variants.made:
        counts["variants_made"] = making.variants.made
    facts = {"theme": settings.site.theme, "site": (making.output.folder / "index.html").resolve().as_uri()}
    return Report("build", counts, facts, (*making.issues, *making.variants.issues, *making.output.issues))
