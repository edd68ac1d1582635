"""Git's merge of three texts by lines, in memory."""

from __future__ import annotations

import pygit2
from pygit2.enums import FileMode, MergeFavor, ObjectType

_NAME = "index.md"


def merge(base: bytes, ours: bytes, theirs: bytes) -> tuple[bytes, bytes]:
    """The merged text with our lines in each passage that both changed, and the one with theirs."""
    repository = pygit2.Repository()
    objects = pygit2.Odb()
    objects.add_backend(_Memory(), 1)
    repository.set_odb(objects)
    before, mine, other = (_tree(repository, text) for text in (base, ours, theirs))

    def merged_with(favor: MergeFavor) -> bytes:
        index = repository.merge_trees(before, mine, other, favor=favor)
        return repository.read(index[_NAME].id)[1]

    return merged_with(MergeFavor.OURS), merged_with(MergeFavor.THEIRS)


def _tree(repository: pygit2.Repository, text: bytes) -> pygit2.Oid:
    builder = repository.TreeBuilder()
    builder.insert(_NAME, repository.create_blob(text), FileMode.BLOB)
    return builder.write()


class _Memory(pygit2.OdbBackend):
    """Git's objects in a dictionary, so that nothing is written to the disk."""

    def __init__(self) -> None:
        super().__init__()
        self._objects: dict[pygit2.Oid, tuple[ObjectType, bytes]] = {}

    def read_cb(self, oid: pygit2.Oid) -> tuple[ObjectType, bytes]:
        return self._objects[oid]

    def read_header_cb(self, oid: pygit2.Oid) -> tuple[ObjectType, int]:
        kind, content = self._objects[oid]
        return kind, len(content)

    def exists_cb(self, oid: pygit2.Oid) -> bool:
        return oid in self._objects

    def read_prefix_cb(self, oid: pygit2.Oid) -> tuple[ObjectType, bytes, pygit2.Oid]:
        return *self._objects[oid], oid  # ids are whole here

    def exists_prefix_cb(self, oid: pygit2.Oid) -> pygit2.Oid:
        return oid

    def refresh_cb(self) -> None:
        """Nothing else changes the dictionary."""

    def write_cb(self, oid: pygit2.Oid, content: bytes, kind: ObjectType) -> None:
        self._objects[oid] = (kind, content)
