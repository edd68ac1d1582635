"""The private pages of an export: claps, bookmarks, highlights, reading lists, what the author follows, payments."""

from medium_archive.medium.reading.pages import read
from medium_archive.medium.reading.tables import NUMBERS, OTHER, TABLES, Entry, Table

__all__ = ["NUMBERS", "OTHER", "TABLES", "Entry", "Table", "read"]
