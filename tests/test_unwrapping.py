"""Elements are taken out of a tree all at once, with the result of taking out each alone."""

from __future__ import annotations

import lxml.html
from hypothesis import given
from hypothesis import strategies as st

from medium_archive.articles.unwrapping import remove, unwrap

_INLINE = st.recursive(
    st.sampled_from(["word ", "", "<br>", "<img>"]),
    lambda inner: st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["span", "b"]), st.lists(inner).map("".join)),
)
_MANY = 20_000  # each of which `drop_tag` and `drop_tree` look for among all the others


def division(html: str) -> lxml.html.HtmlElement:
    return lxml.html.fragment_fromstring(html, create_parent="div")


def as_html(root: lxml.html.HtmlElement) -> str:
    return str(lxml.html.tostring(root, encoding="unicode"))


@given(html=st.lists(_INLINE, min_size=1).map("".join))
def test_elements_taken_out_together_leave_what_those_taken_out_alone_leave(html: str) -> None:
    together, alone = division(html), division(html)
    unwrap(together, together.iter("span"))
    remove(together, together.iter("img"))
    for span in list(alone.iter("span")):
        span.drop_tag()
    for image in list(alone.iter("img")):
        image.drop_tree()
    assert as_html(together) == as_html(alone)


def test_the_many_parts_of_one_paragraph_are_taken_out() -> None:
    root = division("<p>" + "<span>word </span><img>" * _MANY + "</p>")
    unwrap(root, root.iter("span"))
    remove(root, root.iter("img"))
    assert as_html(root) == f"<div><p>{'word ' * _MANY}</p></div>"
