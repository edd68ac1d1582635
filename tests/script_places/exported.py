"""The places of an export where text of a stranger reaches a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from tests.sample_exports import post_name, post_page
from tests.sample_post import IMAGE, graf
from tests.script_places.place import Marked, Place

GROUP = "export"
_Html = Callable[[str], str]  # escaped text of a marker and a payload → HTML of the body


def _of_figure(inside: str) -> str:
    return f'<figure class="graf graf--figure">{inside}</figure>'


def _of_card(title: str = "A", text: str = "B", address: str = "https://x.example/a") -> str:
    link = f'href="{address}" title="{address}" class="markup--mixtapeEmbed-anchor"'
    return graf("div", f"<a {link}><strong>{title}</strong><br><em>{text}</em>x.example</a>", "mixtapeEmbed")


_PICTURE = f'<img class="graf-image" data-image-id="1*a.png" src="{IMAGE}/1*a.png"{{}}>'
# The text of a payload, escaped as Medium escapes it, in each place of a body. All of them are on one page
_TEXTS: Mapping[str, _Html] = {
    "a paragraph": lambda text: graf("p", text),
    "a heading": lambda text: graf("h3", text),
    "strong text": lambda text: graf("p", f"<strong>{text}</strong>"),
    "an item": lambda text: f'<ul class="postList">{graf("li", text)}</ul>',
    "a quote": lambda text: graf("blockquote", text),
    "a pull quote": lambda text: graf("blockquote", text, "pullquote"),
    "code": lambda text: graf("pre", text),
    "code in a line": lambda text: graf("p", f"<code>{text}</code>"),
    "a caption": lambda text: _of_figure(f'{_PICTURE.format("")}<figcaption class="imageCaption">{text}</figcaption>'),
    "a description of a picture": lambda text: _of_figure(_PICTURE.format(f' alt="{text}"')),
    "the words of a link": lambda text: graf("p", f'<a href="https://x.example/">{text}</a>'),
    "the title of a card": lambda text: _of_card(title=text),
    "the text of a card": lambda text: _of_card(text=text),
    "a cell": lambda text: f"<table><tr><td>{text}</td></tr></table>",
}
_SUBTITLE = "the subtitle"
# In attributes: nothing of it need be seen
_HIDDEN: Mapping[str, _Html] = {
    "the address of a link": lambda text: graf("p", f'<a href="{text}">w</a>'),
    "the title of a link": lambda text: graf("p", f'<a href="https://x.example/" title="{text}">w</a>'),
    "the address of a card": lambda text: _of_card(address=text),
    "the address of a picture": lambda text: _of_figure(f'<img class="graf-image" src="{text}">'),
    "the link of a picture": lambda text: _of_figure(f'<a href="{text}">{_PICTURE.format("")}</a>'),
    "the id of a picture": lambda text: _of_figure(f'<img data-image-id="{text}" src="{IMAGE}/1*a.png">'),
    "the address of a player": lambda text: _of_figure(f'<iframe src="{text}"></iframe>'),
    "the language of code": lambda text: graf("pre", "x = 1", "pre", f'data-code-block-lang="{text}"'),
    "the name of a paragraph": lambda text: f'<p class="graf graf--p" name="{text}" id="{text}">w</p>',
    "classes": lambda text: f'<p class="graf graf--p {text}">w</p>',
}
# As HTML, on a page of its own if the payload swallows what follows
_RAW: Mapping[str, _Html] = {
    "HTML in a paragraph": lambda text: graf("p", text),
    "HTML in the body": lambda text: text,
    "HTML in a caption": lambda text: _of_figure(f"{_PICTURE.format('')}<figcaption>{text}</figcaption>"),
    "HTML in code": lambda text: graf("pre", text),
    "HTML in a cell": lambda text: f"<table><tr><td>{text}</td></tr></table>",
    "HTML in a heading": lambda text: graf("h3", text),
}
_PARTS = ("the title", _SUBTITLE, "the name of the author")
_RAW_PARTS = ("HTML in the title", "HTML in the excerpt")
_BELOW = "the text below HTML"
_OTHERS = ("the excerpt", "the name in the list", "the address of the author", "the canonical link", "the file name")
PLACES = (
    *(Place(GROUP, name, shows=True) for name in (*_TEXTS, *_PARTS)),
    *(Place(GROUP, name) for name in (*_HIDDEN, *_OTHERS)),
    *(Place(GROUP, name, is_raw=True) for name in (*_RAW, *_RAW_PARTS[:1])),
    Place(GROUP, _RAW_PARTS[1]),
    Place(GROUP, _BELOW, is_below=True),
)


def pages(marked: Marked) -> dict[str, bytes]:
    """The pages of an export with one payload in each place, by their file names."""
    subtitle = graf("h4", escape(marked(_SUBTITLE)), "h4 graf--subtitle")
    texts = "".join(html(escape(marked(name))) for name, html in {**_TEXTS, **_HIDDEN}.items())
    page = post_page(
        escape(marked("the name in the list")),
        subtitle + texts,
        marked.id(0),
        heading=escape(marked("the title")),
        subtitle=escape(marked("the excerpt")),
    ).decode()
    page = page.replace(">Ada Example<", f">{escape(marked('the name of the author'))}<")
    page = page.replace("https://medium.com/@ada/slug-", "https://medium.com/@bea/slug-")
    page = page.replace("https://medium.com/@ada", "https://medium.com/@bea")
    slug = "".join("-" if letter in "/\\\0\n\r" else letter for letter in marked("the file name"))[:150]
    found = {post_name(marked.id(0), slug=slug): page.encode()}
    found |= _page(marked, 1, "By-line", "", byline=True)
    bodies = {name: html(marked(name)) for name, html in _RAW.items()}
    if not marked.is_swallowing:
        bodies = {"": "".join(bodies.values())}
    for number, body in enumerate(bodies.values(), 2):
        found |= _page(marked, number, f"Raw {number}", body)
    title, excerpt = (marked(name) for name in _RAW_PARTS)
    return found | _page(marked, 20, title, "", excerpt)


def _page(
    marked: Marked, number: int, title: str, html: str, excerpt: str = "", *, byline: bool = False
) -> dict[str, bytes]:
    own = marked.id(number)
    page = post_page(title, html + graf("p", f"w{marked.number(_BELOW)}"), own, subtitle=excerpt).decode()
    if byline:
        page = page.replace('"https://medium.com/@ada"', f'"{escape(marked("the address of the author"))}"')
        page = page.replace(f'"https://medium.com/@ada/slug-{own}"', f'"{escape(marked("the canonical link"))}"')
    return {post_name(own, slug=f"Raw-{own}"): page.encode()}
