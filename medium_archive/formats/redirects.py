"""`archive export redirects`: old addresses and new ones, in the forms that hosts read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from medium_archive.folder import files, lock, settings
from medium_archive.folder.layout import FOLDER_OF, Layout
from medium_archive.folder.posts import read_posts
from medium_archive.formats import redirect_rules
from medium_archive.report import Issue, Report
from medium_archive.site.pages.old_addresses import old_addresses

FOLDER = "redirects"
# By file: how many rules a host reads there, and which host
_MOST = {
    "_redirects": (
        (1000, "GitLab Pages reads none of a file with more than 1,000"),
        (2000, "Cloudflare Pages reads 2,000"),
    ),
    "vercel.json": ((2048, "Vercel takes 2,048"),),
}


@dataclass(frozen=True)
class _Published:
    id: str
    url: str
    page: str


def export(layout: Layout, folder: Path | None = None) -> Report:
    """Write the files into `folder`, the archive's `redirects/` if None. Changes nothing else; drafts are not in them.

    Raises SettingsWrong, NewerArchive, ArchiveInUse, FolderUnwritable.
    """
    out = folder or layout.root / FOLDER
    with lock.held(layout):
        chosen = settings.read(layout.settings)
        stored, issues = read_posts(layout, drafts=False)
        posts = [_Published(post.id, post.url, f"{post.path}/index.html") for post in stored]
        olds = list(old_addresses(posts, settings.OLD_ADDRESSES, chosen.author.username, FOLDER_OF.values()))
        olds.sort(key=lambda old: settings.OLD_ADDRESSES.index(old.form))
        parts = urlsplit(chosen.site.url)
        place = redirect_rules.Place(f"{parts.scheme}://{parts.netloc}" if parts.netloc else "", parts.path)
        for name, text in redirect_rules.files(posts, olds, place).items():
            files.write(out / name, text.encode())
    for name, limits in _MOST.items():
        issues += [
            Issue(f"{out.name}/{name}", "many-redirects", f"It has {len(olds):,} rules: {said}.", "note")
            for most, said in limits
            if len(olds) > most
        ]
    if not chosen.site.url:
        message = "The new addresses begin at the root of a host until site.url says where the site lives."
        issues.append(Issue("archive.toml", "no-base-url", message, "note"))
    counts = {"posts": len(posts), "rules": len(olds)}
    return Report("export redirects", counts, {"redirects": str(out)}, tuple(issues))
