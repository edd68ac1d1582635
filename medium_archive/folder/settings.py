"""archive.toml, the settings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from medium_archive.errors import NewerArchive, SettingsWrong
from medium_archive.folder import time_zones, toml
from medium_archive.post import Author

SCHEMA = 2
_KEYS = {
    "site": (
        "title", "url", "theme", "language", "canonical", "timezone",
        "lists", "highlights", "proof", "old_domains", "old_addresses", "extras", "llms", "own_scripts",
    ),
    "author": ("name", "username", "url", "photo"),
    "pictures": ("hosts", "allow", "connections", "seconds"),
    "watch": ("profile", "posts", "feed", "hosts", "allow", "browser"),
}  # fmt: skip
_SITE_TEXTS = _KEYS["site"][:6]
CANONICAL = ("self", "medium")
OLD_ADDRESSES = ("profile", "short", "plain")  # /@user/slug-ID, /p/ID, /slug-ID
# A tag of BCP 47: no language of the registry has a name of more letters. The rest is a script, a region or a variant
_LANGUAGE = re.compile(r"(?:[a-z]{2,3}(?:[-_][a-z0-9]{1,8}){0,8}|[ix](?:-[a-z0-9]{1,8}){1,8})?", re.IGNORECASE)
_MOST_CONNECTIONS = 100
_SHOWN = 200  # characters of a wrong value in a message
_MOST_SECONDS = 86_400
_NO_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f<>\"\\]")
_OTHERS = ("schema", "publish", "export", "theme", "authors")  # known, with contents that are checked elsewhere
NAMES = {**_KEYS, "authors": _KEYS["author"], **dict.fromkeys(_OTHERS[:-1], ())}  # the known keys of each table


@dataclass(frozen=True)
class Site:
    """The table [site]. `url` is the base URL of the site without a slash at its end, "" while it is unknown. `lists`
    and `highlights` name the private data that the site shows: reading lists by their names or ids. `canonical` says
    which copy of a post search engines should prefer: the site's ("self") or Medium's. In `timezone`, a name of the
    IANA database, a moment becomes the day that the site shows.

    `old_domains` are custom domains at which the posts were published, `old_addresses` the forms of their addresses at
    Medium that get pages in the site. `proof` asks for a page with the proof of the last import. Without `extras` the
    site has only posts, lists of posts and tags, pages about authors, and one feed. `llms` asks for llms.txt and
    llms-full.txt, which have the posts for language models. With `own_scripts`, files that a person put beside a text
    are published as they are, also if a browser runs scripts of them.
    """

    title: str = ""
    url: str = ""
    theme: str = "plain"
    language: str = "en"
    canonical: str = "self"
    timezone: str = time_zones.DEFAULT
    lists: tuple[str, ...] = ()
    highlights: bool = False
    proof: bool = False
    old_domains: tuple[str, ...] = ()
    old_addresses: tuple[str, ...] = OLD_ADDRESSES
    extras: bool = True
    llms: bool = False
    own_scripts: bool = False


@dataclass(frozen=True)
class Pictures:
    """The table [pictures]. `hosts` sends requests for a host to another address, `allow` names hosts that may have a
    private address. `connections` is the maximum for one host at a time, `seconds` the maximum for one picture.
    """

    hosts: Mapping[str, str] = field(default_factory=dict)
    allow: tuple[str, ...] = ()
    connections: int = 4
    seconds: float = 60.0


@dataclass(frozen=True)
class Watch:
    """The table [watch]: the addresses that `check` requests and the feeds that `sync` reads. Empty values are replaced
    by those of the author and the catalog. `hosts` and `allow` as for pictures. `browser`: whether a check looks with a
    browser at what it could not see otherwise.
    """

    profile: str = ""
    posts: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    hosts: Mapping[str, str] = field(default_factory=dict)
    allow: tuple[str, ...] = ()
    browser: bool = False


@dataclass(frozen=True)
class Settings:
    site: Site = field(default_factory=Site)
    author: Author = field(default_factory=Author)
    authors: Mapping[str, Author] = field(default_factory=dict)  # of an archive of several accounts: all but the main
    pictures: Pictures = field(default_factory=Pictures)
    theme: Mapping[str, Any] = field(default_factory=dict)  # the options of the theme, which knows them
    publish: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by platform; never a secret
    export: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by format: its keys with other names
    watch: Watch = field(default_factory=Watch)
    schema: int = SCHEMA
    unknown: tuple[str, ...] = ()  # keys without a meaning, as "site.titel"


def read(path: Path) -> Settings:
    """Raises SettingsWrong, which names the key, for a wrong value, and NewerArchive for a higher schema."""
    try:
        data = toml.read(path, path.parent)
    except OSError as error:
        raise SettingsWrong(
            f"{path.name} can't be read: {error.strerror or error}.", "Check the permissions of the file."
        ) from error
    except toml.NotToml as error:
        raise SettingsWrong(f"{path.name} {error}.", "Correct this line, then run the command again.") from error
    schema = data.get("schema")
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
        raise SettingsWrong(f"{path.name} has no schema number.", f"Write `schema = {SCHEMA}` as its first line.")
    if schema > SCHEMA:
        raise NewerArchive(
            f"This archive has schema {schema}, but this program supports only up to {SCHEMA}.",
            "Install the newer version: `pip install --upgrade medium-archive`",
        )
    site = _strings(data, "site", _SITE_TEXTS)
    if "title" in site:
        site["title"] = " ".join(site["title"].split())  # as pages show every title
    if site.get("url"):
        site["url"] = base_url(site["url"])
    if not _LANGUAGE.fullmatch(language := site.get("language", "")):
        raise SettingsWrong(
            f"archive.toml: site.language is not the tag of a language: {language[:_SHOWN]!r}.",
            'Write it as language = "en", or "zh-Hant" for Traditional Chinese.',
        )
    if site.get("canonical", "self") not in CANONICAL:
        raise SettingsWrong(
            f"archive.toml: site.canonical can't be {site['canonical']!r}.", 'Write "self" or "medium".'
        )
    time_zones.find(site.get("timezone", ""))  # raises if there is none
    forms = _names(data, "site", "old_addresses", OLD_ADDRESSES)
    if wrong := set(forms) - set(OLD_ADDRESSES):
        raise SettingsWrong(
            f"archive.toml: site.old_addresses can't have “{min(wrong)}”.",
            f"Use only these: {', '.join(OLD_ADDRESSES)}.",
        )
    domains = tuple(_host(name) for name in _names(data, "site", "old_domains"))
    lists, highlights, proof, llms, own_scripts = _shown(data)
    extras = _table_of(data, "site").get("extras", True)
    if not isinstance(extras, bool):
        raise SettingsWrong("archive.toml: site.extras is neither true nor false.", "Write extras = false.")
    shown = Site(
        **site,
        lists=lists,
        highlights=highlights,
        old_domains=domains,
        old_addresses=forms,
        proof=proof,
        extras=extras,
        llms=llms,
        own_scripts=own_scripts,
    )
    return Settings(
        shown,
        _author(data, "author"),
        _authors(data),
        _pictures(data),
        _table_of(data, "theme"),
        _publish(data),
        _export(data),
        _watch(data),
        schema,
        _unknown(data),
    )


def _authors(data: dict[str, Any]) -> dict[str, Author]:
    """The tables [authors.NAME]."""
    tables = _table_of(data, "authors")
    return {name: _author(tables, name, "authors.") for name in tables}


def _author(data: dict[str, Any], name: str, above: str = "") -> Author:
    author = Author(**_strings(data, name, _KEYS["author"], above))
    return replace(author, name=" ".join(author.name.split()))  # as in the front matter and in Medium's profile


def _strings(data: dict[str, Any], name: str, keys: tuple[str, ...], above: str = "") -> dict[str, str]:
    table = _table_of(data, name, above)
    for key in keys:
        if not isinstance(table.get(key, ""), str):
            raise SettingsWrong(f"archive.toml: {above}{name}.{key} must be a string.", f'Write it as {key} = "…".')
    return {key: table[key] for key in keys if key in table}


def _shown(data: dict[str, Any]) -> tuple[tuple[str, ...], bool, bool, bool, bool]:
    """The lists, and whether highlights, the proof, the files for language models, and scripts of own files are
    published. Only `true` counts as true, so that a typing error publishes nothing.
    """
    table = _table_of(data, "site")
    lists = table.get("lists", [])
    if not isinstance(lists, list) or not all(isinstance(name, str) for name in lists):
        raise SettingsWrong(
            "archive.toml: site.lists must be a list of names.", 'Write it as lists = ["Reading list"].'
        )
    for key in ("highlights", "proof", "llms", "own_scripts"):
        if not isinstance(table.get(key, False), bool):
            raise SettingsWrong(f"archive.toml: site.{key} is neither true nor false.", f"Write {key} = true.")
    shown = [table.get(key, False) for key in ("highlights", "proof", "llms", "own_scripts")]
    return tuple(lists), *shown


def _names(data: dict[str, Any], name: str, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
    found = _table_of(data, name).get(key, list(default))
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise SettingsWrong(f"archive.toml: {name}.{key} must be a list of strings.", f'Write it as {key} = ["…"].')
    return tuple(found)


def _host(name: str) -> str:
    """A host name as links have it: `https://Blog.example.com/` is `blog.example.com`."""
    bare = name.strip().partition("://")[2] or name.strip()
    return bare.partition("/")[0].lower().removeprefix("www.")


def _table_of(data: dict[str, Any], name: str, above: str = "") -> dict[str, Any]:
    table = data.get(name, {})
    if not isinstance(table, dict):
        raise SettingsWrong(
            f"archive.toml: {above}{name} must be a table.", f"Write it as [{above}{name}], with its keys below."
        )
    return table


def _unknown(data: dict[str, Any]) -> tuple[str, ...]:
    keys = (f"{name}.{key}" for name, known in _KEYS.items() for key in data.get(name, {}) if key not in known)
    of_authors = (
        f"authors.{name}.{key}"
        for name, table in data.get("authors", {}).items()
        for key in table
        if key not in _KEYS["author"]
    )
    return (*(name for name in data if name not in _KEYS and name not in _OTHERS), *keys, *of_authors)


def _pictures(data: dict[str, Any]) -> Pictures:
    table = _table_of(data, "pictures")
    known = {"hosts": dict, "allow": list, "connections": int, "seconds": (int, float)}
    for key, kind in known.items():
        if key in table and (not isinstance(table[key], kind) or isinstance(table[key], bool)):  # type: ignore[arg-type]  # a table of types and tuples
            raise SettingsWrong(
                f"archive.toml: pictures.{key} has the wrong type.", "See docs/format.md, archive.toml."
            )
    values = {key: table[key] for key in known if key in table}
    if "allow" in values:
        values["allow"] = tuple(str(host) for host in values["allow"])
    if not 1 <= values.get("connections", 1) <= _MOST_CONNECTIONS:
        raise SettingsWrong(
            f"archive.toml: pictures.connections must be from 1 to {_MOST_CONNECTIONS}.",
            "Delete the line to get the default.",
        )
    if not 0 < values.get("seconds", 1) <= _MOST_SECONDS:  # NaN is refused too
        raise SettingsWrong(
            f"archive.toml: pictures.seconds must be above 0, and at most {_MOST_SECONDS}.",
            "Delete the line to get the default.",
        )
    values["hosts"] = _hosts(values.get("hosts", {}), "pictures")
    return Pictures(**values)


def _hosts(hosts: Mapping[str, object], table: str) -> dict[str, str]:
    """The key `hosts` of a table. Raises SettingsWrong for a host or an address that no request can be sent to."""
    for host, base in hosts.items():
        if not (is_web_address(f"http://{host}") or is_web_address(f"http://[{host}]")) or not is_web_address(
            str(base)
        ):
            shown = f"{host} = {base}"[:_SHOWN]
            raise SettingsWrong(
                f"archive.toml: {table}.hosts has something else than hosts and web addresses: {shown}",
                'Write it as hosts = {"a.example" = "http://127.0.0.1:8080"}.',
            )
    return {host: str(base) for host, base in hosts.items()}


def is_web_address(url: str) -> bool:
    """Whether requests can be sent to an address: it has a host, and no character that addresses can't have."""
    try:
        parts = urlsplit(url)
        port = parts.port  # raises if it is not a number
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and port != 0 and not _NO_ADDRESS.search(url)


