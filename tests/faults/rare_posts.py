"""An export whose posts have what real ones rarely have, so that every kind of fault finds enough places."""

from __future__ import annotations

from pathlib import Path

from tests.sample_exports import post_name, post_page, write_zip

_PROFILE = (
    b'<!DOCTYPE html><html><body><section class="h-card"><h3 class="p-name">Ada Example</h3><ul><li><b>Profile:</b> '
    b'<a class="u-url" href="https://medium.com/@ada">@ada</a></li></ul></section></body></html>'
)
_CDN = "https://cdn-images-1.medium.com/max/800"
# First paragraphs by the last digits of the number of a post: in no language, in Spanish, in Arabic
_OPENINGS = {
    (
        3,
        13,
    ): "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore "
    "magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo "
    "consequat. Duis aute irure dolor in reprehenderit in voluptate velit esse cillum dolore eu fugiat nulla pariatur.",
    (5,): "El farero contaba las olas cada noche y escribía en su cuaderno la hora, el viento y los barcos que pasaban "
    "delante de la costa. Cuando no había luna, encendía una segunda lámpara para que nadie se perdiera entre las "
    "rocas. Por la mañana bajaba al puerto, compraba pan y contaba a los pescadores lo que había visto desde la torre.",
    (
        15,
    ): "كان حارس المنارة يعد الأمواج كل مساء ويكتب في دفتره الساعة والريح والسفن التي تمر أمام الساحل. وعندما لا يظهر "
    "القمر كان يشعل مصباحا ثانيا حتى لا يضيع أحد بين الصخور. وفي الصباح كان ينزل إلى الميناء ويشتري الخبز ويحكي "
    "للصيادين ما رآه من البرج في الليلة الماضية.",
}


def _graf(tag: str, words: str, classes: str = "", attributes: str = "") -> str:
    return f'<{tag} {attributes} class="graf graf--{classes or tag}">{words}</{tag}>'


def _picture(number: int, name: str, caption: str, alt: str) -> str:
    file = f"1*{name}{number}.png"
    featured = 'data-is-featured="true" ' if name == "tower" and number % 6 == 4 else ""
    image = f'<img {featured}class="graf-image" data-image-id="{file}" alt="{alt} {number}" src="{_CDN}/{file}">'
    return f'{image}<figcaption class="imageCaption">{caption} {number}</figcaption>'


def _body(number: int, other: str) -> str:
    parts = _prose(number, other), _pictures(number), _lists(number), _blocks(number), _embeds(number)
    return "".join((*parts, _chapters(number) if _is_long(number) else ""))


def _is_long(number: int) -> bool:
    """Whether the post is so long that its page has a table of contents."""
    return number % 10 == 7


def _is_draft(number: int) -> bool:
    return number % 10 == 8


def _chapters(number: int) -> str:
    """Three headings with some 400 words below each."""
    return "".join(
        _graf("h3", f"{name} of the log {number}")
        + _graf(
            "p",
            " ".join(
                f"On evening {evening} the keeper wrote down the hour, the {wind} wind and all ships that passed him."
                for evening in range(24)
            ),
        )
        for name, wind in (("Beginning", "western"), ("Middle", "northern"), ("End", "eastern"))
    )


def _prose(number: int, other: str) -> str:
    return "".join(
        (
            _graf("h4", f"Series number {number}", "h4 graf--kicker"),
            _graf("h3", f"The <em>harbour</em> light {number}", "h3 graf--title"),
            _graf("h4", f"What the keeper wrote down {number}", "h4 graf--subtitle"),
            *(_graf("p", opening) for digits, opening in _OPENINGS.items() if number % 20 in digits),
            _graf("p", f"The keeper counted\u00a0waves all evening\u200a—\u200aand heard with\u200bsilence {number}."),
            _graf("p", "One line of the log,<br>another line of it, <strong>both lines signed</strong> by him."),
            _graf(
                "p", "Water is H<sub>2</sub>O, ten<sup>th</sup> of it <del>frozen solid</del> melted, <u>under</u> it."
            ),
            _graf(
                "p", "Then <ins>added later</ins> by <mark>hand</mark>, <kbd>Enter</kbd> and <small>whispers</small>."
            ),
            _graf("p", "In Japanese <ruby>漢字<rt>かんじ</rt></ruby> stands on the wall above the lamp."),
            _graf(
                "p",
                f'Take time to read <a href="https://example.org/charts-{number}">the old charts</a> before you sail.',
            ),
            _graf(
                "p", f'Then read about <a href="https://medium.com/@ada/slug-{other}">the other evening</a> on the way.'
            ),
            _graf("p", "Use <code>water()</code> once more, <em>then leave</em> it with <strong>both hands</strong>."),
            _graf(
                "p", 'In <abbr title="Hyper Text">HT</abbr> at <time datetime="2019-01-09T06:16Z">six</time> it stood.'
            ),
            _graf(
                "p",
                'Then <bdo dir="rtl">backwards</bdo> it went, to <a href="https://x.org/" title="Mine">a shore</a>.',
            ),
            _graf("p", "In the middle of the page stands one line.", "p", 'data-align="center"'),
            _graf("p", "Machines of the tower begin with a large letter.", "p graf--hasDropCap"),
        )
    )


