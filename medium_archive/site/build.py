"""The build: how the archive's folder becomes a site, stage by stage."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from medium_archive.articles.picture_file import Measures
from medium_archive.articles.title_cards import colours_of
from medium_archive.folder import unknown_settings, usernames
from medium_archive.folder.bare_texts import ENDING
from medium_archive.folder.layout import TEXT, Layout
from medium_archive.folder.output import Output
from medium_archive.folder.posts import OF_UNREAD_TEXTS, UNREADABLE, read_about, read_posts
from medium_archive.folder.settings import Settings
from medium_archive.report import Issue, Progress, Report, quantity, silent, step
from medium_archive.site import elsewhere, theme
from medium_archive.site.authors import Authors, about_path
from medium_archive.site.authors import read as read_authors
from medium_archive.site.content import RenderedPost, site_info
from medium_archive.site.elsewhere import OutsideLink
from medium_archive.site.holdings import Holdings
from medium_archive.site.images.previews import Preview, Previews
from medium_archive.site.images.sizes import sizes_of
from medium_archive.site.images.variants import Variants
from medium_archive.site.memory import Memory
from medium_archive.site.pages import proof, reading_lists
from medium_archive.site.pages.page import SiteContent
from medium_archive.site.pages.plan import menu, plan
from medium_archive.site.pages.proof import ProofPage
from medium_archive.site.references import References
from medium_archive.site.rendering import RenderedTexts, Renderer, Surroundings
from medium_archive.site.theme import Theme
from medium_archive.site.writing import SiteWriter


def build_site(  # noqa: PLR0913, PLR0915  # all but the first two by keyword; the stages in their order
    layout: Layout,
    settings: Settings,
    *,
    out: Path,
    drafts: bool = False,
    progress: Progress = silent,
    memory: Memory | None = None,
    jobs: int = 0,
) -> Report:
    """Make the site of an archive in the folder `out`, with drafts if `drafts`. Parts that `memory` has from the last
    build are not made again. `jobs` is the number of processes, 0 for one per core; the site does not depend on it.

    Raises SettingsWrong, ThemeBroken, FolderUnwritable, RecordsDamaged. A problem with one post is an issue.
    """
    remembered = memory if memory is not None else Memory()

    # Read
    remembered.begin(layout)
    chosen = remembered.theme(theme.load(settings.site.theme, layout.root, settings.theme))
    posts, post_issues = read_posts(layout, drafts=drafts, known=remembered.known)
    about, about_issues = read_about(layout, settings.authors, drafts=drafts)
    holdings = Holdings.read(layout, posts, about, own_scripts=settings.site.own_scripts)
    known_names = usernames.read(layout, settings)
    references = References(holdings, Measures(layout.root), "")
    authors = read_authors(settings, known_names, posts, about, references.photo_of)
    also = elsewhere.read(layout, posts, about, authors)
    proven, proof_issues = proof.read(layout, settings.site)
    site = replace(site_info(settings, authors), proof=proof.FILE if proven else "")
    lists, list_issues = reading_lists.read(layout, settings.site, site.words)

    # Render
    remembered.begin_texts(site, os.fspath(out), drafts, holdings.domains, holdings.own_scripts)
    measures = Measures(layout.root)
    variants = Variants(layout.root, sizes_of(chosen, {site.language, *(one.lang for one in (*posts, *about))}))
    surroundings = Surroundings(site, authors, holdings, measures, variants)
    rendered = Renderer(surroundings, remembered, jobs).render_all([*posts, *about], progress)
    former, sources, folders = holdings.former, holdings.pictures.addresses, holdings.first_folders
    lacking, known = len(rendered.missing & holdings.pictures.lacking), holdings.pictures.counts
    pictures_elsewhere = holdings.pictures.elsewhere
    # The values of all front matters and what texts may link to, in which the rest has no interest
    del posts, about, holdings, references, surroundings
    previews = Previews(layout.root, measures, colours_of(chosen.options), remembered, jobs)
    drawn = previews.draw(rendered.posts, rendered.responses, site, progress)
    proof_page = proof.of_site(proven, rendered.published, site, pictures_elsewhere)
    content = _content(
        rendered,
        lists,
        drawn,
        proof_page,
        _related(remembered, rendered.posts, progress, jobs) if site.extras else {},
        also,
    )

    # Plan and write
    pages = plan(site, content, chosen.options)
    copies = {**rendered.copies, **previews.copies}
    output = Output(out)
    writer = SiteWriter(site, chosen, output, remembered, progress, jobs)
    writer.pages(pages, content, menu(site, content), layout.root)
    writer.sitemap(pages)
    feed_issues = writer.feeds(content.posts, sources)
    if settings.site.llms:
        feed_issues = tuple(dict.fromkeys((*feed_issues, *writer.llms(content.posts, sources))))
    files = (*rendered.files, *copies, *folders)
    old_addresses = writer.old_addresses(content.published, settings, known_names, files, former)
    redirects = writer.redirects(content.published, old_addresses)
    writer.search(content.published, meanwhile=redirects)
    for _ in redirects:
        pass
    writer.theme_files()
    writer.pictures((*rendered.files, *authors.photos), copies, layout.root, own_scripts=settings.site.own_scripts)

    # Prune
    settings_issues = _settings_issues(settings, authors, chosen)
    issues = (
        *post_issues,
        *about_issues,
        *settings_issues,
        *list_issues,
        *proof_issues,
        *rendered.issues,
        *feed_issues,
        *_picture_issues(lacking, known),
        *_empty(content.published),
    )
    output.finish(keep=_unreadable(layout, issues))
    previews.prune()
    # A post that fails today may be corrected tomorrow: its pictures need not be encoded again
    variants.finish(prune=not any(issue.level == "error" for issue in issues))

    # Report
    counts = {
        "pages": len(pages),
        "old_addresses": len(old_addresses),
        "posts": len(content.posts),
        "responses": len(content.responses),
        "drafts": len(content.drafts),
        "pictures_shown": len(rendered.files),
        "pictures_lacking": lacking,
    }
    if variants.made:
        counts["variants_made"] = variants.made
    facts = {"theme": settings.site.theme, "site": (out / "index.html").resolve().as_uri()}
    return Report("build", counts, facts, (*issues, *variants.issues, *output.issues))


def _related(
    memory: Memory, posts: Sequence[RenderedPost], progress: Progress, jobs: int
) -> Mapping[str, Sequence[RenderedPost]]:
    return step(progress, "Finding related posts", partial(memory.related, posts, jobs))


def _content(  # noqa: PLR0913, PLR0917  # one caller
    rendered: RenderedTexts,
    lists: Sequence[reading_lists.Reading],
    previews: dict[str, Preview],
    proof_page: ProofPage | None,
    related: Mapping[str, Sequence[RenderedPost]],
    also: Mapping[str, Sequence[OutsideLink]],
) -> SiteContent:
    return SiteContent(
        posts=rendered.posts,
        responses=rendered.responses,
        drafts=rendered.drafts,
        about=rendered.about,
        other_abouts=rendered.other_abouts,
        reading=reading_lists.with_own_pages(lists, rendered.published),
        related=related,
        previews=previews,
        proof=proof_page,
        also=also,
    )


def _picture_issues(lacking: int, counts: Mapping[str, int]) -> list[Issue]:
    """The issue about pictures that the pages lack, and where they may come from. `counts` are those of `archive
    status`.
    """
    if not lacking:
        return []
    refused, waiting = counts["pictures_missing"], counts["pictures_not_tried"]
    why = [f"{waiting:,} not downloaded yet"] * bool(waiting)
    why += [f"{refused:,} that could not be downloaded"] * bool(refused)
    message = (
        f"The archive lacks {quantity(refused + waiting, 'picture')}: {', '.join(why)}. The pages have a line in place "
        f"of {lacking:,}. `archive pictures` downloads what is still there, `archive pictures --wayback` asks the "
        "Wayback Machine for the rest, and `--from FOLDER` takes pictures that you saved."
    )
    return [Issue("records/pictures.jsonl", "pictures-lacking", message)]


def _empty(posts: Iterable[RenderedPost]) -> Iterator[Issue]:
    """A note for each published post without a text and without a picture: perhaps it was only begun."""
    for post in posts:
        if not post.text_size and not post.body.strip():
            message = f"The post has no text: {post.title}. Write it, or hide it."
            yield Issue(post.where, "post-empty", message, "note")


def _settings_issues(settings: Settings, authors: Authors, chosen: Theme) -> list[Issue]:
    unknown = (*settings.unknown, *(f"theme.{name}" for name in chosen.unknown))
    issues = [unknown_settings.issue(name, chosen.options) for name in unknown]
    issues += [
        Issue(file, UNREADABLE, f"The file was not copied into the site: {problem}.", "error")
        for file, problem in chosen.left_out()
    ]
    for name, author in {"": settings.author, **settings.authors}.items():
        is_file = bool(author.photo) and not author.photo.lower().startswith(("https://", "http://"))
        if is_file and not authors.of(about_path(name))[0].photo:
            key = f"authors.{name}.photo" if name else "author.photo"
            message = f"{key} is not a picture of the archive: {author.photo}. Add the picture, or correct the name."
            issues.append(Issue("archive.toml", "photo-missing", message))
    return issues


def _unreadable(layout: Layout, issues: Sequence[Issue]) -> tuple[str, ...]:
    """The beginnings of the names of pages and pictures whose text can't be read today: they are not removed."""
    texts = {issue.where for issue in issues if issue.code in OF_UNREAD_TEXTS}
    about = {text for text in texts if "/" not in text}
    beside_about = [path.stem for path in layout.root.iterdir() if path.is_file()] if about else []
    return (*map(_page_or_folder, texts), *beside_about)


def _page_or_folder(text: str) -> str:
    """Where the site has the page of a text."""
    if text.endswith(f"/{TEXT}"):
        return text.removesuffix(TEXT)
    return text.removesuffix(ENDING) + ("/" if "/" in text else ".html")
