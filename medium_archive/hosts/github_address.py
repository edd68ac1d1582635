"""The address at which GitHub Pages shows the site of a repository."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from medium_archive import names
from medium_archive.errors import PublishRefused, SettingsWrong

_SHORT = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/[\w.-]+")
_DOMAIN = re.compile(r"(?:(?!-)[a-z0-9-]{1,63}(?<!-)\.)+(?!-)[a-z0-9-]{2,63}(?<!-)")
_AT_GITHUB = re.compile(r"(?:https?://(?:[^@/]+@)?|ssh://git@|git@)github\.com[:/]([^/]+)/([^/]+?)(?:\.git)?/?")
_PAGE = re.compile(
    r"(?:https?://)?(?:www\.)?github\.com/(?P<name>[^/?#]+/[^/?#]+?)(?:\.git)?(?:[/?#].*)?", re.IGNORECASE
)
_SITE = re.compile(r"(?:https?://)?(?P<host>(?P<owner>[a-z0-9-]+)\.github\.io)(?:/(?P<name>[^/?#]*).*)?", re.IGNORECASE)
_GIVE = (
    'Give one: `archive publish github ada/blog`, or write repository = "ada/blog" under [publish.github] in '
    "archive.toml."
)
_FORMS = (
    "Write your name at GitHub, a slash and the name of the repository: ada/blog. For another host, write the whole "
    "address: https://codeberg.org/ada/pages.git"
)


@dataclass(frozen=True)
class Repository:
    """A remote git repository. `owner` and `name` are "" for one that is not on GitHub."""

    remote: str
    owner: str = ""
    name: str = ""

    @property
    def is_account_site(self) -> bool:
        """Whether its site is at the root of the account's host."""
        return self.name.lower() == f"{self.owner}.github.io".lower()

    @property
    def address(self) -> str:
        """The address of the site when it has no custom domain, "" for a repository that is not on GitHub."""
        if not self.owner:
            return ""
        host = f"https://{self.owner.lower()}.github.io"
        return host if self.is_account_site else f"{host}/{self.name}"


def repository(text: str) -> Repository:
    """The repository for "ada/blog", an address that git accepts, one of a page of the repository at GitHub, or a
    folder. Raises SettingsWrong for anything else.
    """
    if not text or text.startswith("-"):
        raise SettingsWrong("No repository is given.", _GIVE)
    if _SHORT.fullmatch(short := text.rstrip("/")) and not Path(text).exists():
        return _at_github(short)
    if found := _AT_GITHUB.fullmatch(text):
        return Repository(text, found[1], found[2])
    if Path(text).exists():
        return Repository(str(Path(text).resolve()))
    if (page := _PAGE.fullmatch(text)) and _SHORT.fullmatch(page["name"]):
        return _at_github(page["name"])
    if site := _SITE.fullmatch(text):
        name = f"{site['owner']}/{site['name'] or site['host']}"
        raise SettingsWrong(f"{text} is the address of a site, not of its repository.", f"Write {name} in its place.")
    if ":" not in text:  # which every address for git has
        raise SettingsWrong(f"“{text}” is neither a repository nor a folder that is there.", _meant(text) or _FORMS)
    return Repository(text)


def _meant(text: str) -> str:
    """The question what a person meant by this, "" if nothing is like it."""
    joined = re.sub(r"\s+", "-", text.strip())
    if joined != text and _SHORT.fullmatch(joined):
        return f"The name of a repository has no blanks. Did you mean {joined}?"
    folder = Path(text)
    with suppress(OSError):
        if "/" in text and (
            near := names.near(folder.name, (one.name for one in folder.parent.iterdir() if one.is_dir()))
        ):
            return f"Did you mean {folder.with_name(near)}?"
    return ""


def _at_github(short: str) -> Repository:
    """The repository for "ada/blog"."""
    owner, name = short.removesuffix(".git").split("/")
    return Repository(f"https://github.com/{owner}/{name}.git", owner, name)


def site_address(place: Repository, url: str, domain: str) -> tuple[str, str]:
    """The address of the site and the text of its file CNAME, "" when it needs none. `url` is the one in archive.toml.

    Raises PublishRefused when GitHub would not show the site at `url`, and for an invalid domain.
    """
    if domain:
        name = _host(domain)
        if urlsplit(url).hostname != name:
            return f"https://{name}", f"{name}\n"
        if urlsplit(url).path:
            raise PublishRefused(
                f"site.url is {url}, but a custom domain shows its site at https://{name}, without a path.",
                f'Write url = "https://{name}" under [site] in archive.toml.',
            )
        return url, f"{name}\n"
    if not place.owner or not url or url.rstrip("/").lower() == place.address.lower():
        return url or place.address, ""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host.endswith(".github.io") or parts.path.strip("/"):
        raise PublishRefused(
            f"site.url is {url}, but GitHub shows this repository at {place.address}.",
            f'Write url = "{place.address}" under [site] in archive.toml, or name your own domain with --domain.',
        )
    return url, f"{host}\n"


def _host(domain: str) -> str:
    """A domain as GitHub wants it in the file CNAME: `https://Bücher.example/` becomes `xn--bcher-kva.example`."""
    bare = re.sub(r"^https?://", "", domain.strip().lower()).removesuffix("/").removesuffix(".")
    try:
        name = bare.encode("idna").decode("ascii")
    except UnicodeError:
        name = ""
    if not _DOMAIN.fullmatch(name) or name.endswith(".github.io"):
        raise PublishRefused(f"{domain} cannot be a custom domain.", "Write it as in --domain blog.example.com.")
    return name
