"""The ways in which a person names a post: its folder, its slug, its id, an address."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

from medium_archive import links
from medium_archive.errors import NoSuchPost
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import TEXT

_MOST_NAMED = 5
_ENDINGS = (f"/{TEXT}", "/index.html")


def read(wanted: str) -> tuple[str, ...]:
    """What the words of a person may name, the most exact first: an address as it was written, a folder of the archive,
    the name of a folder or a slug, a key by `same_post`. Addresses may be percent-encoded, or end in a query or a
    fragment, and folders may be written as Windows does.
    """
    written = wanted.strip()
    whole = written.partition("#")[0].partition("?")[0]
    folders = dict.fromkeys((_folder(written), _folder(whole)))
    names = [folder.rpartition("/")[2] for folder in folders]
    ids = (same_post(names[-1].lower()), same_post(links.post_id(written)))
    return tuple(dict.fromkeys(filter(None, (written, whole, whole.rstrip("/"), *folders, *names, *ids))))


def ambiguous(wanted: str, paths: Iterable[str]) -> NoSuchPost:
    """The error for the words of a person that several posts match; it names a few of their folders."""
    named = sorted(paths)
    rest = f" and {len(named) - _MOST_NAMED:,} more" if len(named) > _MOST_NAMED else ""
    return NoSuchPost(
        f"{len(named):,} posts match {wanted}: {', '.join(named[:_MOST_NAMED])}{rest}.",
        "Name one of them by its folder.",
    )


def _folder(text: str) -> str:
    folder = unquote(text).replace("\\", "/")
    while folder.startswith("./"):
        folder = folder[2:]
    folder = folder.rstrip("/")
    for ending in _ENDINGS:
        folder = folder.removesuffix(ending)
    return folder
