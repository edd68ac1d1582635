"""The folders beside a saved page: a browser saves what a page shows to a folder named after it."""

from __future__ import annotations

import re
from collections.abc import Collection, Container
from typing import Protocol

from medium_archive.medium.pages.containers.saved_file import SavedFile


class Beside(Protocol):
    """The folders beside a page: whether there is one of a name, and all files in it."""

    def __contains__(self, name: object, /) -> bool: ...
    def __getitem__(self, name: str, /) -> Collection[SavedFile]: ...


_ENDING = re.compile(r"\.[A-Za-z0-9]{1,9}\Z")
# Chrome and Firefox write NAME_files, Firefox in other languages and Internet Explorer some of these
_WORDS = ("files", "file", "Dateien", "fichiers", "archivos", "arquivos", "ficheiros", "bestanden", "pliki")
_SUFFIXES = tuple(f"{sign}{word}" for word in _WORDS for sign in "_-.")


def stem(name: str) -> str:
    """The name of a file without its ending."""
    return _ENDING.sub("", name)


def named_after(page: str, folders: Container[str]) -> list[str]:
    """The folders that are named after a page, given without its ending."""
    return [page + suffix for suffix in _SUFFIXES if page + suffix in folders]
