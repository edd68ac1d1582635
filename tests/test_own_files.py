"""Files that a person puts beside a post: no script of one runs with the rights of the site, and no byte is lost."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import TYPE_CHECKING

import lxml.html
import pytest

from medium_archive.articles import own_files
from medium_archive.commands import build
from medium_archive.commands.export import export
from medium_archive.commands.serve import make_server
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from medium_archive.formats import ALL
from medium_archive.report import Report
from tests import small_archive
from tests.contracts.scene import contents

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER = "posts/2022-02-02-own"
SVG, XHTML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"
PAGE = "<p>Words</p><script>location.hash = 'ran'</script>"
RUN = "fetch('/done')"
LIVE = f'<html xmlns="{XHTML}"><body><script>{RUN}</script></body></html>'
# What is an SVG and runs a script, loads something, or leads to a script
DRAWINGS = {
    "script": f"<script>{RUN}</script>",
    "script-of-a-prefix": f'<s:script xmlns:s="{SVG}">{RUN}</s:script>',
    "script-of-a-page": f'<script xmlns="{XHTML}">{RUN}</script>',
    "script-in-metadata": f'<metadata><x xmlns="urn:x"><script xmlns="{XHTML}">{RUN}</script></x></metadata>',
    "script-at-an-address": '<script href="/done.js"/>',
    "handler": f'<rect width="9" height="9" onfocusin="{RUN}" tabindex="0" autofocus=""/>',
    "picture": f'<image href="/none" onerror="{RUN}"/>',
    "beginning": f'<animate attributeName="x" onbegin="{RUN}" dur="1s"/>',
    "frame": '<foreignObject width="9" height="9">'
    f'<iframe xmlns="{XHTML}" srcdoc="&lt;script&gt;parent.{RUN}&lt;/script&gt;"/></foreignObject>',
    "object": f'<foreignObject><object xmlns="{XHTML}" data="/done"/></foreignObject>',
    "picture-of-a-page": f'<foreignObject width="9" height="9"><img xmlns="{XHTML}" src="/done"/></foreignObject>',
    "imported-style": '<style>@import "/done";</style>',
    "escaped-style": '<style>@\\69mport "/done";</style>',
    "style": '<rect width="9" height="9" style="fill: url(/done#x)"/><style>svg { background: url("/done") }</style>',
    "escaped-address": "<style>svg { background: u\\72l(/done) }</style>",
    "set-style": '<rect width="9" height="9"><set attributeName="fill" to="url(/done#x)"/></rect>',
    "use": '<use href="/done#x"/>',
    "filter": '<filter id="f"><feImage href="/done"/></filter><rect width="9" height="9" filter="url(#f)"/>',
    "link": f'<a href="java&#9;script:{RUN}"><text y="20">x</text></a>',
    "set-link": f'<a><set attributeName="href" to="javascript:{RUN}"/><text y="20">x</text></a>',
}
# Whole files that are SVG too, and do the same before or around their elements
WHOLE = {
    "entity": f'<!DOCTYPE svg [<!ENTITY e "<script>{RUN}</script>">]><svg xmlns="{SVG}">&e;</svg>',
    "default": f'<!DOCTYPE svg [<!ATTLIST svg onload CDATA "{RUN}">]><svg xmlns="{SVG}"/>',
    "xslt": '<?xml-stylesheet type="text/xsl" href="#x"?>'
    f'<svg xmlns="{SVG}"><x:stylesheet id="x" version="1.0" xmlns:x="http://www.w3.org/1999/XSL/Transform">'
    f'<x:template match="/"><html xmlns="{XHTML}"><script>{RUN}</script></html></x:template></x:stylesheet></svg>',
    "utf-16": f'<svg xmlns="{SVG}" onload="{RUN}"/>',
    "utf-7": f'<?xml version="1.0" encoding="utf-7"?><svg xmlns="{SVG}"><text>+ADw-<script>{RUN}</script></text></svg>',
    "not-well-formed": f'<svg xmlns="{SVG}"><script>{RUN}</script>',
    "a-page": LIVE,
}
# What browsers, or servers, show as a page, by name
PAGES = {
    **{f"a.{ending}": LIVE for ending in ("html", "htm", "HTML", "xhtml", "xht", "xml", "xsl", "rss", "gpx", "shtml")},
    "a.html.en": LIVE,
    "no-ending": f"<!doctype html><script>{RUN}</script>",
    "a.unknown": f"\ufeff \n<script>{RUN}</script>",
    "a.mhtml": "MIME-Version: 1.0\n\n" + LIVE,
}

MEMBERS = [one for one in ALL if one.NAME in ("hugo", "ghost", "html", "wordpress", "obsidian")]


def drawn(inside: str) -> str:
    return f'<svg xmlns="{SVG}" width="40" height="20">{inside}</svg>'


def make(tmp_path: Path, files: dict[str, str], text: str = "", settings: str = "") -> Layout:
    """A small archive with a post and files beside it, which its text links and shows."""
    layout = small_archive.make(tmp_path / "archive")
    for name, content in files.items():
        small_archive.write(layout.root, f"{FOLDER}/{name}", content)
    shown = [f"![]({name})\n\n[{name}]({name})" if name.endswith(".svg") else f"[{name}]({name})" for name in files]
    words = text or "\n\n".join(shown)
    small_archive.write(layout.root, f"{FOLDER}/index.md", f"---\ntitle: Own\ndate: 2022-02-02\n---\n\n{words}\n")
    if settings:
        toml = layout.settings.read_text("utf-8").replace("[site]\n", f"[site]\n{settings}\n")
        layout.settings.write_text(toml, "utf-8")
    return layout


def told(report: Report, code: str = "own-scripts") -> list[tuple[str, str]]:
    return [(one.where, one.level) for one in report.issues if one.code == code]


def links(layout: Layout) -> dict[str, lxml.html.HtmlElement]:
    page = lxml.html.fromstring((layout.site / FOLDER / "index.html").read_text("utf-8"))
    return {link.text or "": link for link in page.iter("a")}


def wrong(report: Report) -> list[str]:
    """What `verify` says of the site of an archive."""
    return [f"{one.where}: {one.message}" for one in report.issues if one.where.startswith("site")]


def test_a_page_is_a_download_with_all_its_bytes(tmp_path: Path) -> None:
    """A link downloads it under its own name; its address gives text."""
    layout = make(tmp_path, {"note.html": PAGE})
    report = build.build(layout)
    link = links(layout)["note.html"]
    assert (link.get("href"), link.get("download")) == ("note.html.txt", "note.html")
    assert (layout.site / FOLDER / "note.html.txt").read_text("utf-8") == PAGE
    assert not (layout.site / FOLDER / "note.html").exists()
    assert told(report) == [(f"{FOLDER}/note.html", "note")]
    assert wrong(verify(layout)) == []


@pytest.mark.parametrize("name", PAGES)
def test_what_could_be_a_page_is_text(name: str, tmp_path: Path) -> None:
    small_archive.write(tmp_path, name, PAGES[name])
    assert own_files.published_name(name, tmp_path) == f"{name}.txt"


@pytest.mark.parametrize("name", ["a.csv", "a.py", "a.txt", "paper.pdf", "LICENSE", "a.html.txt", "a.gpx.zip", "a.tex"])
def test_other_files_keep_their_names(name: str, tmp_path: Path) -> None:
    small_archive.write(tmp_path, name, "a < b" if name != "a.html.txt" else LIVE)
    assert own_files.published_name(name, tmp_path) == name


def test_a_packed_drawing_is_text(tmp_path: Path) -> None:
    (tmp_path / "a.svgz").write_bytes(gzip.compress(drawn("").encode()))
    assert own_files.published_name("a.svgz", tmp_path) == "a.svgz.txt"


def test_a_file_that_has_the_name_of_the_text_stays(tmp_path: Path) -> None:
    layout = make(tmp_path, {"note.html": PAGE, "note.html.txt": "mine"})
    build.build(layout)
    assert links(layout)["note.html"].get("href") == "note.html.txt.txt"
    assert (layout.site / FOLDER / "note.html.txt").read_text("utf-8") == "mine"
    assert (layout.site / FOLDER / "note.html.txt.txt").read_text("utf-8") == PAGE
    assert wrong(verify(layout)) == []


@pytest.mark.parametrize("name", DRAWINGS)
def test_what_runs_or_loads_is_not_in_the_copy_of_a_drawing(name: str, tmp_path: Path) -> None:
    small_archive.write(tmp_path, "d.svg", drawn(f"{DRAWINGS[name]}<circle r='3'/><text>Seen</text>"))
    copy = own_files.drawing(tmp_path / "d.svg")
    assert b"done" not in copy.content
    assert b"<circle r=" in copy.content and b"Seen" in copy.content
    assert copy.left_out


@pytest.mark.parametrize("name", ["entity", "default", "xslt", "utf-16"])
def test_what_runs_around_the_elements_is_not_in_the_copy(name: str, tmp_path: Path) -> None:
    """A browser could read other elements in another encoding than the program, so the copy is in UTF-8."""
    (tmp_path / "d.svg").write_text(WHOLE[name], "utf-16" if name == "utf-16" else "utf-8")
    copy = own_files.drawing(tmp_path / "d.svg").content
    assert copy.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<svg ")
    assert b"done" not in copy


def test_a_drawing_is_shown_as_its_copy(tmp_path: Path) -> None:
    layout = make(tmp_path, {"d.svg": drawn(DRAWINGS["script"]), "e.svg": drawn("")})
    report = build.build(layout)
    assert (layout.site / FOLDER / "d.svg").read_text("utf-8").endswith('height="20"/>')
    assert (layout.site / FOLDER / "e.svg").read_text("utf-8") == drawn("")
    assert told(report) == [(f"{FOLDER}/d.svg", "note")]
    page = (layout.site / FOLDER / "index.html").read_text("utf-8")
    assert 'src="d.svg"' in page and 'href="d.svg"' in page
    assert wrong(verify(layout)) == []


@pytest.mark.parametrize(
    "inside",
    [
        '<style>@namespace s url(http://www.w3.org/2000/svg); .a { fill: url(#g); stroke: url("#h") }</style>',
        '<a href="https://ada.example/"><path d="M0 0" style="fill:url( #g )" transform="rotate(3)"/></a>',
        '<image href="data:image/png;base64,AAAA" width="3"/><use href="#g"/>',
        f'<switch><foreignObject><p xmlns="{XHTML}" style="color: red"><b>Bold</b><br/></p></foreignObject></switch>',
        '<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" r:about=""/></metadata>',
        '<animate attributeName="x" from="0" to="9" dur="1s"/><set attributeName="fill" to="red"/>',
        "<?xpacket begin=''?><!-- <script/> --><text>&lt;script&gt;</text>",
        "<style><![CDATA[ a > b { fill: red } @font-face { src: url(data:font/woff2;base64,AAAA) } ]]></style>",
    ],
)
def test_a_drawing_that_runs_and_loads_nothing_keeps_its_bytes(inside: str, tmp_path: Path) -> None:
    """As drawing programs write them."""
    doctype = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
    content = f"<?xml version='1.0' encoding='utf-8'?>\n{doctype}{drawn(inside)}\n"
    small_archive.write(tmp_path, "d.svg", content)
    assert own_files.drawing(tmp_path / "d.svg") == own_files.Drawing(content.encode())


def test_a_drawing_that_can_not_be_read_is_a_missing_picture(tmp_path: Path) -> None:
    """With its words, and one sentence; a link to it is a download."""
    layout = make(tmp_path, {"d.svg": WHOLE["not-well-formed"]}, "![A mill](d.svg)\n\n[the file](d.svg)")
    report = build.build(layout)
    page = (layout.site / FOLDER / "index.html").read_text("utf-8")
    assert told(report, "picture-broken") == [(f"{FOLDER}/d.svg", "warning")]
    assert 'class="missing added"' in page and "A mill" in page
    assert links(layout)["the file"].get("href") == "d.svg.txt"
    assert wrong(verify(layout)) == []


def test_a_drawing_takes_little_time_and_memory(tmp_path: Path) -> None:
    """Entities that make it huge, and elements in elements."""
    entities = "".join(f'<!ENTITY {a} "{f"&{b};" * 1000}">' for a, b in ("ba", "cb", "dc"))
    small_archive.write(tmp_path, "a.svg", f'<!DOCTYPE svg [<!ENTITY a "{"x" * 1000}">{entities}]>{drawn("&d;")}')
    small_archive.write(tmp_path, "b.svg", drawn("<g>" * 100_000 + "</g>" * 100_000))
    for name in ("a.svg", "b.svg"):
        with pytest.raises(own_files.NotADrawing):
            own_files.drawing(tmp_path / name)


def test_a_setting_publishes_them_as_they_are(tmp_path: Path) -> None:
    layout = make(tmp_path, {"note.html": PAGE, "d.svg": drawn(DRAWINGS["script"])})
    build.build(layout)
    toml = layout.settings.read_text("utf-8").replace("[site]\n", "[site]\nown_scripts = true\n")
    layout.settings.write_text(toml, "utf-8")
    report = build.build(layout)
    assert told(report) == []
    assert (links(layout)["note.html"].get("href"), links(layout)["note.html"].get("download")) == ("note.html", None)
    for name in ("note.html", "d.svg"):
        assert (layout.site / FOLDER / name).read_bytes() == (layout.root / FOLDER / name).read_bytes()
    assert not (layout.site / FOLDER / "note.html.txt").exists()
    assert wrong(verify(layout)) == []


def test_a_file_that_becomes_a_page_becomes_a_download(tmp_path: Path) -> None:
    """The next build looks at it again."""
    layout = make(tmp_path, {"data.gpx": "none yet"})
    build.build(layout)
    small_archive.write(layout.root, f"{FOLDER}/data.gpx", "<gpx/>")
    build.build(layout)
    assert links(layout)["data.gpx"].get("href") == "data.gpx.txt"
    assert not (layout.site / FOLDER / "data.gpx").exists()


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member.NAME)
def test_an_export_for_a_site_has_them_as_the_site_has_them(member: object, tmp_path: Path) -> None:
    """Notes are not a site, so they keep their files."""
    layout = make(tmp_path, {"note.html": PAGE, "d.svg": drawn(DRAWINGS["script"]), "e.svg": WHOLE["not-well-formed"]})
    export(layout, member, tmp_path / "out", member.Settings())  # type: ignore[arg-type,attr-defined]  # a format
    files = {name.rpartition("/")[2]: content for name, content in contents(tmp_path / "out").items()}
    is_vault = member.NAME == "obsidian"  # type: ignore[attr-defined]  # as above
    page = "note.html" if is_vault else "note.html.txt"
    assert files[page].decode() == PAGE
    assert any(page in content.decode("utf-8", "replace") for name, content in files.items() if name != page)
    assert (b"script" in files["d.svg"]) == is_vault
    assert ("e.svg" in files, "e.svg.txt" in files) == (is_vault, not is_vault)


@pytest.mark.slow
def test_nothing_of_them_runs_in_a_browser(browser: Browser, tmp_path: Path) -> None:
    """Each opened by its own address, where the site has it, and clicked."""
    svgs = {f"{name}.svg": drawn(inside) for name, inside in DRAWINGS.items()} | {
        f"{n}.svg": c for n, c in WHOLE.items()
    }
    layout = make(tmp_path, {**PAGES, **svgs})
    (layout.root / FOLDER / "utf-16.svg").write_text(WHOLE["utf-16"], "utf-16")
    build.build(layout)
    published = sorted((layout.site / FOLDER).iterdir())
    assert len(published) == len(PAGES) + len(svgs) + 1
    ran: list[str] = []
    server = make_server(layout, layout.site)
    server.start()
    try:
        page = browser.new_page()
        page.on(
            "request",
            lambda request: (
                ran.append(f"{page.url} {request.url}") if "done" in request.url.rpartition("/")[2] else None
            ),
        )
        for path in published:
            _open(page, f"{server.address}{FOLDER}/{path.name}")
        page.close()
    finally:
        server.stop()
    assert ran == []


def _open(page: object, address: str) -> None:
    from playwright.sync_api import Error  # noqa: PLC0415  # not on every machine

    try:
        page.goto(address)  # type: ignore[attr-defined]  # a page of playwright
        page.mouse.click(5, 15)  # type: ignore[attr-defined]  # as above
        page.wait_for_timeout(50)  # type: ignore[attr-defined]  # as above
    except Error as error:
        assert "Download is starting" in str(error)
