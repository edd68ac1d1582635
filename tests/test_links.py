"""The addresses of links: an e-mail address gets the scheme that a browser needs."""

from __future__ import annotations

import pytest

from medium_archive import links, markdown
from medium_archive.medium import post
from tests.sample_exports import post_name, post_page
from tests.test_posts import p


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("ada@example.org", "mailto:ada@example.org"),
        (" Ada.B+news@mail.example.co.uk ", "mailto:Ada.B+news@mail.example.co.uk"),
        ("ada%40example.org", "mailto:ada%40example.org"),
        ("ada@example.org?subject=a%20clock", "mailto:ada@example.org?subject=a%20clock"),
        ("mailto:ada@example.org", "mailto:ada@example.org"),
        ("https://ada@example.org/", "https://ada@example.org/"),
        ("https://medium.com/@ada", "https://medium.com/@ada"),
        ("medium.com/@ada", "medium.com/@ada"),
        ("www.example.org/a@b.png", "www.example.org/a@b.png"),
        ("@ada", "@ada"),
        ("ada@example", "ada@example"),
        ("clock@2x.png", "clock@2x.png"),
        ("", ""),
    ],
)
def test_only_a_bare_e_mail_address_gets_a_scheme(href: str, address: str) -> None:
    assert links.target(href) == address


@pytest.mark.parametrize(
    "markup",
    [
        p('<a href="ada@example.org" data-href="ada@example.org" class="markup--anchor">write to me</a>'),
        '<div class="graf graf--mixtapeEmbed"><a href="ada@example.org"><strong>Ada</strong></a></div>',
        '<figure class="graf graf--figure"><a class="graf-imageAnchor" href="ada@example.org">'
        '<img data-image-id="1*a.png" src="https://cdn-images-1.medium.com/max/800/1*a.png"></a></figure>',
    ],
)
def test_every_link_to_an_e_mail_address_can_be_followed(markup: str) -> None:
    """In a paragraph, a card and around a picture."""
    read, _ = post.read(post_page(body=markup), post_name())
    assert 'href="mailto:ada@example.org"' in read.body
    text = markdown.write(read.body)
    assert "mailto:ada@example.org" in text
    assert markdown.read(text) == read.body


@pytest.mark.parametrize("spelled", ["0b1c2d3e4f5a", "%30b1c2d3e4f5a", "0b1c2d%33e4f5a", "0b1c2d\n3e4f5a", "0b1c2d3e"])
def test_the_id_of_a_post_is_found_however_its_digits_are_written(spelled: str) -> None:
    """Percent-encoded, or with a line end within, which a browser leaves out."""
    wanted = spelled.replace("%30", "0").replace("%33", "3").replace("\n", "")
    assert links.post_id(f"https://medium.com/@ada/a-clock-{spelled}") == wanted


@pytest.mark.parametrize("address", ["https://medium.com/@ada/about", "https://medium.com/@ada/a-0b1c2d3", "#1a2b", ""])
def test_an_address_without_an_id_names_no_post(address: str) -> None:
    assert links.post_id(address) == ""
