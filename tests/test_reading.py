"""The private data of an export, in private/reading/."""

from __future__ import annotations

import html
import itertools
import json
import multiprocessing
import re
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from medium_archive import processes
from medium_archive.commands import import_exports
from medium_archive.errors import MemberDamaged, RecordsDamaged
from medium_archive.folder import private_pages
from medium_archive.folder import private_reading as kept
from medium_archive.folder.layout import Layout
from medium_archive.medium import reading
from medium_archive.medium.export import Export, Member, open_export
from medium_archive.medium.member_kinds import KINDS
from medium_archive.medium.reading import TABLES
from medium_archive.processes import Pool
from medium_archive.report import Issue
from tests.conftest import EXAMPLES, ROOT, ROTATION, exports, one_in
from tests.sample_exports import post_name, post_page, write_zip

CLAPS = "claps/claps-0001.html"
_LINE = re.compile(rb"<li\b(?:(?!</li>).)*</li>", re.DOTALL)
_PLACEHOLDER = re.compile(rb"<li>No [a-z ]+</li>")


def page(*lines: str) -> bytes:
    """A private page as Medium writes them."""
    return f"<!DOCTYPE html><html><body><section><h3>T</h3><ul>{''.join(lines)}</ul></section></body></html>".encode()


def clap(post: str, count: int = 1, title: str = "T", at: str = "2024-04-3 6:25 pm") -> str:
    return (
        f'<li class="h-entry">+{count} &mdash; <a class="h-cite u-like-of" href="https://medium.com/p/s-{post}">{title}'
        f'</a> (<time class="dt-published">{at}</time>)</li>'
    )


def read(content: bytes, name: str = CLAPS, what: str = "claps") -> tuple[list[dict[str, Any]], list[Issue]]:
    entries, issues = reading.read(content, name, what)
    return [dict(entry.values) for entry in entries], issues


def import_pages(layout: Layout, day: str, **pages: bytes) -> None:
    """What importing an export of that day does with its private pages."""
    members = [Member(f"{name}/{name}-0001.html", "private", partial(bytes, page)) for name, page in pages.items()]
    assert private_pages.keep(Export(Path("export"), tuple(members)), layout, day) == []


def folder(layout: Layout) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((layout.private / "reading").glob("*"))}


def records(layout: Layout, name: str) -> list[dict[str, Any]]:
    return kept.read(layout, TABLES[name])


@pytest.mark.parametrize("path", exports(), ids=lambda path: path.stem)
def test_every_line_of_every_private_page_is_an_entry(path: Path) -> None:
    """Counted in the pages' bytes; none of it falls into `other`, none is an issue."""
    with open_export(path) as export:
        for member in export.members:
            if member.kind == "private":
                content = export.read(member)
                entries, issues = reading.read(content, member.name, member.what)
                assert issues == [], member.name
                assert not [entry for entry in entries if "other" in entry.values], member.name
                lines = len(_LINE.findall(content)) - len(_PLACEHOLDER.findall(content))
                assert len(entries) == lines + (member.what == "reading lists"), member.name


def test_every_private_kind_of_the_export_has_a_reader() -> None:
    """The table of files and the readers agree: an empty page of each is read without an issue."""
    private = [row.what for row in KINDS if row.kind == "private"]
    assert len(private) == 17
    for what in private:
        _, issues = reading.read(page(), "a/a-0001.html", what)
        assert issues == [], what


_USUAL = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>T</title><style>a {{}}</style></head><body><section>'
    "<h3>T</h3><ul>{}</ul></section></body></html>"
)


@pytest.mark.parametrize(
    "line",
    [
        clap("c0ffee001234", 50, "A &amp; B  C &lt;3"),
        clap("c0ffee001234").replace("+1", "twice"),
        clap("c0ffee001234").replace("s-c0ffee001234", "s-c0ffee001234?a=1&amp;b=x-0123456789ab"),
        '<li><a class="h-cite" href="https://medium.com/p/s-c0ffee001234/">T</a></li>',
        clap("c0ffee001234", title="A &copy B"),  # from here on a parser is needed
        clap("c0ffee001234", title="<b>T</b>"),
        clap("c0ffee001234") + "<li>No claps</li>",
        clap("c0ffee001234").replace(' href="', ' id="'),
        clap("c0ffee001234") + "<p>Words</p>" + clap("c0ffee001235"),
        clap("c0ffee001234").replace("(<time", "(<!-- -->(<time"),
        clap("c0ffee001234") + clap("c0ffee001235").removesuffix("</li>"),
    ],
)
def test_a_page_in_the_usual_form_is_read_as_a_parser_reads_it(line: str) -> None:
    usual = _USUAL.format(line)
    parsed = usual.replace("<body>", "<body class='x'>")  # not the usual form
    assert read(usual.encode()) == read(parsed.encode())


