"""What the export holds beside the posts: what its owner read, clapped for, highlighted, followed, paid."""

from medium_archive.medium.reading.pages import read
from medium_archive.medium.reading.tables import NUMBERS, OTHER, TABLES, Entry, Table

__all__ = ["NUMBERS", "OTHER", "TABLES", "Entry", "Table", "read"]
