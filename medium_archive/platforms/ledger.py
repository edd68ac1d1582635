"""What the records say of one account on a platform: its posts and pictures. Each change is on the disk at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from medium_archive.articles import Article
from medium_archive.folder import files, forgotten, published, uploads
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import Layout
from medium_archive.folder.published import Place, Remote
from medium_archive.folder.uploads import Origin, Upload


@dataclass(frozen=True)
class Inventory:
    """The posts of an archive. `drafts` are the ids, or the folders, of those that are drafts now: their records are
    private. `paths` are the folders of all by their keys in the records, `moved` the new keys by those in the records.
    `is_whole`: every text could be read. `forgotten` are the keys of forgotten posts, which are among the drafts, too.
    """

    drafts: Collection[str]
    paths: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    is_whole: bool = True
    forgotten: Collection[str] = ()

    def is_forgotten(self, post: str) -> bool:
        """Whether a post is a forgotten one, by what the records name it."""
        return forgotten.is_hidden(post) or same_post(post) in self.forgotten


class Ledger:
    """The records of the account `account` on `platform`. Reading may raise RecordsDamaged, a change
    FolderUnwritable.
    """

    def __init__(self, layout: Layout, platform: str, account: str, inventory: Inventory) -> None:
        self._layout, self._platform, self._account = layout, platform, account
        self._inventory = inventory
        self._drafts, self._paths, self._moved = inventory.drafts, inventory.paths, inventory.moved
        self._posts = published.renamed(published.read(layout), self._moved)
        self._pictures = uploads.read(layout)
        self._private = uploads.private(layout)

    def post(self, article: Article) -> Remote | None:
        """The article as it was read back after the last sending; without a state if the answer never came."""
        return self._posts.get(self._place(article))

    def keep(self, article: Article, remote: Remote) -> None:
        """Record the article as it is there, and which text it was made from."""
        self._set(self._place(article), replace(remote, source=self._source(article)))

    def follow(self) -> None:
        """Record the folders and ids that posts have now."""
        if self._moved:
            published.write(self._layout, self._posts, self._drafts)

    def left(self) -> dict[str, Remote]:
        """The public copies of posts that are drafts now, forgotten, or in the archive no more, by their keys."""
        hidden = {same_post(post) for post in self._drafts}
        return {
            place.post: remote
            for place, remote in self._posts.items()
            if (place.platform, place.account) == (self._platform, self._account)
            and remote.state == "published"
            and (same_post(place.post) in hidden or same_post(place.post) not in self._paths)
        }

    def withdraw(self, post: str) -> None:
        """Record that the copy of a post is public no more."""
        place = Place(post, self._platform, self._account)
        self._set(place, replace(self._posts[place], state="draft"))

    def learn(self, article: Article, last: Remote, there: Remote | None) -> None:
        """Record what a look at the copy of an article has shown: it was deleted there, restored, or published."""
        if there is None and last.state == "published":
            self._set(self._place(article), replace(last, state="deleted"))
        elif there is not None and last.state in ("draft", "deleted") and there.state == "published":
            there = replace(there, cover=last.cover, sha256=last.sha256, source=last.source, at=last.at)
            self._set(self._place(article), there)

    def restore(self, article: Article, remote: Remote | None) -> None:
        """Make the record of the article what it was before: `remote`, or none."""
        self._posts.pop(self._place(article), None)
        if remote is not None:
            self._posts[self._place(article)] = remote
        published.write(self._layout, self._posts, self._drafts)

    def other_of(self, id: str, article: Article) -> str:
        """The folder of another post whose copy has an id there, or what the records name if the post is no longer in
        the archive; "" if there is none.
        """
        own, account = self._place(article), (self._platform, self._account)
        for place, remote in self._posts.items():
            if remote.id == id and place != own and (place.platform, place.account) == account:
                path = self._paths.get(same_post(place.post), "")
                state = "forgotten" if self._inventory.is_forgotten(place.post) else "no longer here"
                return path or f"{place.post}, which is {state}"
        return ""

    def confirm(self, article: Article, remote: Remote) -> None:
        """Record that the text gives what is there, though it may have changed: the platform shows nothing of that."""
        if remote.source != self._source(article):
            self.keep(article, remote)

    def address_of(self, article: Article) -> str:
        """The address of the article there, "" while it is not there, or not published."""
        remote = self.post(article)
        return remote.address if remote is not None and remote.state == "published" else ""

    def picture(self, sha256: str, article: Article) -> Upload | None:
        """A picture that was uploaded before, for this article or another one."""
        origin = self._origin(sha256)
        if origin in self._private and article.kind != "draft":
            self._private.discard(origin)
            uploads.write(self._layout, self._pictures, self._private)
        return self._pictures.get(origin)

    def keep_picture(self, sha256: str, upload: Upload, article: Article) -> None:
        """Record a picture that was uploaded for the article."""
        origin = self._origin(sha256)
        self._pictures[origin] = upload
        if article.kind == "draft":
            self._private.add(origin)
        uploads.write(self._layout, self._pictures, self._private)

    def _set(self, place: Place, remote: Remote) -> None:
        self._posts[place] = remote
        published.write(self._layout, self._posts, self._drafts)

    def _place(self, article: Article) -> Place:
        return Place(article.id or article.path, self._platform, self._account)

    def _source(self, article: Article) -> str:
        text = self._layout.root / article.where
        return files.checksum(text) if text.is_file() else ""

    def _origin(self, sha256: str) -> Origin:
        return Origin(sha256, self._platform, self._account)
