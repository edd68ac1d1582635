"""The contract tests of embeds: they run on every member of `medium.embeds.ALL`."""

from __future__ import annotations

from types import ModuleType
from urllib.parse import urlsplit

import pytest

from medium_archive import links
from medium_archive.medium import embeds

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
