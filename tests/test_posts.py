"""A post page is read into a post: title, kind, language."""

from __future__ import annotations

import re
from html import unescape

import pytest

from medium_archive.medium import language, post
from medium_archive.medium.not_post import NotAMediumPage
from tests.sample_exports import BODY, post_name, post_page


def p(text: str) -> str:
    return f'<p name="1a2b" id="1a2b" class="graf graf--p graf-after--p">{text}</p>'


def h4(text: str, role: str = "") -> str:
    return f'<h4 name="1a2b" id="1a2b" class="graf graf--h4 graf-after--h3{role}">{text}</h4>'


def test_the_title_is_only_in_the_front_matter() -> None:
    """The heading that repeats it is removed from the text."""
    read, _ = post.read(post_page("A Title"), post_name())
    assert read.title == "A Title"
    assert read.body == "<p>The first paragraph of it.</p>"


def test_a_title_keeps_its_emphasis() -> None:
    """In title_html; the title itself is plain."""
    read, _ = post.read(post_page("My great title", heading="My <em>great</em> title"), post_name())
    assert (read.title, read.title_html) == ("My great title", "My <em>great</em> title")


def test_a_post_without_a_title_gets_its_first_words() -> None:
    """A draft may have none at all."""
    page = post_page("", heading="", draft=True, body=p("Buy milk. " * 20))
    read, _ = post.read(page.replace(b"<title></title>", b""), "posts/draft_post-0123456789ab.html")
    assert read.title.startswith("Buy milk. Buy milk.")
    assert read.title.endswith("…")
    empty, _ = post.read(post_page("", heading="", draft=True, body=""), "posts/draft_post-0123456789ab.html")
    assert empty.title == "Untitled"


def test_an_excerpt_is_no_subtitle() -> None:
    """Medium writes both into one section. Only the line under the title is a subtitle."""
    real, _ = post.read(
        post_page(body=h4("The line under it", " graf--subtitle") + BODY, subtitle="The line under it"), post_name()
    )
    assert (real.subtitle, real.description, real.body) == (
        "The line under it",
        "",
        "<p>The first paragraph of it.</p>",
    )
    excerpt, _ = post.read(post_page(subtitle="The first paragraph of …"), post_name())
    assert (excerpt.subtitle, excerpt.description) == ("", "The first paragraph of …")


def test_a_subtitle_with_a_link_stays_in_the_text() -> None:
    """The front matter could not hold the link."""
    body = h4('By <a href="https://example.org/">Ada</a>', " graf--subtitle") + BODY
    read, _ = post.read(post_page(body=body, subtitle="By Ada"), post_name())
    assert read.subtitle == ""
    assert read.body.startswith('<h3>By <a href="https://example.org/">Ada</a></h3>')


LONG = " ".join(["word"] * 1200)


@pytest.mark.parametrize(
    ("name", "heading", "body", "kind", "reason"),
    [
        ("A Title", None, BODY, "story", "title"),
        ("Thank you!", "", p("Thank you!") + p("I had not seen it so."), "response", "first words"),
        ("I think you have the right …", "", p("I think you have the right gist of it."), "response", "first words"),
        ("Mi itinerario", "", p("Mi itinerario") + p("Salimos a las seis. " * 20), "story", "reads like a title"),
        ("Mi itinerario", "", p("<strong>Mi itinerario</strong>") + p("Salimos."), "story", "reads like a title"),
        ("Mi itinerario", "", p("Mi itinerario") + p("Salimos a las seis."), "response", "first words"),
        ("Some words", "", p("Some words and more.") + h4("A heading"), "story", "headings"),
        ("Long words", "", p(f"Long words, {LONG}"), "story", "long"),
        ("A name", "", p("begins otherwise"), "story", "does not begin"),
        ("港口的雨", "", p("港口的雨" + "一直沒有停，" * 400), "story", "long"),
        ("Roses are red Violets", "", p("Roses are red<br>Violets") + p("Sugar. " * 90), "story", "like a title"),
    ],
)
def test_stories_and_responses_are_distinguished(
    name: str, heading: str | None, body: str, kind: str, reason: str
) -> None:
    """In doubt a post is a story, because a person sees a response among stories. The reason is given."""
    read, _ = post.read(post_page(name, body, heading=heading), post_name())
    assert read.kind == kind
    assert reason in read.reason


def test_a_first_line_equal_to_the_title_appears_once() -> None:
    """Some authors wrote the title as a paragraph."""
    body = p("<strong>Mi itinerario</strong>") + p("Salimos.")
    read, _ = post.read(post_page("Mi itinerario", body, heading=""), post_name())
    assert (read.title, read.body) == ("Mi itinerario", "<p>Salimos.</p>")


@pytest.mark.parametrize(
    "line",
    [
        "So we made it in a day :-)",
        "This is lovely ;)",
        "That made my morning &lt;3",
        "What a photograph 🎧",
        "Like this 👍🏽",
        "A heart ❤️",
        "Have a look at https://example.org/a",
        "It is at example.org/clocks",
        "Write to ada@example.org",
        "All of it was an idea of @ben",
        '<a href="https://example.org/guide">A quickstart guide</a>',
        "I like the part on clocks",
        "Thanks for the part on clocks",
        "Great part on clocks",
        "Well, the part on clocks",
        "the part on clocks",
    ],
)
def test_a_first_line_of_a_response_is_no_title(line: str) -> None:
    """A smiley, an emoji, an address, a phrase to somebody: it has no full stop either. All words stay in the text."""
    name = unescape(re.sub("<[^>]*>", "", line))
    body = p(line) + p("It was the same with us, and nobody there had an idea of what to do next. " * 8)
    read, _ = post.read(post_page(name.replace("<", "&lt;"), body, heading=""), post_name())
    assert (read.kind, read.title) == ("response", name)
    assert name in unescape(re.sub("<[^>]*>", "", read.body))


