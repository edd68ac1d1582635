"""The page about an author has a title that its readers understand."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest

from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from tests.account_exports import BEN, export, import_


def _headings(layout: Layout, name: str) -> list[str]:
    root = lxml.html.document_fromstring((layout.site / name).read_text("utf-8"))
    shown = [element.get("content", "") for element in root.iter("meta") if element.get("property") == "og:title"]
    return [*shown, *(str(heading.text or "") for heading in root.iter("h1"))]


@pytest.mark.parametrize(("language", "words"), [("en", "About"), ("es", "Acerca de"), ("zh-Hant", "關於")])
def test_about_is_said_in_the_language_of_the_site(layout: Layout, ada: Path, language: str, words: str) -> None:
    """The title in about.md is English until a person writes another, and then it stays. The proof agrees."""
    import_(layout, ada)
    settings = layout.settings.read_text("utf-8")
    layout.settings.write_text(settings.replace('language = "en"', f'language = "{language}"'), "utf-8")
    for title in (words, "Who I am"):
        build(layout)
        assert _headings(layout, "about.html") == [title, title]
        assert verify(layout).exit_code == 0
        layout.about.write_text("---\ntitle: Who I am\n---\n\nAda.\n", "utf-8")


def test_pages_about_several_authors_have_their_names(layout: Layout, ada: Path, tmp_path: Path) -> None:
    import_(layout, ada)
    import_(layout, export(tmp_path / "b.zip", "b", name="About", username="ben", user_id=BEN), another=True)
    settings = layout.settings.read_text("utf-8")
    layout.settings.write_text(settings.replace('language = "en"', 'language = "es"'), "utf-8")
    build(layout)
    assert _headings(layout, "about.html") == ["Acerca de", "Acerca de"]
    assert _headings(layout, "about-ben.html") == ["About", "About"]
    assert verify(layout).exit_code == 0
