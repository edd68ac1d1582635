"""What was made of a post, read into blocks: its index.md, or its page of the site."""

from medium_archive.checks.completeness.converted.post import Converted, read_markdown, read_page

__all__ = ["Converted", "read_markdown", "read_page"]
