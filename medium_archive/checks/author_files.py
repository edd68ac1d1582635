"""archive.toml and the pages about authors agree with the profile in the kept export, until a person edits them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from urllib.parse import unquote

import lxml.html
from lxml.etree import LxmlError

from medium_archive.checks.completeness import Ledger, check
from medium_archive.checks.completeness.characters import visible
from medium_archive.checks.snapshot import Findings, Snapshot
from medium_archive.errors import ArchiveError, MemberDamaged
from medium_archive.folder import index_md, settings, settings_text
from medium_archive.folder.catalog import ABOUT, ABOUT_OTHER, SETTINGS
from medium_archive.folder.kept_exports import Import
from medium_archive.medium import profile
from medium_archive.medium.export import open_export
from medium_archive.medium.safe_names import shown
from medium_archive.post import Author
from medium_archive.report import Issue

IN_QUICK = False
_SETTING = "`{}` is “{}”, but the profile in {} has “{}”. Restore the file from a copy, or write the right value."
_TEXT = "It differs from {} in {}: “{}”. Restore it from a copy, or delete it and import that export again."
_NO_LINE = (
    "It has no line for {}, which is as the program writes it. Restore the file from a copy, or import your newest "
    "export again, which adds the line."
)
# Parts of a ledger that only posts have: the page about an author has no title of its own and no footer
_NOT_COMPARED = frozenset(("title", "short_title", "front_matter", "date", "address", "page_end", "markup", "order"))
_BODY = re.compile(rb'(<section\b[^>]*\bdata-field="body"[^>]*\bclass=")[^"]*"')


def inspect(archive: Snapshot) -> Findings:
    """Compare files that no person edited with the profile of the export that they come from."""
    return Findings((*_settings(archive), *_pages(archive), *_unrecorded(archive)))


def _exports(archive: Snapshot, author: str, day: str) -> Iterator[tuple[str, Mapping[str, bytes]]]:
    """The kept exports of an author and a day, each with its profile pages by their kind."""
    for one in archive.imports:
        if one.author == author and one.exported == day and _is_here(archive, one):
            with suppress(ArchiveError), open_export(archive.files[one.file].path) as export:
                pages = {}
                for member in export.members:
                    if member.kind in ("profile", "about"):
                        with suppress(MemberDamaged):
                            pages[str(member.kind)] = export.read(member)
                yield one.file, pages


def _is_here(archive: Snapshot, one: Import) -> bool:
    held = archive.files.get(one.file)
    return held is not None and held.sha256 == one.sha256


def _settings(archive: Snapshot) -> Iterator[Issue]:
    """An issue for each value of archive.toml that differs from every profile that it may come from."""
    line = next((one for one in archive.lines.get("records/catalog.jsonl", ()) if one.get("id") == SETTINGS), {})
    held = archive.files.get("archive.toml")
    if held is None or held.sha256 != line.get("written"):
        return
    with suppress(ArchiveError):
        present = settings.read(archive.layout.settings)
        yield from _of_author(archive, "", present.author, line.get("exported", ""), present.site.title)
        for name, author in present.authors.items():
            days = [one.exported for one in archive.imports if one.author == name]
            yield from _of_author(archive, name, author, max(days, default=""))


def _of_author(archive: Snapshot, name: str, author: Author, day: str, title: str = "") -> Iterator[Issue]:
    """The issues about the settings of one author, from the exports of a day. Only the main one has a `title`."""
    table = f"authors.{name}" if name else "author"
    found = {"name": author.name, "username": author.username, "url": author.url, "title": title}
    every = [(file, _profile(pages["profile"])) for file, pages in _exports(archive, name, day) if "profile" in pages]
    for key, value in found.items():
        known = [(file, facts[key]) for file, facts in every if facts.get(key) and (key != "title" or not name)]
        if known and all(_plain(value) != _plain(wanted) for _, wanted in known):
            file, wanted = known[0]
            setting = "site.title" if key == "title" else f"{table}.{key}"
            message = _SETTING.format(setting, value, shown(file), wanted)
            yield Issue("archive.toml", "profile-differs", message, "error")


def _profile(page: bytes) -> Mapping[str, str]:
    """Name, user name and address in a profile page, and the title that the import gives the site; "" for a value that
    the page lacks. It shares no code with `medium.profile`, so a defect there shows as a difference here.
    """
    try:
        # Behind a line end, lxml does not refuse a declaration of an encoding
        root = lxml.html.document_fromstring("\n" + page.replace(b"\0", b"").decode("utf-8", "replace"))
    except (LxmlError, ValueError):
        return {}
    name = next(("".join(map(str, one.itertext())) for one in root.iter("*") if "p-name" in one.get("class", "")), "")
    url = next((one.get("href", "") for one in root.iter("a") if "u-url" in one.get("class", "")), "")
    username = url.rpartition("/@")[2] if "/@" in url else ""
    return {"title": name.strip() or username, "name": name.strip(), "username": username, "url": url}


def _plain(text: str) -> str:
    return visible(unquote(text))


def _pages(archive: Snapshot) -> Iterator[Issue]:
    for entry in archive.entries.values():
        text = archive.texts.get(entry.path) if entry.is_about else None
        if text is None or text.problem or text.sha256 != entry.written:
            continue
        author = "" if entry.id == ABOUT else entry.id.removeprefix(ABOUT_OTHER)
        found = [
            (file, _difference(_compare(pages["about"], text.content)))
            for file, pages in _exports(archive, author, entry.exported)
            if _BODY.search(pages.get("about", b""))
        ]
        if found and all(kind for _, (kind, _) in found):
            file, (kind, words) = found[0]
            yield Issue(entry.path, "profile-differs", _TEXT.format(shown(file), kind, words), "error")


def _unrecorded(archive: Snapshot) -> Iterator[Issue]:
    """An issue for each file without a line in the catalog that is, to the byte, as an import writes it: each import
    records such a file. A person may have written any other.
    """
    recorded = {line.get("path") for line in archive.lines.get("records/catalog.jsonl", ())}
    for author, day in sorted({(one.author, one.exported) for one in archive.imports}):
        about = archive.layout.about_of(author)
        names = {about.name, *(() if author else (archive.layout.settings.name,))}
        there = {name: archive.files[name].path.read_bytes() for name in names - recorded if name in archive.files}
        for _, pages in _exports(archive, author, day) if there else ():
            for name, text in _written(archive, author, pages):
                if there.pop(name, b"") == text.encode():
                    yield Issue("records/catalog.jsonl", "record-astray", _NO_LINE.format(name), "error")


def _written(archive: Snapshot, author: str, pages: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """The files that the first import of an export with these profile pages writes, each with its text."""
    with suppress(Exception):  # of a page that can't be read, which is another issue
        who = profile.read(pages.get("profile", b""))
        title = (who.name or author) if author else "About"
        body = profile.read_about(pages["about"]) if "about" in pages else ""
        yield archive.layout.about_of(author).name, index_md.compose_about(body, title)
        site = settings.Site(title=who.name or who.username or "My archive")
        yield archive.layout.settings.name, settings_text.new(site, who)


def _compare(page: bytes, about_md: bytes) -> Ledger:
    """The ledger of a page about an author, which has the same paragraphs as a post."""
    return check(_BODY.sub(rb'\1e-content"', page), about_md.decode("utf-8", "replace"))


def _difference(ledger: Ledger) -> tuple[str, str]:
    """The kind and the words of the first loss or addition, "" for none."""
    for one in (*ledger.text.unexplained, *ledger.text.added):
        if one.kind not in _NOT_COMPARED:
            return one.kind, one.words
    return "", ""
