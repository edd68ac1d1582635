"""A catalogue of faults that a defect of the program could make, and a program that plants them in archives.

The kinds come from the vocabulary of an archive (docs/markdown.md, docs/format.md), not from the checks: every element,
attribute, key of the front matter, part of a page, record and file × delete, duplicate, move, alter, hide. Checksums
are renewed, so that nothing but the contents can show a fault. `archive verify` must name each with its post.
"""

from tests.faults import (
    attributes,
    foreign,
    front_matter,
    inline,
    layout,
    markdown_blocks,
    page_body,
    page_frame,
    page_head,
    records,
    site_files,
)
from tests.faults.kind import Kind

__all__ = ["ALL", "Kind"]

ALL: tuple[Kind, ...] = (
    *markdown_blocks.KINDS,
    *inline.KINDS,
    *attributes.KINDS,
    *layout.KINDS,
    *foreign.KINDS,
    *front_matter.KINDS,
    *page_head.KINDS,
    *page_body.KINDS,
    *page_frame.KINDS,
    *records.KINDS,
    *site_files.KINDS,
)
