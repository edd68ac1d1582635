"""The Markdown of elements whose content is written."""

from __future__ import annotations

from medium_archive.markdown import escapes, hints


def paragraph(text: str) -> str:
    """A paragraph of finished inline Markdown."""
    text = escapes.guard_lines(text)
    return text.replace(":", "\\:", 1) if hints.ADDRESS.fullmatch(text) else text


def heading(name: str, text: str) -> str:
    """An `h2` or `h3` of finished inline Markdown."""
    return f"{'##' if name == 'h2' else '###'} {escapes.guard_heading(text)}".rstrip(" ")


def link(text: str, address: str, title: str) -> str:
    """A link with finished inline Markdown."""
    quoted = f' "{escapes.title(title)}"' if title else ""
    return f"[{text}]({escapes.destination(address)}{quoted})"


def picture(alt: str, address: str) -> str:
    """A picture with its description as plain text."""
    return f"![{escapes.escape(alt)}]({escapes.destination(address)})"
