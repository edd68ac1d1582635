"""The text of gists is fetched once and inserted after the address, a block for each file."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import cmarkgfm
import lxml.html
import pytest
from markdown_it import MarkdownIt

from medium_archive import markdown
from medium_archive.articles.picture_file import Measures
from medium_archive.checks import completeness
from medium_archive.commands import build, import_exports
from medium_archive.commands.fetch_pictures import fetch_pictures
from medium_archive.commands.show_status import status
from medium_archive.commands.verify import verify
from medium_archive.fetch.pictures import Options
from medium_archive.folder import fetched_content
from medium_archive.folder.gists import GistFile
from medium_archive.folder.layout import Layout
from medium_archive.markdown import gists
from medium_archive.medium.gists import read
from medium_archive.report import Report
from medium_archive.site.holdings import Holdings
from medium_archive.site.references import References
from medium_archive.site.text.body import render
from medium_archive.site.translations import translation_for
from medium_archive.web.headers import LONGEST_WAIT
from tests.cdn import GIST_API, Cdn, Reply
from tests.sample_exports import post_name, post_page, write_zip
from tests.sample_pictures import GISTS, Gist, export_with
from tests.test_laws import words

PAGE = "https://gist.github.com/ada/0123456789abcdef0123"
SEVERAL = Gist(
    "4123456789abcdef0123", {"A file.py": ("Python", "x = 1"), "b-->.c++": ("C++", "int a;\n"), "空.txt": ("", "")}
)


def archive_of(cdn: Cdn, place: Path, *addresses: str, draft: bool = False) -> Layout:
    """An archive of a post that embeds these addresses, with nothing fetched; without addresses, one post for each
    gist.
    """
    export = place / "export.zip"
    if addresses:
        shown = "".join(
            f'<figure class="graf graf--figure graf--iframe"><script src="{address}"></script></figure>'
            for address in addresses
        )
        page = post_page(body=f'<p class="graf graf--p">Before.</p>{shown}<pre class="graf graf--pre">own()</pre>')
        if draft:
            page = post_page(body=shown, draft=True)
        write_zip(export, {"posts/draft_A-0123456789ab.html" if draft else post_name(): page})
    elif not export.exists():
        export_with((), export, posts=6, gists=cdn.gists)
    layout = Layout(place / "archive")
    import_exports.import_exports([export], layout)
    with layout.settings.open("a", encoding="utf-8") as file:
        file.write(cdn.settings())
    return layout


def fetch(layout: Layout, **options: Any) -> Report:
    return fetch_pictures(layout, Options(**options), sleep=lambda seconds: None)


def text_of(layout: Layout, name: str = "*") -> str:
    return next(layout.root.glob(f"*/{name}/index.md")).read_text("utf-8")


def lines(layout: Layout, folder: str = "records") -> list[dict[str, Any]]:
    file = layout.root / folder / "gists.jsonl"
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


def files_of(layout: Layout) -> dict[str, bytes]:
    """Every file by its path, but for the settings and the caches."""
    files = (file for file in layout.root.rglob("*") if file.is_file() and ".cache" not in file.parts)
    return {file.relative_to(layout.root).as_posix(): file.read_bytes() for file in files if file != layout.settings}


@pytest.fixture
def cdn() -> Iterator[Cdn]:
    with Cdn((), gists=(*GISTS, SEVERAL)) as server:
        yield server


def test_a_code_block_follows_the_gist_address(cdn: Cdn, tmp_path: Path) -> None:
    """It names file, author and address, has the language, and backticks in it don't end it."""
    layout = archive_of(cdn, tmp_path, f"{PAGE}.js")
    report = fetch(layout)
    assert (report.counts["gists_fetched"], report.counts["gists_here"]) == (1, 1)
    assert text_of(layout).endswith(
        f'Before.\n\n<{PAGE}>\n\n<!-- gist "main.py" by ada: {PAGE} -->\n'
        '````python\nprint("```")\n\tif x < 1 & y:\n````\n\n```\nown()\n```\n'
    )
    files = [{"name": "main.py", "language": "Python", "text": 'print("```")\n\tif x < 1 & y:\n'}]
    assert lines(layout) == [
        {"address": PAGE, "id": "0123456789abcdef0123", "author": "ada", "posts": ["0123456789ab"], "files": files}
    ]


