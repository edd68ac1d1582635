"""The contract of a place that can be embedded: every file of medium/embeds is held to it by itself."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from medium_archive.medium import embeds

SAMPLES = [(provider, frame, page) for provider in embeds.PROVIDERS for frame, page in provider.SAMPLES]


def test_there_are_providers() -> None:
    """The files are found."""
    assert len(embeds.PROVIDERS) >= 8


@pytest.mark.parametrize(
    ("provider", "frame", "page"), SAMPLES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_frame_leads_to_its_page(provider: embeds.Provider, frame: str, page: str) -> None:
    """Each sample gives its page, also through the common door, and the page leads to itself."""
    assert provider.page(urlsplit(frame)) == page
    assert embeds.page(frame) == page
    assert embeds.page(page) == page


@pytest.mark.parametrize("provider", embeds.PROVIDERS, ids=lambda provider: provider.__name__.rpartition(".")[2])
@pytest.mark.parametrize(
    "address", ["", "https://example.org/embed/x", "https://www.youtube.com/", "mailto:a@b", "/embed/x"]
)
def test_a_foreign_frame_is_nobodys(provider: embeds.Provider, address: str) -> None:
    """A file answers for its own place only."""
    assert provider.page(urlsplit(address)) is None


def test_an_unknown_frame_keeps_its_own_address() -> None:
    """Encoded, absolute, even where it can't be understood."""
    assert embeds.page("//frames.example.org/a b") == "https://frames.example.org/a%20b"
    assert embeds.page("http://www.example.com]/x") == "http://www.example.com%5D/x"
