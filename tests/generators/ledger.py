"""What a generator's built pages have of each post, against the archive's own plain HTML."""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import lxml.html

from medium_archive.articles import Article, Library
from medium_archive.articles.references import MEDIUM_FRAGMENT

Parts = Callable[[lxml.html.HtmlElement], list[str]]
_SPACE = re.compile(r"\s+")


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

    def lines(self) -> list[str]:
        """One line for each kind."""
        return [
            f"{what:10} {self.found[what]:6} of {self.there[what]:6}  {self.found[what] / max(1, self.there[what]):.4f}"
            for what in sorted(self.there)
        ]


def compare(library: Library, built: Path) -> Ledger:
    """The ledger of a built site. The text of a post is in the element of class `content`."""
    ledger = Ledger()
    for article in library.articles():
        page = built / article.page
        ledger.compare("pages", [article.page], [article.page] if page.is_file() else [], article.path)
        if not page.is_file():
            continue
        whole: lxml.html.HtmlElement = lxml.html.document_fromstring(page.read_text("utf-8"))
        texts = whole.find_class("content")
        assert texts, f"{page} has no element of class content"
        _compare_text(ledger, article, texts[0])
        published = article.published.strftime("%Y-%m-%d") if article.published else ""
        dates = {time.get("datetime", "")[:10] for time in whole.iter("time")}
        ledger.compare("dates", [published] * bool(published), [published] * (published in dates), article.path)
        tags = [_words(link) for link in whole.iter("a") if "tag" in link.get("rel", "").split()]
        ledger.compare("tags", article.tags, tags, article.path)
        heading = whole.find(".//article//h1")
        title = "" if heading is None else _flat(heading.text_content())
        ledger.compare("titles", [_flat(article.title)], [title], article.path)
        _compare_aliases(ledger, article, built)
    return ledger


def _compare_aliases(ledger: Ledger, article: Article, built: Path) -> None:
    for old in article.old_addresses:
        page = built / old / "index.html"
        text = unquote(page.read_text("utf-8")) if page.is_file() else ""
        target = re.search(r"url=['\"]?([^'\">]+)", text)
        leads = target is not None and article.path in posixpath.normpath(urljoin(f"https://x/{old}/", target[1]))
        ledger.compare("aliases", [old], [old] * leads, article.path)


def _compare_text(ledger: Ledger, article: Article, given: lxml.html.HtmlElement) -> None:
    wanted = lxml.html.fragment_fromstring(article.html, create_parent="div")
    for element in (*wanted.find_class("lost"),):
        if not element.findall("figcaption"):
            element.drop_tree()
    for root in (wanted, given):
        for element in (*root.find_class("footnote-definition"), *root.find_class("footnotes")):
            element.drop_tree()
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
    return list(filter(None, _texts("p", "li", "h2", "h3", "td", "th")(root)))


def _codes(root: lxml.html.HtmlElement) -> list[str]:
    """Without blank lines at the end, which Hugo drops."""
    return [one.text_content().rstrip("\n") for one in root.iter("pre")]


def _languages(root: lxml.html.HtmlElement) -> list[str]:
    """Of the blocks of code: a class of the block, of its code or of the frame around it, or an attribute."""
    found: list[str] = []
    for block in root.iter("pre"):
        near = [block, *block.iter("code"), *list(block.iterancestors())[:2]]
        names = [name[9:] for one in near for name in one.get("class", "").split() if name.startswith("language-")]
        found += [name for name in [*names, block.get("data-language", "")] if name not in ("", "plaintext")][:1]
    return found


def _pictures(root: lxml.html.HtmlElement) -> list[str]:
    return [_SPACE.sub(" ", one.get("alt", "")) for one in root.iter("img")]


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
    whole = unquote(urljoin(f"https://own/{article.path}/", path.removesuffix("index.md")))
    return whole.rstrip("/") + ("" if MEDIUM_FRAGMENT.fullmatch(mark + fragment) else mark + fragment)


_PARTS: dict[str, Parts] = {
    "text": lambda root: [_flat(root.text_content())],
    "blocks": _blocks,
    "code": _codes,
    "languages": _languages,
    "pictures": _pictures,
    "captions": _texts("figcaption"),
    "embeds": _of_class("embed"),
    "cards": _of_class("card"),
    **{f"<{tag}>": _texts(tag) for tag in ("strong", "em", "code", "blockquote", "li", "h2", "h3", "hr", "table")},
}