def test_import_and_a_later_fetch_give_the_same_text(cdn: Cdn, tmp_path: Path) -> None:
    """An import with the network gives the same folder as one without it and a later fetch."""
    offline = archive_of(cdn, tmp_path)
    online = Layout(tmp_path / "online")
    online.root.mkdir()
    shutil.copy(offline.settings, online.settings)
    import_exports.import_exports([tmp_path / "export.zip"], online, import_exports.Options(offline=False))
    fetch(offline)
    assert without_retry(offline) == without_retry(online)
    before = files_of(online)
    asked = sum(cdn.requests.values())
    for options in (import_exports.Options(), import_exports.Options(offline=False)):
        report = import_exports.import_exports([tmp_path / "export.zip"], online, options)
        assert (report.counts["unchanged"], report.exit_code) == (6, 0)
    fetch(online)
    assert files_of(online) == before
    assert sum(cdn.requests.values()) == asked


def without_retry(layout: Layout) -> dict[str, object]:
    records: dict[str, object] = {
        name: [{key: value for key, value in line.items() if key != "retry"} for line in lines(layout, name)]
        for name in ("records", "private")
    }
    files = files_of(layout)
    # The settings of one archive were changed for the test
    catalog = [line for line in files["records/catalog.jsonl"].splitlines() if b'"settings"' not in line]
    sums = [line for line in files["SHA256SUMS"].splitlines() if not line.endswith((b"gists.jsonl", b"catalog.jsonl"))]
    return {
        **files,
        "SHA256SUMS": sums,
        "records/catalog.jsonl": catalog,
        "records/gists.jsonl": records["records"],
        "private/gists.jsonl": records["private"],
    }


def test_gists_with_several_files_and_deleted_gists_are_handled(cdn: Cdn, tmp_path: Path) -> None:
    layout = archive_of(cdn, tmp_path)
    report = fetch(layout)
    two = text_of(layout, "2020-03-01-post-1")
    assert two.index('gist "a.sh"') < two.index("```shell\necho a\n```") < two.index('gist "b.md"')
    assert "```text\n" + "a line of it\n" * 400 + "```" in text_of(layout, "2020-03-01-post-2")
    assert 'gist "' not in text_of(layout, "2020-03-01-post-3")
    assert [issue.code for issue in report.issues] == ["gist-missing"]
    gone = next(line for line in lines(layout) if line["id"] == GISTS[3].id)
    assert "404" in gone["problem"] and gone["retry"] and "files" not in gone
    assert gone["address"] in text_of(layout, "2020-03-01-post-3")


@pytest.mark.parametrize("end", [".js?file=A%20file.py", "#file-a-file-py", "?file=A+file.py"])
def test_an_address_can_name_one_file(end: str, cdn: Cdn, tmp_path: Path) -> None:
    layout = archive_of(cdn, tmp_path, f"https://gist.github.com/ada/{SEVERAL.id}{end}")
    fetch(layout)
    assert text_of(layout).count("<!-- gist ") == 1
    assert "```python\nx = 1\n```" in text_of(layout)


def test_two_addresses_of_one_gist_get_the_same_code(cdn: Cdn, tmp_path: Path) -> None:
    """Each shows its own file, and GitHub is asked once."""
    address = f"https://gist.github.com/ada/{SEVERAL.id}"
    layout = archive_of(cdn, tmp_path, f"{address}#file-b-c", f"{address}.js?file=A%20file.py")
    assert fetch(layout).counts["gists_here"] == 2
    assert [[file["name"] for file in line["files"]] for line in lines(layout)] == [["A file.py"], ["b-->.c++"]]
    assert sum(cdn.requests.values()) == 1


