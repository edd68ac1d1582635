"""The original: a post page of Medium's export, or a post of a feed, read into blocks."""

from medium_archive.checks.completeness.original.page import Original, parse, read

__all__ = ["Original", "parse", "read"]
