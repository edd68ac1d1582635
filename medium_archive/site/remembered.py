"""The rendered posts and the files of a site as a memory of builds holds them: as bytes, which take little space."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from struct import Struct

from medium_archive.folder import pickles
from medium_archive.folder.posts import StoredPost
from medium_archive.folder.signatures import Signature
from medium_archive.site.authors import Author
from medium_archive.site.content import PostContent, Rendering
from medium_archive.site.holdings import Answer, Question
from medium_archive.site.stored_values import Content, Dumped

Listing = Mapping[str, Signature] | None  # None if it must not be trusted
_INODE = 16  # bytes: as many as some file systems of Windows have
_FILE = Struct(f"<16s16sqqq{_INODE}s32s?")
NOWHERE: Content[PostContent] = Dumped(b"")  # stands for the content in the bytes of a post


@pickles.by_position
@dataclass(frozen=True, slots=True)
class RememberedPost:
    """A rendering with everything that it depends on. `source` is the fingerprint of the post that was read,
    `problems` are the pictures that could not be encoded, `copies` the files of the smaller copies of its pictures.
    `fingerprint` is that of the rendered post, which is without its content.
    """

    source: str
    authors: tuple[Author, ...]
    rendering: Rendering
    folders: Mapping[str, Listing]
    answers: Mapping[tuple[Question, str], Answer]
    problems: Mapping[str, str]
    copies: Mapping[str, Signature | None]
    fingerprint: str


@pickles.by_position
@dataclass(frozen=True, slots=True)
class PackedPost:
    """A RememberedPost as bytes, which take a third of the memory and which other processes share, with the content of
    the rendered post.
    """

    data: bytes
    content: Content[PostContent]

    @classmethod
    def of(cls, post: RememberedPost, content: Content[PostContent]) -> PackedPost:
        return cls(pickles.dump(post), content)

    def load(self) -> RememberedPost:
        post: RememberedPost = pickles.load(self.data)
        # Nobody else has the post yet; a copy of two objects with 34 fields would take as long as reading them
        object.__setattr__(post.rendering[0], "content", self.content)
        return post


@dataclass(frozen=True, slots=True)
class RememberedFile:
    """A file of the site with its checksum. `made_from` is the fingerprint of the values of this file; `content` is the
    fingerprint of all content of the site, "" if the file does not depend on it. A site has several files for each
    post, so they are kept as bytes.
    """

    made_from: str
    content: str
    file: Signature
    sha256: str

    def packed(self) -> bytes:
        modified, changed, size, inode, recent = self.file
        return _FILE.pack(
            bytes.fromhex(self.made_from),
            bytes.fromhex(self.content),
            modified,
            changed,
            size,
            inode.to_bytes(_INODE, "little"),
            bytes.fromhex(self.sha256),
            bool(recent),
        )

    @classmethod
    def unpacked(cls, data: bytes) -> RememberedFile:
        made_from, content, modified, changed, size, inode, sha256, is_recent = _FILE.unpack(data)
        checksum = sha256.hex()
        number = int.from_bytes(inode, "little")
        return cls(
            made_from.hex(),
            content.hex() if any(content) else "",
            Signature(modified, changed, size, number, checksum if is_recent else ""),
            checksum,
        )


def source_of(post: StoredPost) -> str:
    """The fingerprint of a post that was read, with the checksum of its text."""
    return pickles.fingerprint(post.without_text)
