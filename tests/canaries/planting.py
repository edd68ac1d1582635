"""An archive with private words and passages, and the spellings in which a copy may have them."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from random import Random
from typing import NamedTuple
from urllib.parse import quote

from medium_archive.checks import before_publishing, privacy, snapshot
from medium_archive.checks.before_publishing import BuiltSite
from medium_archive.checks.privacy.values import TIME
from medium_archive.commands import build, import_exports
from medium_archive.folder.layout import Layout
from tests.conftest import EXAMPLES

WORDS = [line for line in (EXAMPLES / "canaries.txt").read_text("utf-8").splitlines() if line]
_VOCABULARY = (
    "amber", "bollard", "canvas", "dredger", "estuary", "foghorn", "gangway", "hawser", "inlet", "jetty", "keelson",
    "lantern", "mooring", "netting", "oakum", "pilot", "quayside", "rigging", "sextant", "tiller", "undertow",
    "varnish", "windlass", "yardarm", "anchor", "ballast", "capstan", "davit", "ebb", "fender",
)  # fmt: skip
_SIGNS = "霧笛聲響過舊碼頭燈塔看守人把日記藏在木箱底下沒有誰知道潮水何時退去船長數著星辰等待南風吹起帆布"


_FOLLOWED = "The Canary Publication"  # the names of what a person follows may be many: only whole ones are found


class Canary(NamedTuple):
    """A private text: a value of an export, or a part of a private text."""

    name: str
    text: str


def _capitals(text: str) -> str:
    return text.upper()


def _lines(text: str) -> str:
    return "\n  ".join(text.split()) if " " in text else f"\n{text}\n"


def _punctuation(text: str) -> str:
    return ", ".join(text.split()) if _has_words(text) else f"(“{text}”)"


def _full_width(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if one.isascii() and one.isalnum() else one for one in text)


def _entities(text: str) -> str:
    return "".join(f"&#x{ord(one):x};" for one in text)


def _json(text: str) -> str:
    return "".join(f"\\u{ord(one):04x}" for one in text)


def _marks(text: str) -> str:
    words = text.split(" ")
    return " ".join([f"<strong class='x'>{words[0]}</strong>", *words[1:]])


def _unseen(text: str) -> str:
    return text[:2] + "\u200b" + text[2:4] + "\xad" + text[4:]


def _times(text: str) -> tuple[str, ...]:
    """The other spellings of a time of an export."""
    moment = datetime.strptime(text, "%Y-%m-%d %I:%M %p")  # noqa: DTZ007  # an export names no zone
    epoch = int((moment - datetime(1970, 1, 1)).total_seconds())  # noqa: DTZ001  # as above
    month = moment.strftime("%B")
    return (
        moment.strftime("%Y-%m-%dT%H:%M:07Z"),
        moment.strftime("%m/%d/%Y, %I:%M %p"),
        f"{month} {moment.day}, {moment.year} at {moment:%H:%M}",
        f"{moment.day} {month[:3]} {moment.year} {moment:%H:%M}:59 GMT",
        f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}",
        f"{moment:%H:%M} · {month[:3]} {moment.day}, {moment.year}",
        str(epoch + 41),
        str(epoch * 1000 + 999),
    )


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "capitals": _capitals,
    "line breaks": _lines,
    "punctuation": _punctuation,
    "full width": _full_width,
    "percent": lambda text: quote(text, safe=""),
    "entities": _entities,
    "JSON": _json,
    "marks": _marks,
    "unseen signs": _unseen,
}


def _has_words(text: str) -> bool:
    return len(re.findall(r"[a-z]{2,}", text.lower())) > 2 and re.fullmatch(r"[\w ’]+", text) is not None


def _sentences(count: int) -> list[str]:
    random = Random(19)  # noqa: S311  # no secret
    return [" ".join(random.sample(_VOCABULARY, 24)).capitalize() + "." for _ in range(count)]


def prepare(root: Path) -> tuple[Layout, list[Canary]]:
    """An archive of the example, with more highlights and notes and with drafts written by hand, and all its
    canaries.
    """
    layout = Layout(root)
    english, random = _sentences(61), Random(7)  # noqa: S311  # no secret
    chinese = ["".join(random.sample(_SIGNS, 30)) + "。" for _ in range(31)]
    export = _with_reading(root.parent / "export.zip", [*english[31:46], *chinese[16:]], english[46:54])
    import_exports.import_exports([export], layout, import_exports.Options(offline=True))
    folder = layout.drafts / "2026-01-01-harbour"
    folder.mkdir(parents=True)
    front = "---\ntitle: A harbour at night\ndraft: true\n---\n\n"
    (folder / "index.md").write_text(front + "\n\n".join([*english[:31], *chinese[:16]]) + "\n", "utf-8")
    (folder / "notes.txt").write_text("\n\n".join(english[54:]), "utf-8")
    build.build(layout)
    whole = {value.text for value in privacy.private_values(snapshot.read(layout, quick=True), [])}
    canaries = [Canary(word, _whole(word, whole)) for word in WORDS]
    for sentence in english:
        words, start = sentence.rstrip(".").split(), random.randrange(16)
        canaries.append(Canary("piece", " ".join(words[start : start + 8])))
    for sentence in chinese:
        start = random.randrange(14)
        canaries.append(Canary("piece", sentence[start : start + 16]))
    return layout, canaries


def _with_reading(path: Path, highlights: list[str], notes: list[str]) -> Path:
    """A copy of the export of the example, with pages of these highlights and notes."""
    shutil.copyfile(EXAMPLES / "medium-export.zip", path)
    with zipfile.ZipFile(path, "a") as export:
        for name, texts in (("highlights/highlights-0002.html", highlights), ("notes/notes-0001.html", notes)):
            items = "".join(
                f'<li class="h-entry"><time class="dt-published">2023-05-04 11:08 pm</time> - <p class="graf">'
                f'<span class="markup--highlight">{text[:40]}</span>{text[40:]}</p></li>'
                for text in texts
            )
            export.writestr(name, f"<!DOCTYPE html><html><body><section><ul>{items}</ul></section></body></html>")
    return path


def _whole(word: str, values: set[str]) -> str:
    """The shortest value with a word. A time stands alone; of an address, the id at its end is private."""
    found = [value for value in values if word in value]
    if found or re.fullmatch(r"\d{4}-\d\d-\d\dT.*", word):
        return min(found, key=len, default=word)
    with zipfile.ZipFile(EXAMPLES / "medium-export.zip") as export:
        pages = "".join(export.read(name).decode() for name in export.namelist() if name.endswith(".html"))
    return next(match[0] for match in re.finditer(rf"{word}(?:-once)?-[0-9a-f]{{12}}", pages))


def plant(layout: Layout, canaries: list[Canary]) -> Iterator[tuple[str, str, Canary]]:
    """Write a file for each canary in each spelling into the site and among the posts. Yields their names in the site,
    the spelling and the canary; times also in other spellings, each in a file.
    """
    site, posts = layout.site / "planted", layout.posts / "planted"
    site.mkdir()
    posts.mkdir()
    number = 0
    for canary in canaries:
        copies = [(name, spell(canary.text)) for name, spell in SPELLINGS.items()]
        if TIME.fullmatch(canary.text):
            copies += [("another time", text) for text in _times(canary.text)]
        for name, text in copies:
            if name == "punctuation" and canary.text == _FOLLOWED:
                continue
            number += 1
            as_json = json.dumps({"text": "@"}).replace("@", text.replace("\n", "\\n"))
            kind, content = (".json", as_json) if name == "JSON" else (".html", f"<p>Before it. {text} After it.</p>")
            (site / f"{number}{kind}").write_text(content, "utf-8")
            (posts / f"{number}.md").write_text(f"Before it. {text} After it.", "utf-8")
            yield f"planted/{number}{kind}", name, canary


def found_by_verify(layout: Layout) -> set[str]:
    """The files that `archive verify` reports, by their paths in the archive."""
    found = privacy.inspect(snapshot.read(layout)).issues
    return {issue.where for issue in found if (issue.code, issue.level) == ("private-shown", "error")}


def refused_by_publish(layout: Layout, files: list[str]) -> set[str]:
    """The files because of which `archive publish` refuses to send the site, by their paths in the archive."""
    found = before_publishing.check_privacy(BuiltSite(layout, layout.site, tuple(files))).issues
    return {issue.where for issue in found if issue.level == "error"}
