"""WordPress: a file for its importer, WXR 1.2. Read with pelican-import; not tried with WordPress itself.

- The importer downloads each picture from its address and then replaces the address in the texts. So pictures are
  named by their addresses on the web: those they were published at, or those below `--pictures`.
- WordPress runs shortcodes in code, makes a line break of each line end, and cuts slugs. Texts and slugs avoid that.
- A second import leaves out a post with the same title and date. WordPress schedules a post with a future date.
- A post has no address before the import, so links between posts are `/slug/`, which WordPress redirects to the post in
  every form of its permalinks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from medium_archive.articles.selection import Selection, kinds
from medium_archive.errors import SettingsWrong
from medium_archive.formats.values import NEW_FOLDER, File
from medium_archive.report import Issue

if TYPE_CHECKING:
    from medium_archive.articles import Library
    from medium_archive.formats.wordpress.posts import Post

__all__ = ["EXAMPLE", "NAME", "SUMMARY", "TARGET", "Settings", "files", "kinds"]

NAME = "wordpress"
SUMMARY = "Write your posts as a file for the importer of WordPress (WXR), with pictures, tags and old addresses."
EXAMPLE = "archive export wordpress ~/for-wordpress"
TARGET = NEW_FOLDER

_README = """# {title}

Posts for [WordPress](https://wordpress.org), made by `archive export wordpress`. In WordPress, choose Tools, Import,
WordPress, then the file wordpress.xml, and “Download and import file attachments”.
A second import of the file leaves out the posts that WordPress already has.
"""
_NO_ADDRESS = (
    "{} no address on the web, and WordPress downloads pictures only from the web. Upload the folder pictures/, then "
    "export again with --pictures and the address of the folder."
)


@dataclass(frozen=True)
class Settings(Selection):
    """The options of the command."""

    address: str = field(
        default="", metadata={"metavar": "URL", "help": "The address of your WordPress, for links between posts."}
    )
    pictures: str = field(
        default="",
        metadata={
            "metavar": "URL",
            "help": "Where you will upload the folder pictures/. Default: their present addresses.",
        },
    )


def files(library: Library, settings: Settings) -> Iterator[File]:
    """The WXR file, the pictures that the user must upload, because WordPress can't download them, and a README.

    Raises SettingsWrong, RecordsDamaged.
    """
    from medium_archive.formats.wordpress import posts, wxr

    for address in filter(None, (settings.address, settings.pictures)):
        if not address.startswith(("https://", "http://")):
            raise SettingsWrong(f"“{address}” is not an address on the web.", "Begin it with https:// or http://.")
    made = list(posts.read(library, settings.address.rstrip("/"), settings.pictures.rstrip("/")))
    site = library.settings.site
    title = site.title or library.settings.author.name
    channel = wxr.Channel(
        title, settings.address.rstrip("/") or "https://example.org", site.language, posts.authors(made)
    )
    pictures = [picture for post in made for picture in post.pictures]
    content = wxr.document(channel, [post.item for post in made] + pictures).encode()
    counts = {"posts": len(made), "pictures": len(pictures)}
    yield File("wordpress.xml", content, counts=counts, issues=tuple(_issues(made)))
    for post in made:
        for path, source in sorted(post.files.items()):
            yield File(path, source=source, post=post.path)
    yield File("README.md", _README.format(title=title).encode())


def _issues(made: list[Post]) -> Iterator[Issue]:
    for post in made:
        yield from post.issues
    if local := sum(len(post.local) for post in made):
        pictures = "1 picture has" if local == 1 else f"{local} pictures have"
        yield Issue("", "picture-without-address", _NO_ADDRESS.format(pictures))
