"""What a generator's built pages have of each post, against the archive's own plain HTML."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import lxml.html
from PIL import Image

from medium_archive.articles import Article, Library
from medium_archive.articles.references import MEDIUM_FRAGMENT, resolve
from medium_archive.formats.generator.idiom import Site

Parts = Callable[[lxml.html.HtmlElement], list[str]]
_SPACE = re.compile(r"\s+")
_PUNCTUATION = re.compile(r"[ !-,:-?\[-^`{-~]+")  # in the name of a folder: an export has `-` instead

# By program: the kinds that it changes, each with the beginning of its row in docs/moving.md
CHANGED: dict[str, dict[str, str]] = {
    "astro": {"languages": "the language of a block of code, if Shiki"},
}


@dataclass
class Ledger:
    """By what is compared: how many there are, and how many of them the pages have. `misses` name the others."""

    there: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    misses: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def compare(self, what: str, wanted: Iterable[str], given: Iterable[str], where: str) -> None:
        """Compare two lists without regard to order."""
        want, have = Counter(wanted), Counter(given)
        self.there[what] += want.total()
        self.found[what] += (want & have).total()
        for miss in want - have:
            self.misses[what].append(f"{where}: {miss[:200]!r}")
        for more in have - want:
            self.misses[f"{what} more"].append(f"{where}: {more[:200]!r}")

    def share(self, what: str) -> str:
        """The share of what is there that the pages have, "-" if nothing is there."""
        return f"{self.found[what] / self.there[what]:.4f}" if self.there[what] else "-"

    def unexplained(self, program: str) -> dict[str, list[str]]:
        """The misses of the kinds for which CHANGED has no reason."""
        return {what: misses for what, misses in sorted(self.misses.items()) if what not in _explained(program)}


def _explained(program: str) -> set[str]:
    return {name for kind in CHANGED.get(program, {}) for name in (kind, f"{kind} more")}


def compare(library: Library, built: Path) -> Ledger:
    """The ledger of a built site. The text of a post is in the element of class `content`. A draft and a post of the
    future must not be there; Pelican has a page of them in drafts/, Zola an empty page of a post of the future.
    """
    ledger = Ledger()
    site = Site.of(library.settings).address
    for article in library.articles():
        page = built / _place(article) / "index.html"
        if article.kind == "draft" or (article.published or datetime.min.replace(tzinfo=UTC)) > datetime.now(UTC):
            is_shown = page.is_file() and page.read_text("utf-8").strip() != ""
            ledger.compare("unpublished", [], [article.page] * is_shown, article.path)
            continue
        ledger.compare("pages", [article.page], [article.page] if page.is_file() else [], article.path)
        if not page.is_file():
            continue
        whole: lxml.html.HtmlElement = lxml.html.document_fromstring(page.read_text("utf-8"))
        texts = whole.find_class("content")
        assert texts, f"{page} has no element of class content"
        root = library.layout.root
        for image in texts[0].iter("img"):  # Zola names the site in the addresses of pictures
            image.set("src", image.get("src", "").removeprefix(site))
        _compare_pictures(ledger, article, root, texts[0], built)
        _compare_text(ledger, article, texts[0])
        ledger.compare("dead links", [], _dead_links(texts[0], article, built), article.path)
        published = article.published.replace(microsecond=0) if article.published else None
        dates = {_date(time.get("datetime", "")) for time in whole.iter("time")}
        there = published in dates
        ledger.compare("dates", [str(published)] * bool(published), [str(published)] * there, article.path)
        tags = [_words(link) for link in whole.iter("a") if "tag" in link.get("rel", "").split()]
        ledger.compare("tags", article.tags, tags, article.path)
        heading = whole.find(".//article//h1")
        title = "" if heading is None else _flat(heading.text_content())
        ledger.compare("titles", [_flat(article.title)], [title], article.path)
        _compare_aliases(ledger, article, built)
    return ledger


def _place(article: Article) -> str:
    """The folder of the page of a post."""
    folder, _, name = article.path.rpartition("/")
    return f"{folder}/{_PUNCTUATION.sub('-', unicodedata.normalize('NFC', name)).lstrip('._')}"


def _compare_aliases(ledger: Ledger, article: Article, built: Path) -> None:
    """The page at each old address must lead to the page of the post."""
    for old in article.old_addresses:
        page = built / old / "index.html"
        text = unquote(page.read_text("utf-8")) if page.is_file() else ""
        target = re.search(r"url=['\"]?([^'\">]+)", text)
        leads = target is not None and urlsplit(urljoin(f"/{old}/", target[1])).path == f"/{_place(article)}/"
        ledger.compare("aliases", [old], [old] * leads, article.path)


def _compare_pictures(ledger: Ledger, article: Article, root: Path, given: lxml.html.HtmlElement, built: Path) -> None:
    """Each picture by its description and its size in pixels, or its address if the archive does not have it."""
    wanted = lxml.html.fragment_fromstring(article.html, create_parent="div")
    mine = [_picture(one, root / resolve(article.path, one.get("src", ""))) for one in wanted.iter("img")]
    theirs = [_picture(one, _built_file(one.get("src", ""), article, built)) for one in given.iter("img")]
    ledger.compare("pictures", mine, theirs, article.path)


def _picture(image: lxml.html.HtmlElement, file: Path) -> str:
    what = f"{_size(file)}" if file.is_file() else unquote(image.get("src", ""))
    return f"{_SPACE.sub(' ', image.get('alt', ''))} {what}"


@cache
def _size(file: Path) -> tuple[int, int]:
    with Image.open(file) as picture:
        return picture.size


def _built_file(address: str, article: Article, built: Path) -> Path:
    """The file of the built site at an address in the page of a post; a folder if it has none."""
    if address.startswith(("http:", "https:", "data:")):
        return built
    return built / unquote(urlsplit(urljoin(f"/{_place(article)}/", address)).path).lstrip("/")


def _dead_links(root: lxml.html.HtmlElement, article: Article, built: Path) -> list[str]:
    """The links to a page or a file of the site that does not exist."""
    links = [link.get("href", "") for link in root.iter("a")]
    local = [link for link in links if _is_valid(link) and not urlsplit(link).scheme and not link.startswith("www.")]
    files = {link: _built_file(link, article, built) for link in local if link and link[0] != "#"}
    return [link for link, file in files.items() if not (file.is_file() or (file / "index.html").is_file())]


def _date(text: str) -> datetime | None:
    """A date in UTC, without the fraction of the second."""
    try:
        date = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)).replace(microsecond=0)


def _compare_text(ledger: Ledger, article: Article, given: lxml.html.HtmlElement) -> None:
    wanted = lxml.html.fragment_fromstring(article.html, create_parent="div")
    for element in (*wanted.find_class("lost"),):
        if not element.findall("figcaption"):
            element.drop_tree()
    for root in (wanted, given):
        for element in (*root.find_class("footnote-definition"), *root.find_class("footnotes")):
            element.drop_tree()
        for block in root.iter("br", "p", "ul", "ol", "li", "blockquote"):
            # Some write a line end before or after it
            block.text, block.tail = f" {block.text or ''}" if block.tag != "br" else None, f" {block.tail or ''}"
    where = article.path
    for what, parts in _PARTS.items():
        ledger.compare(what, parts(wanted), parts(given), where)
    mine, theirs = ([_link(link, article) for link in root.iter("a")] for root in (wanted, given))
    ledger.compare("links", filter(None, mine), filter(None, theirs), where)


def _words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _flat(text: str) -> str:
    return _SPACE.sub("", text)


def _blocks(root: lxml.html.HtmlElement) -> list[str]:
    """The words of each paragraph, heading, item and cell."""
    return list(filter(None, (_words(one) for one in root.iter("p", "li", "h2", "h3", "td", "th"))))


def _codes(root: lxml.html.HtmlElement) -> list[str]:
    """Without blank lines at the end, which Hugo drops."""
    return [one.text_content().rstrip("\n") for one in root.iter("pre")]


def _languages(root: lxml.html.HtmlElement) -> list[str]:
    """Of the blocks of code: a class of the block, of its code or of the frame around it, or an attribute."""
    found: list[str] = []
    for block in root.iter("pre"):
        near = [block, *block.iter("code"), *list(block.iterancestors())[:2]]
        names = [name[9:] for one in near for name in one.get("class", "").split() if name.startswith("language-")]
        names += [block.get("data-language", ""), *(one.get("data-lang", "") for one in block.iter("code"))]
        found += [name for name in names if name not in ("", "plaintext")][:1]
    return found


def _texts(*tags: str) -> Parts:
    return lambda root: [_flat(one.text_content()) for one in root.iter(*tags)]


def _of_class(kind: str) -> Parts:
    """The texts of links in a class, or in elements of the class."""

    def parts(root: lxml.html.HtmlElement) -> list[str]:
        links = [one if one.tag == "a" else one.find(".//a") for one in root.find_class(kind)]
        return [_flat(one.text_content()) for one in links if one is not None]

    return parts


def _is_valid(address: str) -> bool:
    try:
        urlsplit(unquote(address))
    except ValueError:
        return False
    return True


def _link(link: lxml.html.HtmlElement, article: Article) -> str:
    """The address of a link, from the root of the site for one that leads into it; "" for one within the page, such as
    to a footnote, and for one that is no valid address, which some leave out.
    """
    address = link.get("href", "")
    if address.startswith("#") or not _is_valid(address):
        return ""
    if address.startswith(("http:", "https:", "mailto:", "//")) or not address:
        return unquote(address)
    if address.startswith("www."):
        return unquote(f"https://{address}")
    path, mark, fragment = address.partition("#")
    whole = unquote(urljoin(f"/{_place(article)}/", path.removesuffix("index.md")))
    whole = _PUNCTUATION.sub("-", whole)
    return whole.rstrip("/") + ("" if MEDIUM_FRAGMENT.fullmatch(mark + fragment) else mark + fragment)


_PARTS: dict[str, Parts] = {
    "text": lambda root: [_flat(root.text_content())],
    "prose": _blocks,
    "code": _codes,
    "languages": _languages,
    "captions": _texts("figcaption"),
    "embeds": _of_class("embed"),
    "cards": _of_class("card"),
    **{f"<{tag}>": _texts(tag) for tag in ("strong", "em", "code", "blockquote", "li", "h2", "h3", "hr", "table")},
}
