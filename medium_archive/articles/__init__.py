"""What platforms and formats receive: the articles of an archive, chosen by allow-list."""

from medium_archive.articles.library import Library, read

__all__ = ["Library", "read"]
