"""The dialect of docs/markdown.md, both ways: `write(plain HTML)` and `read(Markdown)`."""

from medium_archive.markdown.reader import read, read_inline
from medium_archive.markdown.writer import write, write_inline

__all__ = ["read", "read_inline", "write", "write_inline"]
