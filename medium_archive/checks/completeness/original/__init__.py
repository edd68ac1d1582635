"""The original: a post page of Medium's export, or a post of a feed, read into blocks."""

from medium_archive.checks.completeness.original.page import Original, cleaned, parse, read

__all__ = ["Original", "cleaned", "parse", "read"]
