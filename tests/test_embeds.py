"""The contract tests of embeds: they run on every member of `medium.embeds.ALL`."""

from __future__ import annotations

from types import ModuleType
from urllib.parse import urlsplit

import pytest

from medium_archive import links, markdown, soup
from medium_archive.medium import body, embeds

SAMPLES = [(embed, frame, page) for embed in embeds.ALL for frame, page in embed.SAMPLES]


def name_of(value: object) -> str:
    """The name of a member in the name of a test."""
    return value.__name__.rpartition(".")[2] if isinstance(value, ModuleType) else str(value)


@pytest.mark.parametrize(("embed", "frame", "page"), SAMPLES, ids=name_of)
def test_a_frame_becomes_the_address_of_its_page(embed: embeds.Embed, frame: str, page: str) -> None:
    """Each sample frame gives its page, by its member and by `embeds.page`; the address of a page is kept."""
    assert embed.page(urlsplit(frame)) == page
    assert embeds.page(frame) == page
    assert embeds.page(page) == page


@pytest.mark.parametrize(("embed", "frame", "page"), SAMPLES, ids=name_of)
def test_the_same_path_on_an_unknown_host_is_another_place(embed: embeds.Embed, frame: str, page: str) -> None:
    assert embed.page(urlsplit(frame)._replace(netloc="unknown.example")) is None


@pytest.mark.parametrize("embed", embeds.ALL, ids=name_of)
def test_every_embed_has_samples_and_a_place_with_a_label(embed: embeds.Embed) -> None:
    assert embed.SAMPLES
    for place in embed.PLACES:
        assert place.label
        for host in place.hosts:
            assert embeds.place_of(host) == place
            assert links.host(f"https://{host}") == host


@pytest.mark.parametrize("embed", embeds.ALL, ids=name_of)
@pytest.mark.parametrize(
    "address", ["", "https://example.org/embed/x", "https://www.youtube.com/", "mailto:a@b", "/embed/x"]
)
def test_frames_of_other_places_are_not_changed(embed: embeds.Embed, address: str) -> None:
    assert embed.page(urlsplit(address)) is None


def test_an_embed_is_recognised_by_its_host_and_subdomains() -> None:
    labels = [place.label if (place := embeds.place_of(host)) else "" for host in ("youtu.be", "m.youtube.com")]
    assert labels == ["YouTube", "YouTube"]
    assert embeds.place_of("notyoutube.com") is embeds.place_of("") is None


def test_an_unknown_frame_keeps_its_own_address() -> None:
    """Encoded and absolute, even if it can't be parsed."""
    assert embeds.page("//frames.example.org/a b") == "https://frames.example.org/a%20b"
    assert embeds.page("http://www.example.com]/x") == "http://www.example.com%5D/x"


@pytest.mark.parametrize(
    ("frame", "page"),
    [
        ("HTTP://x.org/A", "http://x.org/A"),
        ("hTTps://player.vimeo.com/video/1", "https://vimeo.com/1"),
        ("https:", ""),
        ("https://", ""),
        ("https:x.org/a", ""),
        ("http:/x.org/a", ""),
    ],
)
def test_the_address_of_an_embed_is_one_that_its_markdown_can_have(frame: str, page: str) -> None:
    """In its form, and alone in a paragraph; what is not an address of a website is a loss, which the proof names."""
    assert embeds.page(frame) == page
    body = f'<figure><a class="embed" href="{page}">{page}</a></figure>' if page else ""
    assert markdown.read(markdown.write(body)) == body


@pytest.mark.parametrize("address", ["HTTPS://twitter.com/a/status/1", "a/status/1", "javascript:a/status/1"])
def test_a_tweet_has_the_address_of_a_website(address: str) -> None:
    figure = (
        f'<figure class="graf--iframe"><blockquote class="twitter-tweet"><a href="{address}"></a></blockquote></figure>'
    )
    [block] = body.read(soup.parse(f"<section>{figure}</section>").section, "a post")[0]  # type: ignore[arg-type]  # it has one
    assert markdown.read(markdown.write(block.html)) == block.html