def test_a_page_in_the_usual_form_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lxml.html.document_fromstring", None)
    entries, issues = read(_USUAL.format(clap("c0ffee001234", 7, "A &amp; B")).encode())
    assert issues == []
    assert [(one["post"], one["count"], one["title"]) for one in entries] == [("c0ffee001234", 7, "A & B")]


def test_every_value_of_the_private_pages_is_read(example: Layout) -> None:
    """One entry of each kind, as its page has it."""
    first = {name: records(example, name)[0] for name in TABLES if records(example, name)}
    assert set(TABLES) - set(first) == {"notes"}
    days = {"first": "2025-10-12", "last": "2025-10-12"}
    assert first["claps"] == {
        "post": "c1a9c1a9c1a9", "title": "Canary Clapped: How to Splice a Wire", "count": 50, "at": "2024-04-03T18:25",
        "url": "https://medium.com/p/canary-clapped-once-c1a9c1a9c1a9", **days,
    }  # fmt: skip
    assert records(example, "highlights")[1]["html"] == (
        "Somebody wrote that <mark>the canary highlighted passage is the one you would <em>least</em> like to "
        "explain</mark>, and then did not explain it."
    )
    assert first["lists"]["description"] == "Canary description: what I read when I cannot sleep"
    assert [entry["position"] for entry in records(example, "list-posts")] == [1, 2, 3, 1]
    assert first["memberships"] == {
        "id": "ca9aca9aca9a", "started": "2021-03-04T07:07", "ended": "2023-03-04T07:07", "amount": "$12.34",
        "type": "Medium membership", **days,
    }  # fmt: skip
    assert first["publications"]["owner"] == 1
    assert {entry["what"] for entry in records(example, "following")} == {"person", "publication", "topic"}
    assert first["sessions"]["agent"] == "CanaryBrowser/0.3 (Telephone)"


def test_unknown_lines_are_counted() -> None:
    """The others of its page are kept."""
    entries, issues = read(page(clap("aaaaaaaaaaaa"), "<li>Something new</li>", "<li></li>"))
    assert len(entries) == 1
    assert [(issue.code, issue.message[:6]) for issue in issues] == [("entries-unclear", "2 of 3")]


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff", b"<html>", b"{}", b"<html><body><table><tr><td>claps</td></tr></table>", b"<p>" * 2_000],
)
@pytest.mark.parametrize("what", [row.what for row in KINDS if row.kind == "private"])
def test_a_private_page_in_an_unknown_format_is_one_issue(content: bytes, what: str) -> None:
    """Whatever it is, for every kind of page."""
    entries, issues = read(content, "a/a-0001.html", what)
    assert entries == []
    assert [issue.code for issue in issues] == ["page-unclear"]


def test_unknown_words_are_kept() -> None:
    """They are in the column `other`."""
    (entry,), issues = read(page(clap("aaaaaaaaaaaa").replace("</li>", " from the app</li>")))
    assert entry["other"] == "+1 — () from the app"
    assert entry["post"] == "aaaaaaaaaaaa"
    (entry,), _ = read(page("<li>Created at: 2023-07-4 12:26 am<br>Colour: blue<br></li>"), what="charges")
    assert entry == {"at": "2023-07-04T00:26", "other": "Colour: blue"}
    assert issues == []


def test_notes_and_reposts_keep_their_words() -> None:
    """Medium's README names them; no page of them was seen yet."""
    (entry,), _ = read(
        page('<li>So <a href="https://medium.com/p/x">true</a></li>'), "notes/note-1.html", "reposts and notes"
    )
    assert entry == {"what": "notes", "text": "So true", "url": "https://medium.com/p/x"}


