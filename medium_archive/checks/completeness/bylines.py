"""The authors of a post by its front matter and the settings, compared with the by-line and the head of its page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from medium_archive.checks.completeness.characters import plain_spaces
from medium_archive.checks.completeness.converted.page_head import PageHead
from medium_archive.checks.completeness.findings import Findings
from medium_archive.checks.completeness.recorded import Site

_KIND = "page_facts"
_ADDRESS = re.compile(r"[(]([A-Za-z][A-Za-z0-9_+.-]*:[^ \t\n]*?)[)][ \t]*(?=,|$)", re.MULTILINE)
_MEDIUM = "medium.com"


@dataclass(frozen=True)
class Signature:
    """A name in a by-line, and the addresses to which its link may lead, the usual one first; the address "" stands for
    no link. If the settings do not have the user name, it may be an earlier user name of any author in them.
    """

    name: str
    addresses: tuple[str, ...]


def read(values: Mapping[str, str], site: Site) -> tuple[Signature, ...] | None:
    """The authors of a post in the order of its by-line, from the values of its front matter. The name of the first may
    be "". None if neither the front matter nor the settings name an author.
    """
    own = values.get("medium.author", "")
    username = own.rpartition("/@")[2].casefold()
    author = values.get("author") or (site.authors.get(username) if username else site.author)
    if author is None:
        return None
    is_main = not own and not values.get("author")
    first = (web(site.author_url),) if is_main else _addresses(author, own, site)
    others = (_signature(name, address, site) for name, address in _coauthors(values.get("medium.coauthors", "")))
    return (Signature(plain_spaces(author), first), *(one for one in others if one.name))


def compare_addresses(signed: Sequence[Signature], head: PageHead, findings: Findings) -> None:
    """Compare the addresses of the authors in the by-line, in Open Graph and in JSON-LD."""
    for part in ("p-author address", "article:author", "JSON-LD author url"):
        found = head.of(part)
        used: set[int] = set()
        start = 0
        for one in signed if part == "article:author" else [each for each in signed if each.name]:
            at = next((at for at in range(start, len(found)) if found[at] in one.addresses), None)
            if at is not None:
                used.add(at)
                start = at + 1
            elif "" not in one.addresses and not (part == "p-author address" and _has_pages(head)):
                findings.lose(_KIND, f"{part}: {one.addresses[0]}")
        for at, address in enumerate(found):
            if at not in used:
                findings.add(_KIND, f"{part}: {address}")


def web(address: str) -> str:
    """The address if a page may link to it, else ""."""
    return address if address.startswith(("https://", "http://")) else ""


def _has_pages(head: PageHead) -> bool:
    """Whether the names in a by-line link to pages of authors, as on a site of several authors."""
    return bool(head.of("p-author page"))


def _coauthors(value: str) -> Iterator[tuple[str, str]]:
    """Each co-author once, as a pair of name and address, "" for none. In the value of a list each item ends with a
    line break; in a text, commas separate the names without an address.
    """
    seen: set[tuple[str, str]] = set()
    if value.endswith("\n"):
        items = [_parted(item) for item in value.splitlines()]
    else:
        end, items = 0, []
        for match in _ADDRESS.finditer(value):
            items.append((value[end : match.start()], match[1]))
            end = match.end() + 1
        items += [(name, "") for name in value[end:].split(",")]
    for name, address in items:
        one = (plain_spaces(name), address)
        if one not in seen and any(one):
            seen.add(one)
            yield one


def _parted(item: str) -> tuple[str, str]:
    match = next((match for match in _ADDRESS.finditer(item) if match.end() == len(item)), None)
    return (item[: match.start()], match[1]) if match else (item, "")


def _signature(name: str, address: str, site: Site) -> Signature:
    username = _username(address)
    known = site.authors.get(username.casefold()) or username
    return Signature(name or plain_spaces(known), _addresses(name, address, site))


def _addresses(name: str, address: str, site: Site) -> tuple[str, ...]:
    username = _username(address).casefold()
    if username and username in site.author_urls:
        return (web(site.author_urls[username]),)
    if address:
        return (web(address), *filter(None, map(web, (site.author_url, *site.author_urls.values()))))
    if name.casefold() == site.author.casefold():
        return (web(site.author_url),)
    same = (key for key, other in site.authors.items() if other.casefold() == name.casefold())
    return tuple(web(site.author_urls.get(key, "")) for key in same) or ("",)


def _username(address: str) -> str:
    """The user name in the address of a profile: `medium.com/@NAME` or `NAME.medium.com`."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    step = parts.path.lstrip("/").partition("/")[0]
    if host == _MEDIUM:
        return step[1:] if step.startswith("@") else ""
    return host.removesuffix(f".{_MEDIUM}") if host.endswith(f".{_MEDIUM}") else ""
