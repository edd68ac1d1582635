"""The text of archive.toml, written by the first import with the values of the profile, and changed without losing a
comment.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from medium_archive.folder.settings import SCHEMA, Site
from medium_archive.folder.settings_fields import Value
from medium_archive.languages import is_traditional, subtags
from medium_archive.post import Author

if TYPE_CHECKING:
    import tomlkit

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_Row = tuple[str, str, str]  # a key, its value, a comment


@dataclass(frozen=True)
class _Comments:
    """What a first archive.toml says of its keys. `zone` is a line that a person may turn into a setting."""

    url: str
    language: str
    photo: str
    zone: str = ""


_ENGLISH = _Comments(
    "where the site will live, for feeds: https://you.example/blog",
    "of the site's own words",
    "an address, or a file in this folder",
)
_TRADITIONAL = _Comments(
    "網站的網址，RSS 會用到，例如 https://you.example/blog",
    "網站介面的語言",
    "網址，或這個資料夾裡的檔案",
    '# timezone = "Asia/Taipei" # 匯出檔的時間是 UTC；刪掉這一行最前面的 #，日期才會是台灣的日期\n',
)
_BY_LANGUAGE: Mapping[str, _Comments] = {
    "ar": _Comments(
        "عنوان الموقع، تحتاجه الخلاصات: https://you.example/blog",
        "لغة واجهة الموقع",
        "عنوان، أو ملف في هذا المجلد",
    ),
    "es": _Comments(
        "dirección del sitio, para los feeds: https://you.example/blog",
        "de las palabras del propio sitio",
        "una dirección, o un archivo de esta carpeta",
    ),
    "zh": _Comments(
        "网站的网址，RSS 会用到，例如 https://you.example/blog",
        "网站界面的语言",
        "网址，或这个文件夹里的文件",
        '# timezone = "Asia/Shanghai" # 导出文件的时间是 UTC；删掉这一行最前面的 #，日期才会是北京时间的日期\n',
    ),
}


def new(site: Site, author: Author, authors: Mapping[str, Author] = MappingProxyType({})) -> str:
    """The text of a first archive.toml, with comments in the language of the site, else in English. `authors` are those
    of the other accounts, by their names.
    """
    comments = _comments(site.language)
    rows = (
        ("title", site.title, ""),
        ("url", site.url, comments.url),
        ("theme", site.theme, ""),
        ("language", site.language, comments.language),
    )
    tables = {"author": _rows(author, comments)}
    tables |= {f"authors.{_key(name)}": _rows(authors[name], comments) for name in sorted(authors)}
    others = "".join(_table(name, rows) for name, rows in tables.items())
    return f"schema = {SCHEMA}\n{_table('site', rows)}{comments.zone}{others}"


def with_author(text: str, name: str, author: Author) -> str:
    """The text of an archive.toml with a table [authors.NAME] for an author that it does not have; all else stays."""
    import tomlkit  # noqa: PLC0415  # slow to import, and a first import needs none of it

    table = tomlkit.table()
    document = tomlkit.parse(text)
    language = document.get("site", {}).get("language", "")
    for key, value, comment in _rows(author, _comments(language if isinstance(language, str) else "")):
        table.add(key, value)
        if comment:
            table[key].comment(comment)
    if "authors" not in document:
        document.add("authors", _only(name, table))
    elif name not in document["authors"]:
        document["authors"].add(name, table)
    return tomlkit.dumps(document)


def with_values(text: str, name: str, values: Mapping[str, Value], defaults: Mapping[str, Value]) -> str:
    """The text of an archive.toml with these values in a table; all else stays, also the ends of its lines. A key that
    is not there and gets its default is not added.
    """
    import tomlkit  # noqa: PLC0415  # as above

    document = tomlkit.parse(text)
    before = document.get(name, {})
    given = {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
    meant = {key: list(value) if isinstance(value, tuple) else value for key, value in defaults.items()}
    changed = {
        key: value
        for key, value in given.items()
        if not _same(value, before.get(key, meant.get(key))) and (key in before or value != "")
    }
    if not changed:
        return text
    if name not in document:
        document.add(name, tomlkit.table())
    for key, value in changed.items():
        document[name][key] = value
    return _with_line_ends(tomlkit.dumps(document), text)


def with_place(text: str, name: str, values: Mapping[str, str]) -> str:
    """The text of an archive.toml with these values under [publish.NAME]; an empty one removes its key. All else stays.
    A table that is not there yet comes at the end, or into a `publish = {…}`.
    """
    import tomlkit  # noqa: PLC0415  # as above

    document = tomlkit.parse(text)
    places = document.get("publish", {})
    before = places.get(name)
    changed = {key: value for key, value in values.items() if value != (before or {}).get(key, "")}
    if not changed:
        return text
    if before is None and isinstance(places, tomlkit.items.InlineTable):  # no header of a table may come after it
        places[name] = tomlkit.inline_table()
        before = places[name]
    if before is None:
        rows = tuple((key, value, "") for key, value in changed.items())
        return _with_line_ends(f"{text.rstrip()}\n{_table(f'publish.{_key(name)}', rows)}", text)
    for key, value in changed.items():
        if value:
            before[key] = value
        else:
            del before[key]
    return _with_line_ends(tomlkit.dumps(document), text)


def _with_line_ends(made: str, text: str) -> str:
    """What was made of a text, with its ends of lines."""
    has_crlf = "\n" in text and text.count("\n") == text.count("\r\n")
    return made.replace("\r\n", "\n").replace("\n", "\r\n") if has_crlf else made


def _same(value: object, before: object) -> bool:
    """Whether a value means the same as before: a list of one text may be that text."""
    if isinstance(value, list) and isinstance(before, str):
        return value == ([before] if before else [])
    return value == before and isinstance(value, bool) == isinstance(before, bool)


def _only(name: str, table: tomlkit.items.Table) -> tomlkit.items.Table:
    """A table with one table in it, without a header of its own."""
    import tomlkit  # noqa: PLC0415  # as above

    outer = tomlkit.table(is_super_table=True)
    outer.add(name, table)
    return outer


def _comments(language: str) -> _Comments:
    """The comments in the language of a BCP 47 tag, in English without a translation."""
    return _TRADITIONAL if is_traditional(language) else _BY_LANGUAGE.get(subtags(language)[0], _ENGLISH)


def _rows(author: Author, comments: _Comments) -> tuple[_Row, ...]:
    return (
        ("name", author.name, ""),
        ("username", author.username, ""),
        ("url", author.url, ""),
        ("photo", author.photo, comments.photo),
    )


def _table(name: str, rows: tuple[_Row, ...]) -> str:
    return f"\n[{name}]\n{''.join(_lines(rows))}"


def _lines(rows: tuple[_Row, ...]) -> Iterator[str]:
    for key, value, comment in rows:
        yield f"{key} = {_string(value)}{comment and f' # {comment}'}\n"


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else _string(name)


def _string(value: str) -> str:
    """A string of TOML. It has the escapes of JSON, but TOML forbids one more character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
