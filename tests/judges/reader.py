"""A reader's browser as a judge: axe, messages, requests, sideways scroll, shifts of layout, search."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

import lxml.html

from tests.judges.sites import IN_PIECES, Site
from tests.judges.verdicts import Verdict, verdict

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_HEIGHTS = {320: 640, 360: 740, 680: 900, 1280: 800}
_AXE = """async () => {
  for (const folded of document.querySelectorAll('details')) folded.open = true;
  const result = await axe.run(document, {preload: false, resultTypes: ['violations']});
  return result.violations.map(v => [v.id, v.nodes.length, v.nodes[0].target.join(' '), v.nodes[0].failureSummary]);
}"""
_MOVED = """() => new Promise(done => {
  const moved = [];
  const name = e => e ? `${e.nodeName} ${e.className || e.textContent.trim().slice(0, 30)}` : 'something';
  const note = e => moved.push([e.value, name(e.sources[0]?.node)]);
  new PerformanceObserver(list => list.getEntries().forEach(note)).observe({type: 'layout-shift', buffered: true});
  requestAnimationFrame(() => setTimeout(() => done(moved), 50));
})"""
_READ = """async () => {
  for (const image of document.images) {
    image.scrollIntoView();
    await image.decode().catch(() => null);
  }
  scrollTo(0, document.documentElement.scrollHeight);
  return [...document.images].filter(i => !i.naturalWidth).map(i => i.currentSrc || i.src);
}"""
_WIDE = """() => {
  const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= edge) return '';
  const all = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > edge + 1);
  const last = all.at(-1);
  return `${document.documentElement.scrollWidth} > ${edge} ${last ? last.tagName + '.' + last.className : ''}`;
}"""
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_LATIN = re.compile(r"\b[A-Za-z]{5,}\b")

Scheme = Literal["light", "dark"]


def axe(site: Site, browser: Browser, tools: Path, views: tuple[tuple[Scheme, int], ...]) -> Verdict:
    """Every rule of axe, by day and by night, on a phone and on a desk, with everything unfolded."""
    program = (tools / "axe-core/axe.min.js").read_text("utf-8")
    found = []
    for scheme, width in views:
        with _tab(browser, width, scheme) as tab:
            for kind, page in site.kinds.items():
                tab.goto(_address(site, kind, page))
                tab.evaluate(program)
                found += [
                    f"{kind} {page} {scheme} {width}: {rule} × {count} at {where}: {' '.join(why.split())}"
                    for rule, count, where, why in tab.evaluate(_AXE)
                ]
    return verdict("axe", f"{len(site.kinds)} pages × {len(views)} views", found)


def reading(site: Site, browser: Browser, *, from_disk: bool) -> Verdict:
    """Each page is read to its end at 320 and 1280 pixels, by day and by night: no message of the browser, no request
    that leaves, no picture that fails, nothing to scroll sideways, nothing that moves.
    """
    found: list[str] = []
    most = 0.0
    views: tuple[tuple[Scheme, int], ...] = (("light", 320), ("dark", 1280))
    for scheme, width in views:
        with _tab(browser, width, scheme) as tab:
            problems: list[str] = []
            _listen(tab, site, problems, from_disk=from_disk)
            for kind, page in site.kinds.items():
                if from_disk and kind == "404":
                    continue  # it is for servers: its links begin at the site's root
                problems.clear()
                tab.goto((site.files / page).as_uri() if from_disk else _address(site, kind, page))
                problems += [f"no picture: {address}" for address in tab.evaluate(_READ)]
                moved = tab.evaluate(_MOVED)
                most = max(most, sum(value for value, _ in moved))
                problems += [f"{what} moved by {value:.4f}" for value, what in moved]
                wide = tab.evaluate(_WIDE)
                problems += [f"scrolls sideways: {wide}"] if wide else []
                found += [f"{kind} {page} {scheme} {width}: {one}" for one in problems]
    return verdict("file://" if from_disk else "server", f"{len(site.kinds)} pages, CLS {most:.4f}", found)


def arriving(site: Site, browser: Browser) -> Verdict:
    """Each page comes over a slow network, cut anywhere: what is seen of it never moves when the rest comes."""
    found: list[str] = []
    most = 0.0
    for width in (320, 1280):
        with _tab(browser, width, "light") as tab:
            for kind, page in site.kinds.items():
                tab.goto(f"{site.address}/{quote(page)}?{IN_PIECES}")
                moved = tab.evaluate(_MOVED)
                most = max(most, sum(value for value, _ in moved))
                found += [f"{kind} {page} {width}: {what} moved by {value:.4f}" for value, what in moved]
    return verdict("slow network", f"{len(site.kinds)} pages, CLS {most:.4f}", found)


_FORMS = ("search", "find", "404")  # a form that only a script can answer is not shown without one


def alone(site: Site, browser: Browser) -> Verdict:
    """Without JavaScript the whole text of a page is there, and on paper too: nothing is wider than the sheet."""
    found = []
    with _tab(browser, 680, "light", java_script_enabled=False) as tab, _tab(browser, 680, "light") as scripted:
        for kind, page in site.kinds.items():
            address = _address(site, kind, page)
            tab.goto(address)
            text, body = _visible(tab), _visible(tab, ".e-content")
            tab.emulate_media(media="print")
            wide = tab.evaluate(_WIDE)
            found += [f"{kind} {page}: wider than paper: {wide}"] if wide else []
            if len(_visible(tab, ".e-content")) < len(body):
                found.append(f"{kind} {page}: paper lacks text")
            tab.emulate_media(media="screen")
            scripted.goto(address)
            if kind not in _FORMS and len(text) < 0.95 * len(_visible(scripted)):
                found.append(f"{kind} {page}: lacks text without JavaScript")
    return verdict("no script", f"{len(site.kinds)} pages", found)


def searching(site: Site, browser: Browser) -> Verdict:
    """A Latin word and, where there is one, a Chinese one, each from a title, lead to its post: from the disk and from
    a server.
    """
    titles = {
        page.relative_to(site.files).as_posix(): _title(page) for page in sorted(site.files.glob("posts/*/index.html"))
    }
    asked: list[tuple[str, str]] = []
    for letters in (_LATIN, _HAN):
        hits = [(page, match[0][:12]) for page, title in titles.items() if (match := letters.search(title))]
        asked += hits[:1]
    found = []
    for place in (site.files.as_uri(), site.address):
        with _tab(browser, 360, "light") as tab:
            problems: list[str] = []
            _listen(tab, site, problems, from_disk=place.startswith("file:"))
            tab.goto(f"{place}/search.html")
            for page, word in asked:
                tab.locator("#search-words").fill(word)
                if not _leads(tab, f"{place}/{quote(page)}"):
                    found.append(f"{place}: {word} does not lead to {page}")
            found += problems
    return verdict("search", ", ".join(word for _, word in asked), found)


def _leads(tab: Page, address: str) -> bool:
    from playwright.sync_api import TimeoutError  # noqa: PLC0415  # not on every machine

    # Of a word that hundreds of posts have, the first are shown, until all are asked for
    wanted = """a => {
      const more = document.getElementById('search-more');
      if (!more.hidden) more.click();
      return [...document.querySelectorAll('#search-results a')].some(e => decodeURI(e.href) === decodeURI(a));
    }"""
    try:
        tab.wait_for_function(wanted, arg=address, timeout=20_000)
    except TimeoutError:
        return False
    return True


def _visible(tab: Page, part: str = "main") -> str:
    return re.sub(r"\s", "", "".join(tab.locator(part).all_inner_texts()))


def _title(page: Path) -> str:
    return str(lxml.html.fromstring(page.read_bytes()).findtext(".//h1") or "")


def _address(site: Site, kind: str, page: str) -> str:
    """404.html is shown at any depth."""
    return f"{site.address}/{'deep/er/nothing.html' if kind == '404' else quote(page)}"


def _listen(tab: Page, site: Site, problems: list[str], *, from_disk: bool) -> None:
    inside = site.files.as_uri() if from_disk else site.address

    def message(one: Any) -> None:
        if not one.location.get("url", "").endswith("/nothing.html"):  # a browser says that a 404 is one
            problems.append(f"console: {one.text}")

    tab.on("console", message)
    tab.on("pageerror", lambda error: problems.append(f"error: {error}"))
    tab.on("request", lambda one: None if one.url.startswith(inside) else problems.append(f"leaves: {one.url}"))
    tab.on("requestfailed", lambda one: None if _left(one) else problems.append(f"failed: {one.url} {one.failure}"))
    tab.on("response", lambda one: problems.append(f"{one.status} {one.url}") if _wrong(one) else None)


def _left(request: Any) -> bool:
    """Whether the browser gave up an icon because the next page was asked for."""
    return bool(request.failure == "net::ERR_ABORTED" and request.url.endswith("/icon.svg"))


def _wrong(response: Any) -> bool:
    return response.status >= 400 and not response.url.endswith("/nothing.html")


@contextmanager
def _tab(browser: Browser, width: int, scheme: Scheme, **options: Any) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": width, "height": _HEIGHTS[width]}, color_scheme=scheme, reduced_motion="reduce", **options
    )
    try:
        yield context.new_page()
    finally:
        context.close()
