"""Links of a text: to the pages and files of the site where they are there, else to the address they name."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from medium_archive.articles.references import MEDIUM_FRAGMENT
from medium_archive.report import Issue
from medium_archive.site.references import References

# "www.example.com" is an address that people write and Medium keeps: it means the site, not a file of the post.
_EXTERNAL = re.compile(r"(https?:)?//|www\.", re.IGNORECASE)
_AS_TEXT = (
    "A browser could run scripts of this file on your site, so the site has it as text, and the link downloads it. To "
    "publish it as it is, write own_scripts = true under [site] in archive.toml."
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass
class Resolved:
    """`files` are those that are linked. `lost` are the addresses of relative links without a target, which become
    text.
    """

    files: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def is_relative(address: str) -> bool:
    """Whether an address leads to a file of the archive."""
    return bool(address) and not (_EXTERNAL.match(address) or _SCHEME.match(address) or address.startswith("#"))


def resolve_links(root: HtmlElement, references: References) -> Resolved:
    """Point links to Markdown files at their pages, and links to files of the post at their copies in the site."""
    ids = set(root.xpath(".//@id"))
    found = Resolved()
    for link in root.iter("a"):
        address = link.get("href")
        if address is None:
            continue
        if _EXTERNAL.match(address):
            _resolve_external(link, address, references)
        elif address.startswith("#"):
            if MEDIUM_FRAGMENT.fullmatch(address) and address[1:] not in ids:
                link.set("href", "#text")
        elif address and not _SCHEME.match(address):
            if page := references.page_of(address):
                link.set("href", references.to(page) + _kept_fragment(address))
            elif file := references.file_of(address):
                published = references.published(file)
                link.set("href", references.to(published) + _fragment(address))
                if published != file:
                    link.set("download", posixpath.basename(file))
                    found.issues.append(Issue(file, "own-scripts", _AS_TEXT, "note"))
                found.files.append(file)
            elif there := references.withdrawn(address):
                link.set("href", there + _kept_fragment(address))
                link.set("rel", "noopener")
            else:
                del link.attrib["href"]
                found.lost.append(address)
    return found


def _resolve_external(link: HtmlElement, address: str, references: References) -> None:
    scheme = {"/": "https:", "w": "https://"}.get(address[0].lower(), "")
    if page := references.page_at(scheme + address):
        link.set("href", references.to(page) + _kept_fragment(address))
    else:
        link.set("href", scheme + address)
        link.set("rel", "noopener")


def _fragment(address: str) -> str:
    """The fragment with its `#`, "" for none."""
    return "".join(address.partition("#")[1:])


def _kept_fragment(address: str) -> str:
    """The fragment with its `#`; "" for one that only Medium's page has."""
    fragment = _fragment(address)
    return "" if MEDIUM_FRAGMENT.fullmatch(fragment) else fragment
