"""The tables of the database (docs/database.md), with their rows read from the archive."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import lxml.html

from medium_archive import markdown
from medium_archive.articles.authors import cosignatures, signature
from medium_archive.folder import kept_exports, private_reading, settings, usernames
from medium_archive.folder.catalog import same_post
from medium_archive.folder.gallery import Gallery
from medium_archive.folder.layout import Layout
from medium_archive.folder.posts import StoredPost
from medium_archive.languages import counts
from medium_archive.medium import reading
from medium_archive.medium.reading import NUMBERS, TABLES
from medium_archive.post import Author

Row = Mapping[str, Any]

_POST = (
    "id", "kind", "title", "subtitle", "description", "date", "updated", "url", "slug", "lang", "path", "words", "text",
    "markdown", "author", "author_url",
)  # fmt: skip
_PICTURE = (
    "address", "id", "role", "width", "height", "bytes", "sha256", "files", "cards", "external", "problem", "retry",
)  # fmt: skip
_BLOCKS = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "figure", "figcaption", "table",
     "caption", "tr", "td", "th", "details", "summary", "dl", "dt", "dd")
)  # fmt: skip
_INTEGERS = NUMBERS | {"words", "width", "height", "bytes", "posts", "responses", "drafts", private_reading.TIMES}


@dataclass(frozen=True)
class Table:
    """A table of the database. The number of a row is its place in `rows`, from 1. `references` maps a column to the
    table whose row numbers it holds. `search` are the columns with full-text search.
    """

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Row]
    references: Mapping[str, str] = field(default_factory=dict)
    search: tuple[str, ...] = ()

    def type_of(self, column: str) -> str:
        return "INTEGER" if column in self.references or column in _INTEGERS else "TEXT"


def gather(layout: Layout, posts: Sequence[StoredPost]) -> list[Table]:
    """Every table of an archive with these posts. Raises RecordsDamaged."""
    texts = [_text(post.text) for post in posts]
    chosen = settings.read(layout.settings)
    names = usernames.read(layout, chosen)
    authors = [signature(post, chosen, names).author for post in posts]
    rows = [_post(post, text, author) for post, text, author in zip(posts, texts, authors, strict=True)]
    signed = [
        {"name": one.name, "url": one.url, "post_number": number}
        for number, (post, author) in enumerate(zip(posts, authors, strict=True), 1)
        for one in (author, *(each.author for each in cosignatures(post, chosen, names)))
    ]
    numbers = {same_post(post.id): number for number, post in enumerate(posts, 1) if post.id}
    tags = [{"tag": tag, "post_number": number} for number, post in enumerate(posts, 1) for tag in post.tags]
    imports = [asdict(entry) for entry in kept_exports.read(layout)]
    accounts = sorted({"", *(entry["author"] for entry in imports)})
    return [
        Table("posts", _POST, rows, search=("title", "subtitle", "text")),
        Table("authors", ("name", "url", "post_number"), signed, {"post_number": "posts"}),
        Table("tags", ("tag", "post_number"), tags, {"post_number": "posts"}),
        *_pictures(layout, numbers),
        Table("imports", tuple(kept_exports.Import.__dataclass_fields__), imports),
        *_private(layout, numbers, accounts),
    ]


def _post(post: StoredPost, text: str, author: Author) -> Row:
    values = {name: getattr(post, name) for name in _POST if hasattr(post, name)}
    dates = {name: moment.isoformat() for name in ("date", "updated") if (moment := values[name])}
    return {**values, "date": "", "updated": "", **dates, "path": post.where, "words": sum(counts(text)), "text": text,
            "markdown": post.text, "author": author.name, "author_url": author.url}  # fmt: skip


def _text(text: str) -> str:
    """The words of a Markdown text without markup and addresses, one line for each block."""
    # Without the br, lxml would refuse a text without a body, such as <html></html>
    root = lxml.html.fragment_fromstring(f"<br>{markdown.read(text)}", create_parent="div")
    for element in root.iter():
        if element.tag in _BLOCKS:
            element.text = f"\n{element.text or ''}"
        if element.tag in _BLOCKS or element.tag == "br":
            element.tail = f"\n{element.tail or ''}"
    lines = (line.strip() for line in root.text_content().split("\n"))
    return "\n".join(line for line in lines if line)


def _pictures(layout: Layout, numbers: Mapping[str, int]) -> list[Table]:
    records = sorted(Gallery.read(layout).records.values(), key=lambda record: record.address)
    rows = []
    shown = []
    for number, record in enumerate(records, 1):
        values = asdict(record)
        listed = {
            name: json.dumps(values[name], ensure_ascii=False) if values[name] else "" for name in ("files", "cards")
        }
        rows.append({**values, **listed})
        posts = [numbers[same_post(post)] for post in record.posts if same_post(post) in numbers]
        shown += [{"picture_number": number, "post_number": post} for post in posts]
    references = {"picture_number": "pictures", "post_number": "posts"}
    return [Table("pictures", _PICTURE, rows), Table("picture_posts", tuple(references), shown, references)]


def _private(layout: Layout, numbers: Mapping[str, int], accounts: Sequence[str]) -> Iterable[Table]:
    """The tables of private/reading/, of all accounts. A row about one of the author's posts has its number, a row of a
    list's post has the number of the list.
    """

    def rows(table: reading.Table) -> list[Row]:
        return [{**row, "account": name} for name in accounts for row in private_reading.read(layout, table, name)]

    lists = {(row["account"], row["list"]): number for number, row in enumerate(rows(TABLES["lists"]), 1)}
    for table in TABLES.values():
        records = rows(table)
        references: dict[str, str] = {}
        if "post" in table.columns:
            references["own_post"] = "posts"
            records = [{**record, "own_post": numbers.get(same_post(record.get("post", "")))} for record in records]
        if table.name == "list-posts":
            references["list_number"] = "lists"
            records = [{**record, "list_number": lists.get((record["account"], record["list"]))} for record in records]
        yield Table(
            table.name.replace("-", "_"),
            (*private_reading.columns(table), "account", *references),
            records,
            references,
            table.search,
        )
