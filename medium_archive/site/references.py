"""Where the references of one text lead: to pages of the site, and to files that the site may show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from medium_archive.articles import own_files
from medium_archive.articles.picture_file import Measures
from medium_archive.articles.references import may_name, may_publish, resolve
from medium_archive.site.holdings import Answer, Holdings, Question, relative


@dataclass
class Dependencies:
    """The dependencies of the page of a text, besides the text: the folders in which a file was searched, and the
    answers of `Holdings.find`, by its arguments.
    """

    folders: set[str] = field(default_factory=set)
    answers: dict[tuple[Question, str], Answer] = field(default_factory=dict)


class References:
    """Resolves the references of the text at `path` ("posts/x", or "about"), and records what that depends on.

    `folder` is where relative references begin, "" for the archive's own; `text` is the Markdown file, which lies
    beside that folder if it `is_loose`.
    """

    def __init__(self, holdings: Holdings, measures: Measures, path: str) -> None:
        self.holdings, self.measures = holdings, measures
        self.folder = path if path in holdings.folders else ""
        self.is_loose = bool(self.folder) and f"{path}.md" in holdings.pages
        self.text = f"{path}/index.md" if self.folder and not self.is_loose else f"{path}.md"
        self.dependencies = Dependencies()

    def to(self, file: str) -> str:
        """The address of a file of the site from the page of this text."""
        return relative(file, self.folder)

    def page_of(self, reference: str) -> str | None:
        """The page for a relative reference to a post's Markdown, None if this build has no such page."""
        target = resolve(self.folder, reference)
        for name in (target, f"{target}/index.md"):
            if page := self._page(name):
                return page
        moved: str | None = self._find("moved", target.removesuffix("/index.md"))
        return moved

    def withdrawn(self, reference: str) -> str | None:
        """The address at Medium for a relative reference to a published post that a person has moved to drafts/."""
        address: str | None = self._find("withdrawn", resolve(self.folder, reference).removesuffix("/index.md"))
        return address

    def page_at(self, address: str) -> str | None:
        """The page of the post that an address at Medium names, None for an address of no post of this build."""
        key = self.holdings.key_of(address)
        page: str | None = self._find("by_id", key) if key else None
        return page

    def file_of(self, reference: str) -> str | None:
        """The path of the file that a reference names, the same in archive and site. None if there is no such file or
        the site may not show it.
        """
        return self._file(resolve(self.folder, reference))

    def published(self, file: str) -> str:
        """The path in the site for the path of a file that `file_of` found."""
        return file if self.holdings.own_scripts else own_files.published_name(file, self.holdings.root)

    def may_name(self, reference: str) -> bool:
        """Whether the page may show the address of a picture that `file_of` does not find."""
        return may_name(self.folder, reference, self.holdings.folders)

    def photo_of(self, photo: str) -> str | None:
        """The file of an author's photo, which archive.toml gives as a file or as the address of a picture that was
        fetched. None as in `file_of`.
        """
        names = [quote(file) for file in self.holdings.pictures.files.get(photo, ())] or [photo]
        return next(filter(None, map(self.file_of, names)), None)

    def thumbnail_of(self, address: str) -> str | None:
        """The picture of a link card: the copy in the folder of the text, if there is one."""
        page = self.page_of(address)
        of_page = self._find("thumbnails_by_page", page) if page else None
        files = self._find("thumbnails", address) or of_page or ()
        for file in sorted(files, key=lambda file: not file.startswith(f"{self.folder}/")):
            if found := self._file(resolve("", quote(file))):
                return found
        return None

    def _page(self, markdown: str) -> str | None:
        page: str | None = self._find("pages", markdown)
        return page

    def _find(self, what: Question, key: str) -> Any:
        answer = self.holdings.find(what, key)
        self.dependencies.answers[what, key] = answer
        return answer

    def _file(self, path: str) -> str | None:
        if not path:
            return None
        folder = path.rpartition("/")[0]
        self.dependencies.folders.add(folder)
        if folder:
            self._page(f"{'/'.join(folder.split('/')[:2])}/index.md")
        return path if may_publish(self.holdings.root, path, self.holdings.folders) else None