def test_a_highlight_carries_no_live_code() -> None:
    """Its HTML has em, strong, code, a, br and mark, and nothing else."""
    marked = (
        '<span class="markup--highlight" onclick="x()">&lt;script&gt;<script>alert(1)</script><img src=x onerror=x>'
        '<a href="javascript:x">a</a><a href="https://a.example/?a&amp;b" onclick="x">b</a><em class="x">c</em></span>'
    )
    line = f'<li><time>2020-12-19 7:00 am</time> - <p name="90d1" class="graf graf--p">{marked}</p></li>'
    (entry,), _ = read(page(line), what="highlights")
    assert entry["html"] == ('<mark>&lt;script&gt;alert(1)a<a href="https://a.example/?a&amp;b">b</a><em>c</em></mark>')


def test_the_order_of_imports_does_not_matter(tmp_path: Path) -> None:
    """Three exports of one account, in all six orders, each twice: the same files."""
    days = {
        "2018-07-24": (page(clap("aaaaaaaaaaaa", 2), clap("bbbbbbbbbbbb", 5)), page('<li><a href="https://m.example/@a">A</a></li>')),
        "2021-01-01": (page(clap("aaaaaaaaaaaa", 9), clap("cccccccccccc")), page()),
        "2025-06-05": (page(clap("aaaaaaaaaaaa", 50, "New title")), page('<li><a href="https://m.example/@a">Ada</a></li>')),
    }  # fmt: skip
    results = []
    for number, order in enumerate(itertools.permutations(days)):
        layout = Layout(tmp_path / str(number))
        for day in (*order, *order):
            claps, people = days[day]
            import_pages(layout, day, **{"claps": claps, "users-following": people})
        results.append(folder(layout))
    assert all(result == results[0] for result in results)
    last = records(layout, "claps")
    assert [(entry["count"], entry["first"], entry["last"]) for entry in last] == [
        (50, "2018-07-24", "2025-06-05"), (5, "2018-07-24", "2018-07-24"), (1, "2021-01-01", "2021-01-01"),
    ]  # fmt: skip
    assert last[0]["title"] == "New title"
    (ada,) = records(layout, "following")
    assert (ada["name"], ada["first"], ada["last"]) == ("Ada", "2018-07-24", "2025-06-05")


def test_real_exports_of_one_author_give_the_same_in_any_order(tmp_path: Path) -> None:
    """Law 4 over what private exports hold: 2017, 2018 and 2025, in one of the six orders, which changes each day, and
    in the reverse order.
    """
    paths = {path.stem: path for path in exports() if path.stem.startswith("en-essays-")}
    if len(paths) < 3:
        pytest.skip("needs the three exports of one author, in the folder that MEDIUM_EXPORTS names")
    results = []
    orders = list(itertools.permutations(paths))
    order_of_today = orders[ROTATION % len(orders)]
    for number, order in enumerate((order_of_today, order_of_today[::-1])):
        layout = Layout(tmp_path / str(number))
        for stem in (*order, order[0]):
            with open_export(paths[stem]) as export:
                private_pages.keep(export, layout, stem[-4:])
        results.append(folder(layout))
    assert all(result == results[0] for result in results)
    claps = records(layout, "claps")
    assert len(claps) > 3800
    assert sum(entry["last"] == "2018" for entry in claps) > 100


def test_identical_lines_are_counted(tmp_path: Path) -> None:
    """An address that occurs twice in one minute is one line with `times`."""
    layout = Layout(tmp_path)
    line = "<li>IP: 192.0.2.1<br>Seen at: 2025-10-11 9:58 pm<br></li>"
    for _ in range(2):
        import_pages(layout, "2025-10-12", ips=page(line, line))
    assert [entry["times"] for entry in records(layout, "addresses")] == [2]


def test_ids_with_and_without_leading_zeros_are_one_post(tmp_path: Path) -> None:
    """Until 2023 exports dropped them."""
    layout = Layout(tmp_path)
    import_pages(layout, "2020-01-01", claps=page(clap("abcdef12345")))
    import_pages(layout, "2025-01-01", claps=page(clap("0abcdef12345")))
    assert [entry["post"] for entry in records(layout, "claps")] == ["0abcdef12345"]


def test_reading_data_is_never_in_git(tmp_path: Path) -> None:
    """The import writes private/reading/ alone, and says what it could not read."""
    files = {
        post_name(): post_page(),
        CLAPS: page(clap("aaaaaaaaaaaa", title="Canary")),
        "sessions/sessions-0001.html": b"<p>",
    }
    layout = Layout(tmp_path / "archive")
    report = import_exports.import_exports([write_zip(tmp_path / "1.zip", files)], layout)
    assert [issue.code for issue in report.issues] == ["page-unclear"]
    holders = {path.parent for path in layout.root.rglob("*") if path.is_file() and b"Canary" in path.read_bytes()}
    assert holders == {layout.private / "reading"}
    assert records(layout, "claps")[0]["last"] == "2021-04-12"