@pytest.mark.parametrize(("date", "kind"), [("2012-08-14", "story"), ("2012-08-16", "response")])
def test_nothing_older_than_medium_is_a_response(date: str, kind: str) -> None:
    """Medium opened on 15 August 2012. Older posts were imported from a blog."""
    body = p('<a href="https://example.org/film">A film of ours</a>')
    read, _ = post.read(post_page("A film of ours", body, heading="", date=f"{date}T06:00:00.000Z"), post_name())
    assert (read.kind, read.body) == (kind, '<p><a href="https://example.org/film">A film of ours</a></p>')


def test_a_page_without_a_post_names_the_missing_part() -> None:
    """An error page with the file name of a post."""
    with pytest.raises(NotAMediumPage, match="h-entry"):
        post.read(b"<html><body>502 Bad Gateway</body></html>", post_name())


def test_a_damaged_footer_falls_back_to_the_date_in_the_file_name() -> None:
    """An issue reports it."""
    page = post_page().replace(
        b'<time class="dt-published" datetime="2020-03-01T10:00:00.123Z">a day</time></a>', b"</a></a>"
    )
    read, issues = post.read(page, post_name())
    assert read.published is not None
    assert read.published.isoformat() == "2020-03-01T00:00:00+00:00"
    assert [issue.code for issue in issues] == ["date-from-name"]


def test_invalid_utf_8_is_reported() -> None:
    """After another program saved the page in another encoding. A � by the author or a zero byte is not reported."""
    for words, told in ((b"caf\xe9", True), ("café �".encode(), False), (b"ca\0f\x00", False)):
        read, issues = post.read(post_page(body=p("WORDS")).replace(b"WORDS", words), post_name())
        assert ("page-damaged" in [issue.code for issue in issues]) is told
        assert ("�" in read.body) is (told or "�" in words.decode(errors="ignore"))


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("The tide turned at six and nobody was there to see it, which is how it always is.", "en"),
        ("這個港口的雨沒有停過，他們說這是為了讓人站得近一點。", "zh-Hant"),
        ("这个港口的雨没有停过，他们说这是为了让人站得近一点。", "zh-Hans"),
        ("この港では雨が降り続いています。", "ja"),
        ("이 항구에는 비가 계속 내립니다.", "ko"),
        ("La marea cambió a las seis y no había nadie para verlo, como siempre pasa en el puerto.", "es"),
        ("A maré virou às seis e não havia ninguém para ver, como é sempre que você não está.", "pt"),
        ("La marée a tourné à six heures et il n’y avait personne pour le voir dans le port.", "fr"),
        ("Die Flut kam um sechs, und niemand war da, um es zu sehen, wie es immer ist.", "de"),
        ("Прилив повернул в шесть, и никто этого не видел.", "ru"),
        ("Приплив повернув о шостій, і ніхто цього не бачив, бо їх не було.", "uk"),
        ("تغيّر المدّ في السادسة ولم يكن هناك أحد ليراه.", "ar"),
        ("जहाज़ छह बजे आया और वहाँ कोई नहीं था।", "hi"),
        ("Прыліў павярнуў а шостай, і нікога не было.", "be"),
        ("Приливът се обърна в шест и нямаше никой да го види.", "bg"),
        ("Tidevandet vendte klokken seks, og der var ingen til at se det.", "da"),
        ("La marea va canviar a les sis i no hi havia ningú per veure-ho.", "ca"),
        ("جوار چھ بجے مڑا اور وہاں کوئی نہیں تھا۔", "ur"),
        ("ទឹកជោរបានប្រែនៅម៉ោងប្រាំមួយ។", "km"),
        ("在 SwiftUI 裡使用 State 和 Binding 時，View 會跟著 data 更新，這是 declarative UI 的好處。", "zh-Hant"),
        ("", ""),
        ("OK", ""),
        ("Belajar React itu mudah. Pertama, install Node.js di laptop kamu. Jalankan perintah di terminal.", "id"),
    ],
)
def test_the_language_of_a_post_is_detected(text: str, lang: str) -> None:
    """By script and words, for short texts too. A text of a few words has no language."""
    assert language.detect(text) == lang


def test_the_featured_picture_is_the_cover() -> None:
    """Medium marks the picture that it shows for the post in lists."""
    one, two = (
        f'<figure class="graf graf--figure"><img class="graf-image" data-image-id="1*{name}.png" {mark} '
        f'src="https://cdn-images-1.medium.com/max/800/1*{name}.png"></figure>'
        for name, mark in (("a", ""), ("b", 'data-is-featured="true"'))
    )
    read, _ = post.read(post_page(body=one + two), post_name())
    assert read.cover == "https://cdn-images-1.medium.com/max/800/1*b.png"
