"""Redirects from old addresses to new ones, in the files that hosts read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from medium_archive.formats.values import File, Target
from medium_archive.report import Issue

if TYPE_CHECKING:
    from medium_archive.articles import Library
    from medium_archive.post import Kind

NAME = "redirects"
SUMMARY = "Write redirects from old addresses for Netlify, Cloudflare Pages, Vercel, nginx and Apache, and as CSV."
EXAMPLE = "archive export redirects"
TARGET = Target("FOLDER", "Where to write. Default: redirects/ in the archive.", "redirects")

# By file: the largest number of rules that a host reads, and the sentence that says so
_LIMITS = {
    "_redirects": (
        (1000, "GitLab Pages ignores a file with more than 1,000"),
        (2000, "Cloudflare Pages reads the first 2,000"),
    ),
    "vercel.json": ((2048, "Vercel accepts 2,048"),),
}
_NO_HOST = Issue(
    "archive.toml",
    "no-base-url",
    "The new addresses are paths at the root of a host. Write the address of the site into site.url.",
    "note",
)


@dataclass(frozen=True)
class Settings:
    """It has no options."""


def kinds(_settings: Settings) -> tuple[Kind, ...]:
    """All that the site publishes."""
    return ("story", "response")


def files(library: Library, _settings: Settings) -> Iterator[File]:
    """A file for each host. The rules are sorted by form: a host that reads only some reads the likeliest."""
    from medium_archive.articles import addresses
    from medium_archive.folder.layout import FOLDER_OF
    from medium_archive.folder.settings import OLD_ADDRESSES
    from medium_archive.formats import redirect_rules

    posts = library.addresses
    olds = list(addresses.old_addresses(posts, OLD_ADDRESSES, FOLDER_OF.values(), library.usernames))
    olds.sort(key=lambda old: OLD_ADDRESSES.index(old.form))
    olds[:0] = addresses.former_addresses(posts, library.former_pages())
    parts = urlsplit(library.settings.site.url)
    place = redirect_rules.Place(f"{parts.scheme}://{parts.netloc}" if parts.netloc else "", parts.path)
    counts = {"posts": len(posts), "rules": len(olds)}
    for name, text in redirect_rules.files(posts, olds, place, library.usernames).items():
        issues = tuple(_over_limits(name, len(olds)))
        if name == "redirects.csv" and not place.host:
            issues = (_NO_HOST,)
        yield File(name, text.encode(), counts=counts, issues=issues)
        counts = {}


def _over_limits(name: str, rules: int) -> Iterator[Issue]:
    for limit, host in _LIMITS.get(name, ()):
        if rules > limit:
            yield Issue("", "many-redirects", f"The file has {rules:,} rules. {host}.", "note")