def test_a_damaged_page_is_one_error(tmp_path: Path) -> None:
    """The others are kept."""

    def damaged() -> bytes:
        raise MemberDamaged("claps-0002.html is damaged.")

    members = (
        Member("claps/claps-0001.html", "private", partial(bytes, page(clap("aaaaaaaaaaaa")))),
        Member("claps/claps-0002.html", "private", damaged),
    )
    issues = private_pages.keep(Export(Path("export"), members), Layout(tmp_path), "2025-01-01")
    assert [(issue.code, issue.level) for issue in issues] == [("page-unclear", "error")]
    assert len(records(Layout(tmp_path), "claps")) == 1


@pytest.mark.parametrize("line", ['{"post": 1}', '{"post": "a", "count": "many"}', "[]"])
def test_an_invalid_record_is_reported(tmp_path: Path, line: str) -> None:
    """With its file."""
    place = tmp_path / "private" / "reading" / "claps.jsonl"
    place.parent.mkdir(parents=True)
    place.write_text(line, "utf-8")
    with pytest.raises(RecordsDamaged, match=r"reading/claps\.jsonl"):
        records(Layout(tmp_path), "claps")


def test_docs_format_lists_every_key() -> None:
    """docs/format.md has a row for each table, with its keys in their order."""
    text = (ROOT / "docs" / "format.md").read_text("utf-8")
    for table in TABLES.values():
        keys = " ".join(f"`{name}`" for name in table.columns if name != reading.OTHER)
        assert re.search(rf"^\| `{table.name}\.jsonl` \| {re.escape(keys)} \|", text, re.MULTILINE), table.name


def test_the_canaries_of_the_example_are_found(example: Layout) -> None:
    """What the tests of privacy look for is really read: each private word of the pages stands in a record."""
    everything = json.dumps([records(example, name) for name in TABLES], ensure_ascii=False)
    private = [path for path in (EXAMPLES / "export").rglob("*.html") if path.parent.name not in ("posts", "profile")]
    pages = "".join(path.read_text("utf-8") for path in private)
    canaries = [line for line in (EXAMPLES / "canaries.txt").read_text("utf-8").splitlines() if line and line in pages]
    assert len(canaries) > 20
    missing = [canary for canary in canaries if canary not in everything]
    assert missing == ["2016-04-2 6:13 am", "2025-10-11 9:58 pm"]  # written as ISO 8601 has them, canaries as well
    assert {"2016-04-02T06:13", "2025-10-11T21:58"} <= set((EXAMPLES / "canaries.txt").read_text("utf-8").split("\n"))


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.parametrize("days", one_in(3, [["2025-01-01"], [""], ["2025-01-01", "2024-01-01", "2026-01-01"]]))
def test_pages_that_another_process_reads_give_the_same_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str, days: list[str]
) -> None:
    """Before the day of the export is known, if it is the first of its account."""
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip("only Linux forks")
    monkeypatch.setattr(sys, "path", [*sys.path, str(ROOT)])  # where a new process finds the package
    monkeypatch.setattr(processes, "_start_method", lambda: multiprocessing.get_context(method))
    strange = html.escape('", "first": "\\u0000", "last": "\\u0000')
    pages = {
        f"claps/claps-{n:04}.html": page(clap(f"{n:012x}", title=strange), clap("aaaaaaaaaaaa")) for n in range(60)
    }
    one, other = Layout(tmp_path / "one"), Layout(tmp_path / "other")
    for number, day in enumerate(days):
        path = write_zip(tmp_path / f"{number}.zip", {post_name(): post_page(), **pages})
        with open_export(path) as export, Pool(jobs=2) as pool:
            assert private_pages.keep(export, one, day) == []
            assert private_pages.begin(export, other, "", pool)(day) == []
        pages.popitem()
    assert folder(one) == folder(other)
    assert len(records(other, "claps")) == 61
    assert {entry["title"] for entry in records(other, "claps")} == {"T", html.unescape(strange)}
    assert {entry.get("last", "") for entry in records(other, "claps")} <= {*days}