def _watch(data: dict[str, Any]) -> Watch:
    table = _table_of(data, "watch")
    profile, hosts, browser = table.get("profile", ""), table.get("hosts", {}), table.get("browser", False)
    if not isinstance(profile, str) or not isinstance(hosts, dict) or not isinstance(browser, bool):
        raise SettingsWrong("archive.toml: [watch] has a key of the wrong type.", "See docs/format.md, archive.toml.")
    lists = {key: _texts(table, key) for key in ("posts", "feed", "allow")}
    for address in (profile, *lists["posts"], *lists["feed"]):
        if address and not is_web_address(address):
            raise SettingsWrong(
                f"archive.toml: [watch] has an address that is not a web address: {address[:_SHOWN]}",
                "Write it as https://medium.com/@you.",
            )
    return Watch(profile, lists["posts"], lists["feed"], _hosts(hosts, "watch"), lists["allow"], browser)


def _texts(table: dict[str, Any], key: str) -> tuple[str, ...]:
    """A string, or a list of strings."""
    value = table.get(key, [])
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(item, str) for item in values):
        raise SettingsWrong(
            f"archive.toml: watch.{key} must be a string or a list of strings.", f'Write it as {key} = ["…"].'
        )
    return tuple(values)


def _publish(data: dict[str, Any]) -> dict[str, dict[str, str]]:
    platforms = _table_of(data, "publish")
    for name, table in platforms.items():
        if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
            raise SettingsWrong(
                f"archive.toml: publish.{name} must be a table of strings.", f"Write it as [publish.{name}]."
            )
    return platforms