def _pictures(number: int) -> str:
    shown = (("harbour", "The harbour in winter", "Boats"), ("tower", "The tower at noon", "Stones"))
    row = "".join(
        f'<figure class="graf graf--figure graf--layoutOutsetRow{more}"><img data-image-id="1*{name}{number}.png" '
        f'alt="{name}" src="{_CDN}/1*{name}{number}.png"></figure>'
        for name, more in (("left", ""), ("right", "Continue"))
    )
    figures = "".join(_graf("figure", _picture(number, *one), "figure") for one in shown)
    figures += _graf(
        "figure", _picture(number, "deck", "The deck at noon", "Planks"), "figure graf--layoutOutsetCenter"
    )
    for name in ("mast", "keel"):  # two pictures that stand apart, without a caption
        image = _picture(number, name, "", name).partition("<figcaption")[0]
        figures += _graf("figure", image, "figure")
    return f'{figures}<div class="section-inner sectionLayout--outsetRow" data-paragraph-count="2">{row}</div>'


def _lists(number: int) -> str:
    ropes, lamps = (
        "".join(_graf("li", f"{word} {what} {number}") for word in words)
        for what, words in (("rope", ("first", "second", "third")), ("lamp", ("green", "white", "amber")))
    )
    between = _graf("p", "Then the unordered things of the evening follow here.")
    lettered = f'<ol type="a" reversed><li>last knot {number}</li><li value="7">other knot</li></ol>'
    return f'<ol class="postList">{ropes}</ol>{between}<ul class="postList">{lamps}</ul>{between}{lettered}'


def _blocks(number: int) -> str:
    code = f"def light():<br />    turn(lamp, {number})<br /><br />    return lamp"
    return "".join(
        (
            _graf("blockquote", f"A pull quote about the sea number {number}", "pullquote"),
            _graf("p", "Between the quotes there is some prose to keep them apart."),
            _graf("blockquote", "A plain quote of the harbour master."),
            _graf("h4", f"Rules of the house {number}"),
            f"<blockquote><p>Of the keeper {number}</p><ul><li>No fire</li><li>No dogs</li></ul></blockquote><hr>",
            _graf("pre", code, "pre graf--preV2", 'data-code-block-mode="2" data-code-block-lang="python"'),
            f"<table><tr><th>Ship</th><th>Flag</th></tr><tr><td>Aurora {number}</td><td>blue</td></tr>"
            "<tr><td>Borealis</td><td>yellow</td></tr></table>",
            _graf("p", "Another table has its heading over two columns."),
            f'<table><tr><th colspan="2">Fleet {number}</th></tr><tr><td>Aurora</td><td>Borealis</td></tr></table>',
            _graf("p", "The table above was copied from the log of the keeper."),
            f"<details><summary>More about ships</summary><p>Further words of the keeper {number}.</p></details>",
            _graf("p", "Some terms of the trade come next in the log."),
            f"<dl><dt>Bow {number}</dt><dd>The front of a ship</dd><dt>Stern</dt><dd>The back of a ship</dd></dl>",
        )
    )


def _embeds(number: int) -> str:
    film = (
        f'<iframe src="https://www.youtube.com/embed/mOkA_Y_Bc{number:03}?feature=oembed"></iframe>'
        f'<figcaption class="imageCaption">A film of the harbour {number}</figcaption>'
    )
    card = (
        f'<a href="https://example.com/salt-{number}" title="https://example.com/salt-{number}">'
        f"<strong>All about salt {number}</strong><br><em>From the sea to the table</em>example.com</a>"
    )
    return _graf("figure", film, "figure graf--iframe") + _graf("div", card, "mixtapeEmbed")


def write(path: Path, count: int = 40) -> Path:
    """The export; every post links to the next one. Every second post has another author, every third a description,
    every fourth another title in lists, every fifth two co-authors, every sixth a cover. Of ten posts one is long, one
    is a draft, one is in Spanish or Arabic, and one in no language that can be told.
    """
    ids = [f"c0ffee00{number:04x}" for number in range(count)]
    posts: dict[str, bytes] = {}
    for number, post_id in enumerate(ids):
        day = f"2021-03-{1 + number % 28:02}"
        page = post_page(
            f"Evenings by the sea {number}" if number % 4 == 3 else f"The harbour light {number}",
            _body(number, ids[(number + 1) % count]),
            post_id,
            f"{day}T10:00:00.123Z",
            heading="",
            subtitle=f"What the keeper wrote down {number}" if number % 3 else f"A line of the lists {number}",
            draft=_is_draft(number),
        )
        if number % 2:
            page = page.replace(b"https://medium.com/@ada", f"https://medium.com/@ben{number % 5}".encode())
            page = page.replace(b">Ada Example<", f">Ben Example {number % 5}<".encode())
        if not number % 5:
            others = (f"Keeper {number}, PhD", "keeper"), (f"Captain {number}", "captain")
            links = (
                f', <a href="https://medium.com/@{username}{number}" class="p-author h-card">{name}</a>'
                for name, username in others
            )
            page = page.replace(b"</a> on <a", f"</a>{''.join(links)} on <a".encode())
        if not number % 3:
            description = f'<section data-field="description" class="p-summary">\nFor search {number}\n</section>\n'
            page = page.replace(b'<section data-field="body"', description.encode() + b'<section data-field="body"', 1)
        name = f"posts/draft_Harbour-{number}-{post_id}.html" if _is_draft(number) else ""
        posts[name or post_name(post_id, day, f"Harbour-{number}")] = page
    return write_zip(path, {"profile/profile.html": _PROFILE, **posts})
