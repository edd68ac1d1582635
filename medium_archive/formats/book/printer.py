"""WeasyPrint, as the book for print uses it: it lays out one document after the other, and writes them as one PDF."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from typing import Any

from PIL import ImageFile

from medium_archive.errors import ProgramMissing

PICTURE = "picture:"  # how the address of a picture begins
_KEPT = ("width", "height", "bleed", "bookmarks", "links", "anchors", "forms")


def load() -> None:
    """Import WeasyPrint. Raises ProgramMissing."""
    try:
        # It prints how to install Pango to the standard output, where --json has the report; and it warns that it will
        # need another library some day
        with redirect_stdout(StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            with _truncated_pictures():
                import weasyprint  # noqa: F401  # only whether it can be imported
    except ImportError as error:
        raise ProgramMissing(
            "WeasyPrint is not installed.", "Install it: `pip install 'medium-archive[pdf]'`"
        ) from error
    except OSError as error:
        hint = "Install Pango, for example with `apt install libpango-1.0-0 libpangoft2-1.0-0` or `brew install pango`."
        raise ProgramMissing("WeasyPrint does not find the library Pango.", hint) from error


class Printer:
    """Lays out documents with one style, fonts and pictures."""

    def __init__(self, style: str, pictures: Mapping[str, bytes]) -> None:
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher, URLFetcherResponse

        class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
            def fetch(self, url: str, headers: Any = None) -> Any:
                return URLFetcherResponse(url, pictures[url.removeprefix(PICTURE)])

        self._fetcher = Fetcher()
        self._fonts = FontConfiguration()
        self._style = CSS(string=style, font_config=self._fonts, url_fetcher=self._fetcher)
        self._images: dict[str, Any] = {}
        self._first: Any = None

    def lay_out(self, html: str, number: int) -> list[Any]:
        """The pages of a document, of which the first has this number."""
        from weasyprint import CSS, HTML

        start = CSS(string=f"@page:first {{ counter-reset: page {number}; }}", url_fetcher=self._fetcher)
        document = HTML(string=html, base_url="book:", url_fetcher=self._fetcher).render(
            font_config=self._fonts, stylesheets=[self._style, start], cache=self._images
        )
        self._first = self._first or document.copy([])
        return [_Page(page) for page in document.pages]

    def write(self, pages: Sequence[Any]) -> bytes:
        """A PDF of these pages, with what the head of the first document says."""
        content: bytes = self._first.copy(pages).write_pdf()
        return content


class _Page:
    """A page of WeasyPrint, which needs little memory once it is drawn."""

    def __init__(self, page: Any) -> None:
        self._page = page
        for name in _KEPT:
            setattr(self, name, getattr(page, name))

    def paint(self, stream: Any, scale: float) -> None:
        self._page.paint(stream, scale)
        self._page = None
        if all(isinstance(part, bytes) for part in stream.stream):
            stream.stream[:] = [b"\n".join(stream.stream)]  # as it will be written


@contextmanager
def opened(style: str, pictures: Mapping[str, bytes]) -> Iterator[Printer]:
    """A printer, as long as the context lasts. `load` must be called before."""
    with _truncated_pictures(), _time_of_fonts():
        yield Printer(style, pictures)


@contextmanager
def _truncated_pictures() -> Iterator[None]:
    """Let Pillow decode truncated pictures. WeasyPrint turns this on for the whole process when it is imported, and a
    build in the same process would then take a truncated picture for a complete one.
    """
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


@contextmanager
def _time_of_fonts() -> Iterator[None]:
    """Give the fonts of the book the time 0, not the present: fontTools, which makes them, reads this variable
    (https://reproducible-builds.org/specs/source-date-epoch/).
    """
    name = "SOURCE_DATE_EPOCH"
    before = os.environ.get(name)
    os.environ[name] = "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