def test_a_file_that_is_gone_has_its_reason(cdn: Cdn, tmp_path: Path) -> None:
    layout = archive_of(cdn, tmp_path, f"{PAGE}.js?file=other.py", f"{PAGE}.js")
    assert fetch(layout).counts["gists_fetched"] == 1
    assert "file" in next(line for line in lines(layout) if "problem" in line)["problem"]
    assert cdn.requests[GIST_API, "/gists/0123456789abcdef0123"] == 1


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://gist.github.com/0123456789abcdef0123", "0123456789abcdef0123"),
        ("https://gist.github.com/ada/1234567", "1234567"),
        (f"https://gist.github.com/ada/{'a' * 32}/{'b' * 40}", f"{'a' * 32}/{'b' * 40}"),
        (f"https://gist.github.com/{'a' * 32}/{'b' * 40}", f"{'a' * 32}/{'b' * 40}"),
    ],
)
def test_gist_addresses_are_recognised(address: str, path: str) -> None:
    gist = read(address)
    assert gist is not None and gist.path == path


def test_other_addresses_are_no_gists() -> None:
    for address in ("gist.github.com/ada", "gist.github.com/", "gist.github.com/ada/tips", "x.example/a/0f", "[x/"):
        assert read(f"https://{address}") is None


@pytest.mark.parametrize("status_code", [403, 429])
def test_a_rate_limit_of_github_is_no_loss(status_code: int, tmp_path: Path) -> None:
    """GitHub isn't asked again for any gist before the moment it named, and is after it."""
    with Limiting((), gists=GISTS) as cdn:
        cdn.limit = Reply(
            status_code,
            b"{}",
            headers=f"x-ratelimit-remaining: 0\r\nx-ratelimit-reset: {int(time.time()) + 3600}\r\n",
        )
        layout = archive_of(cdn, tmp_path)
        report = fetch(layout)
        assert report.counts["gists_missing"] == 4
        assert sum(cdn.requests.values()) == 1
        assert all(
            time.time() + 1800 < datetime.fromisoformat(line["retry"]).timestamp() < time.time() + 7200
            for line in lines(layout)
        )
        cdn.limit = None
        assert fetch(layout).counts["gists_here"] == 0
        assert sum(cdn.requests.values()) == 1
        assert fetch(layout, again=True).counts["gists_here"] == 3


@pytest.mark.parametrize(
    "headers",
    [
        "x-ratelimit-remaining: 0\r\nx-ratelimit-reset: 999999999999\r\n",
        "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\n",
    ],
)
def test_a_request_to_pause_for_years_counts_as_a_month(headers: str, tmp_path: Path) -> None:
    with Limiting((), gists=GISTS) as cdn:
        cdn.limit = Reply(429, b"{}", headers=headers)
        layout = archive_of(cdn, tmp_path)
        report = fetch(layout)
        assert (report.exit_code, report.counts["gists_missing"]) == (0, 4)
        latest = time.time() + LONGEST_WAIT
        assert all(latest - 60 < datetime.fromisoformat(line["retry"]).timestamp() <= latest for line in lines(layout))


class Limiting(Cdn):
    """A GitHub that answers every request with its rate limit, while it has one."""

    limit: Reply | None = None

    def answer(self, connection: Any, target: str, headers: Mapping[str, str]) -> Reply:
        reply = super().answer(connection, target, headers)
        return self.limit or reply


def test_gists_are_missing_when_the_host_does_not_answer(cdn: Cdn, tmp_path: Path) -> None:
    """Without a network no gist is taken for gone."""
    layout = archive_of(cdn, tmp_path)
    settings = layout.settings.read_text("utf-8")
    layout.settings.write_text(settings.replace(cdn.address, "http://127.0.0.1:9"), "utf-8")
    report = fetch(layout)
    assert report.counts["gists_not_tried"] == 5
    assert [issue.code for issue in report.issues] == ["network-unreachable"]
    assert not any("problem" in line for line in lines(layout))