def _export(data: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The key `keys` of each table [export.NAME]: keys of front matter with the names that they get, "" for none."""
    tables = _table_of(data, "export")
    found: dict[str, dict[str, str]] = {}
    for name in tables:
        table = _table_of(tables, name, "export.")
        keys = table.get("keys", {})
        is_valid = isinstance(keys, dict) and all(isinstance(one, str) for one in keys.values())
        if table.keys() - {"keys"} or not is_valid:
            raise SettingsWrong(
                f"archive.toml: [export.{name}] can only have keys, a table of strings.",
                'Write it as keys = {lastmod = "updated", lang = ""}.',
            )
        found[name] = keys
    return found


def base_url(url: str) -> str:
    """The base URL of a site without a slash at its end. Raises SettingsWrong if it is not a web address."""
    if not is_web_address(url):
        raise SettingsWrong(
            f"archive.toml: site.url is not a web address: {url[:_SHOWN]}",
            'Write it as url = "https://you.example".',
        )
    parts = urlsplit(url)
    if parts.username is not None or "?" in url or "#" in url:
        # The message must not show a password
        raise SettingsWrong(
            "archive.toml: site.url has a user name, a question mark or a #, which the base URL of a site can't have.",
            'Write it as url = "https://you.example/blog".',
        )
    return url.rstrip("/")
