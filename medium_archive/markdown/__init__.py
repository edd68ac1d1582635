"""The dialect of docs/markdown.md, both ways: `write(plain HTML)` and `read(Markdown)`."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from medium_archive.markdown.reader import read, read_inline, read_title
    from medium_archive.markdown.writer import write, write_inline

__all__ = ["read", "read_inline", "read_title", "write", "write_inline"]


def __getattr__(name: str) -> Any:
    """Import the reader or the writer at its first use. Reading front matter needs neither, nor their libraries."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{'reader' if name.startswith('read') else 'writer'}"), name)