def test_an_edited_text_gets_the_block_and_keeps_its_edit(cdn: Cdn, tmp_path: Path) -> None:
    """Also in the bare form of an address, with Windows' line ends; an address inside code stays what it is."""
    layout = archive_of(cdn, tmp_path, f"{PAGE}.js")
    file = next(layout.posts.glob("*/index.md"))
    edited = file.read_text("utf-8").replace("Before.", f"Mine: \udcff\n\n```\n\n<{PAGE}>\n\n```").replace("\n", "\r\n")
    file.write_bytes(edited.encode("utf-8", "surrogateescape"))
    fetch(layout)
    after = file.read_bytes().decode("utf-8", "surrogateescape")
    block = after[after.index("<!-- gist") : after.index("````\r\n\r\n") + 8]
    assert after.replace(block, "", 1) == edited and block.count("\n") == block.count("\r\n")
    fetch(layout)
    assert file.read_bytes().decode("utf-8", "surrogateescape") == after


@pytest.mark.parametrize("again", ["fetch", "import", "newer"])
def test_a_code_block_removed_by_hand_stays_removed(again: str, cdn: Cdn, tmp_path: Path) -> None:
    layout = archive_of(cdn, tmp_path, f"{PAGE}.js")
    file = next(layout.posts.glob("*/index.md"))
    bare = file.read_bytes()
    fetch(layout)
    assert b"<!-- gist" in file.read_bytes()
    file.write_bytes(bare)
    if again == "newer":
        figure = f'<figure class="graf graf--figure graf--iframe"><script src="{PAGE}.js"></script></figure>'
        page = post_page(body=f'<p class="graf graf--p">New.</p>{figure}', exported="May 1, 2024")
        write_zip(tmp_path / "export.zip", {post_name(): page})
    if again != "fetch":
        import_exports.import_exports([tmp_path / "export.zip"], layout, import_exports.Options(offline=False))
    fetch(layout, again=True)
    assert b"<!-- gist" not in file.read_bytes()
    assert file.read_bytes() == bare or (again == "newer" and b"New." in file.read_bytes())


