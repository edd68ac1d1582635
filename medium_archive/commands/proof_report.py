"""The page that `archive verify --report` writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from medium_archive.errors import RecordsDamaged, SettingsWrong, UnsafeTarget
from medium_archive.folder import files, picture_record, settings, time_zones
from medium_archive.folder.layout import Layout
from medium_archive.folder.proof_record import Proof
from medium_archive.site import document
from medium_archive.site.pages import proof as page
from medium_archive.site.translations import translation_for

_PRIVATE = ("private", "drafts", "exports")


def check_place(layout: Layout, report: Path, *, drafts: bool) -> None:
    """Raises UnsafeTarget for a folder, for a file that no earlier run wrote, for a place in the site, and for a report
    with drafts in a place that would be published; FolderUnwritable for a device, a pipe or a link to nothing.
    """
    files.refuse_special(report)
    with files.disk_errors(report):
        place = report.parent.resolve() / report.name
        if place.is_dir():
            raise UnsafeTarget(f"{report} is a folder.", "Name a file: proof.html.")
        if place.exists() and not document.is_from_here(place.read_bytes()):
            raise UnsafeTarget(f"{report} exists already, and `archive verify` did not write it.", "Name another file.")
    root = layout.root.resolve()
    if place.is_relative_to(root / "site"):
        hint = (
            "Write it elsewhere, or set `proof = true` under [site] in archive.toml: then the site has a page for it."
        )
        raise UnsafeTarget(f"{report} is in the site, which only `archive build` writes.", hint)
    is_hidden = any(place.is_relative_to(root / name) for name in _PRIVATE)
    if drafts and place.is_relative_to(root) and not is_hidden:
        raise UnsafeTarget(
            f"The report names drafts, and {report} could be published.",
            "Write it to private/, or outside the archive.",
        )


def write(layout: Layout, report: Path, proof: Proof, *, drafts: bool, checked: Mapping[str, int]) -> None:
    """Write the page about public posts, and about drafts if `drafts`. `checked` are the counts of the check. Raises
    FolderUnwritable.
    """
    try:
        chosen = settings.read(layout.settings)
    except SettingsWrong:
        chosen = settings.Settings()  # a check has an issue about it
    try:
        elsewhere = picture_record.elsewhere_by_post(picture_record.read(layout).values())
    except RecordsDamaged:
        elsewhere = {}  # as above
    language = chosen.site.language or "en"
    words = translation_for(language)
    hidden = [post for post in proof.posts if post.is_private and not drafts]
    shown = replace(proof, posts=tuple(post for post in proof.posts if drafts or not post.is_private))
    counted = (
        (words.proof.drafts, len(hidden)),
        (words.proof.pages, checked["pages_checked"]),
        (words.proof.not_checked, checked["not_checked"]),
    )
    notes = [pattern.format(n=words.number(amount)) for pattern, amount in counted if amount]
    values = page.of(
        shown,
        words,
        zone=time_zones.find(chosen.site.timezone),
        notes=notes,
        hidden=hidden,
        author=chosen.author.name,
        elsewhere=elsewhere,
    )
    files.write(report, document.render(values, language, chosen.author.name, chosen.author.username))
