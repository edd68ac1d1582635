"""The proof as one self-contained page that a writer can open, print and show: no script, no other file, no host."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

import jinja2

from medium_archive.folder import program
from medium_archive.languages import direction
from medium_archive.site.pages.proof import ProofPage
from medium_archive.site.translations import translation_for

# `archive verify --report` replaces a file with this mark, and no other
GENERATOR = "medium-archive proof"


def render(proof: ProofPage, language: str, author: str, account: str) -> bytes:
    """The page in a language, with the name of the author and of the account."""
    environment = _environment()
    style = environment.get_template("document.css").render()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    values = {
        "proof": proof,
        "words": translation_for(language),
        "language": language,
        "direction": direction(language),
        "author": author,
        "account": account,
        "generator": GENERATOR,
        # The one style sheet is allowed by its checksum
        "policy": f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        "style": style,
        "to": lambda file: file,
    }
    return environment.get_template("document.html").render(values).encode()


def is_from_here(content: bytes) -> bool:
    """Whether the beginning of a file says that `render` made it."""
    return f'<meta name="generator" content="{GENERATOR}">'.encode() in content[:2000]


@cache
def _environment() -> jinja2.Environment:
    """Its templates and those of the shipped themes, which no file of an archive replaces."""
    folders = [Path(__file__).parent, *(place / "base" for place in program.THEMES)]
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=jinja2.select_autoescape(default=True, disabled_extensions=("css",)),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