def test_a_run_killed_before_writing_texts_is_completed(
    cdn: Cdn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next run inserts the fetched gists, also into an edited text, and requests nothing again."""
    layout = archive_of(cdn, tmp_path, f"{PAGE}.js")
    file = next(layout.posts.glob("*/index.md"))
    file.write_text(file.read_text("utf-8").replace("Before.", "Mine."), "utf-8")
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(fetched_content, "insert", interrupt)
        fetch(layout)
    assert lines(layout)[0]["waiting"] == ["0123456789ab"]
    asked = sum(cdn.requests.values())
    fetch(layout)
    assert "Mine." in file.read_text("utf-8") and "<!-- gist" in file.read_text("utf-8")
    assert "waiting" not in lines(layout)[0]
    assert sum(cdn.requests.values()) == asked


def interrupt(*arguments: object) -> None:
    raise KeyboardInterrupt


def test_a_drafts_gist_is_private(cdn: Cdn, tmp_path: Path) -> None:
    layout = archive_of(cdn, tmp_path, f"{PAGE}.js", draft=True)
    fetch(layout)
    assert lines(layout) == []
    assert lines(layout, "private")[0]["files"]


def test_the_check_accepts_gists_and_still_finds_a_loss(cdn: Cdn, tmp_path: Path) -> None:
    layout = archive_of(cdn, tmp_path, f"{PAGE}.js")
    fetch(layout)
    build.build(layout)
    report = verify(layout)
    assert [issue.where for issue in report.issues] == ["archive.toml"], "the test has written there"
    assert (report.counts["pages_checked"], report.counts["gists_here"]) == (1, 1)
    assert status(layout).counts["gists_here"] == 1
    original = next(layout.originals.glob("*")).read_bytes()
    page = next(layout.site.glob("posts/*/index.html")).read_text("utf-8")
    text = text_of(layout)
    own = "```\nown()\n```"
    assert own in text and "own()" in page
    lost = completeness.check(original, text.replace(own, ""), page.replace("own()", ""))
    assert [miss.kind for miss in lost.missing] == ["code_lines"] * 2
    # A post's own code is not a gist's because a hint says so
    hidden = text.replace(own, f'<!-- gist "x" by y: {PAGE} -->\n{own}')
    assert "code_lines" in {miss.kind for miss in completeness.check(original, hidden).missing}
    elsewhere = text.replace("Before.", f'Before.\n\n<!-- gist "x": {PAGE} -->\n```\nmore()\n```')
    assert [miss.words for miss in completeness.check(original, elsewhere).added] == ["more()"]
    unembedded = completeness.check(original, text.replace(f"<{PAGE}>\n", ""))
    assert "embeds" in {miss.kind for miss in unembedded.missing}


def test_a_page_names_the_owner_of_a_gist_once(cdn: Cdn, tmp_path: Path) -> None:
    layout = archive_of(cdn, tmp_path, f"https://gist.github.com/ada/{SEVERAL.id}.js")
    fetch(layout)
    build.build(layout)
    root = lxml.html.parse(next(layout.site.glob("posts/*/index.html"))).getroot()
    (figure,) = root.find_class("gist")
    assert [line.text_content() for line in figure.find_class("whose")] == [
        "A file.py · ada · GitHub Gist", "b-->.c++ · ada · GitHub Gist", "空.txt · ada · GitHub Gist",
    ]  # fmt: skip
    assert {link.get("href") for link in figure.iter("a")} == {f"https://gist.github.com/ada/{SEVERAL.id}"}
    assert len(root.find_class("embed")) == 1
    assert [code.get("class") for code in figure.iter("code")] == ["language-python", "language-c++", None]
    assert root.find_class("embed")[0].getparent().getparent().getparent() is figure


def test_a_handwritten_gist_block_links_only_to_github(tmp_path: Path) -> None:
    """Who writes the markup of a gist by hand can't make a link of it that runs something."""
    text = (
        '<pre class="gist" data-file="x" data-address="javascript:alert(1)"><code>x</code></pre>\n\n'
        '<pre class="gist" data-file="x" data-address="javascript://gist.github.com/%0aalert(1)"><code>x</code></pre>\n\n'
        '<!-- gist "x": https://evil.example/ -->\n```\nx\n```\n'
    )
    (tmp_path / "about.md").write_text(text, "utf-8")
    references = References(Holdings(tmp_path, {}, frozenset()), Measures(tmp_path), "about")
    html = render(text, references, translation_for("en")).html
    assert html.count("<pre") == 3
    assert "javascript" not in html and "evil.example" not in html


TEXTS = ("", "\n", "\n\n", "a", "a\n", "a\n\n", "\n a\n", "\ta\t\n", "```", "`````\n~~~", "<!-- --> &amp; <b>",
         "港口　\u00a0\u2028x",
         "---\n<https://gist.github.com/ada/0f>\n\n", "    a\n\\\n", "a\r\nb\r\n")  # fmt: skip


@pytest.mark.parametrize("text", TEXTS, ids=repr)
@pytest.mark.parametrize("name", ["main.py", 'a-->"b" & <c>, --!>', "a by b: c", "文件.py", "-"])
def test_gist_blocks_survive_reading_and_writing(text: str, name: str) -> None:
    """Law 2 with gists: whatever a file holds and is called, it is read back, and stands once."""
    embed = f'<figure><a class="embed" href="{PAGE}">{PAGE}</a><figcaption>A caption</figcaption></figure>'
    bare = markdown.write(f"<p>a</p>{embed}<p>b</p>")
    whole = gists.put_in(bare, {PAGE: GistFile(name, "C++", text).block("ada-b", PAGE)})
    tree = markdown.read(whole)
    assert markdown.write(tree) == whole
    assert gists.put_in(whole, {PAGE: "other"}) == whole
    pre = lxml.html.fragment_fromstring(tree, create_parent="div")[2]
    assert (pre.get("data-file"), pre.get("data-author"), pre.get("data-address")) == (name, "ada-b", PAGE)
    assert (pre[0].text or "") == text.replace("\r\n", "\n").removesuffix("\n")
    github = cmarkgfm.github_flavored_markdown_to_html(whole, options=cmarkgfm.Options.CMARK_OPT_UNSAFE)
    assert words(github) == words(MarkdownIt("commonmark", {"html": True}).render(whole)) == words(tree)
    assert tree.startswith(f"<p>a</p>{embed}<pre") and tree.endswith("</pre><p>b</p>")
