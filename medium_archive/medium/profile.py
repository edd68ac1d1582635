"""The profile pages of an export: the public facts about the author, and the author's text about themselves."""

from __future__ import annotations

import re

from medium_archive import links
from medium_archive.medium import document
from medium_archive.medium.text import clean, one_line
from medium_archive.post import Author

_USER_ID = re.compile(r"Medium user ID:\s*([0-9a-f]+)\b", re.IGNORECASE)


def read(page: bytes) -> Author:
    """The author of `profile/profile.html`: only name, address and photo. The e-mail address, ids of the account and
    connected accounts are private. An unknown page gives an empty author.
    """
    root = document.parse(_text(page))
    address = str(root.xpath('string(.//a[contains(@class, "u-url")]/@href)'))
    return Author(
        name=one_line(str(root.xpath('string(.//*[contains(@class, "p-name")])'))),
        username=address.rpartition("/@")[2] if "/@" in address else "",
        url=links.encoded(address),
        photo=links.encoded(str(root.xpath('string(.//img[contains(@class, "u-photo")]/@src)'))),
    )


def read_user_id(page: bytes) -> str:
    """The id of the account in `profile/profile.html`, "" if the page has none. It is private: it stays in private/."""
    found = _USER_ID.search(" ".join(map(str, document.parse(_text(page)).itertext())))
    return found[1].lower() if found else ""


def _text(page: bytes) -> str:
    return clean(page.decode("utf-8", errors="replace"))


def read_about(page: bytes) -> str:
    """Plain HTML of `profile/about.html`, "" if it is empty."""
    from medium_archive import soup  # noqa: PLC0415  # slow to import
    from medium_archive.medium import body  # noqa: PLC0415  # the same

    sections = soup.parse(page.decode("utf-8", errors="replace")).find_all("section")
    section = next((one for one in sections if one.get("data-field") == "body"), None)
    if section is None:
        return ""
    blocks, _ = body.read(section, "profile/about.html")
    return "".join(block.html for block in blocks)
