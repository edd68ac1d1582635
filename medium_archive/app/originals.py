"""Originals of Medium's for a frame of the page of a post: nothing in them runs, or asks another host."""

from __future__ import annotations

import html
import mimetypes
import re
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from medium_archive.app.session import Session, environment, refusal
from medium_archive.errors import ArchiveError

# Without allow-same-origin the browser would send no cookie with the requests for pictures
_POLICY = (
    "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Frame-Options": "SAMEORIGIN",
    "X-DNS-Prefetch-Control": "off",
}
_PICTURE = re.compile(r'(<img\b(?:[^>"]|"[^"]*")*?) src="([^"]*)"')  # as the sanitiser writes it
_END_OF_HEAD = re.compile(r"</head\s*>", re.IGNORECASE)
_MOST = 2_000_000  # characters of an original in a frame


class Originals:
    """The answers with originals and their pictures."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def original(self, request: Request) -> Response:
        """The original of a post, with only the elements that a post of a site may have. Its pictures are those of the
        archive.
        """
        return await run_in_threadpool(self._original, request.query_params.get("name", ""))

    def picture(self, request: Request) -> Response:
        """A picture in the folder of a post."""
        from medium_archive.commands import show_post  # noqa: PLC0415  # slow to import

        file = request.query_params.get("file", "")
        try:
            content = show_post.picture(self._session.layout, file)
        except (ArchiveError, OSError):
            return refusal(HTTPStatus.NOT_FOUND)
        return Response(content, media_type=mimetypes.guess_type(file)[0] or "application/octet-stream")

    def _original(self, path: str) -> Response:
        from medium_archive.articles import sanitiser  # noqa: PLC0415  # slow to import
        from medium_archive.commands import show_post  # noqa: PLC0415  # as above

        try:
            text, ending = show_post.original(self._session.layout, path)
            files = show_post.files_of_pictures(self._session.layout)
        except (ArchiveError, OSError):
            return refusal(HTTPStatus.NOT_FOUND)
        if len(text) > _MOST:
            text, ending = text[:_MOST], ""
        if ending == "html":
            body = _PICTURE.sub(lambda match: self._with_file(match, files), sanitiser.clean(_below_head(text)))
        else:  # a feed, or the JSON of a saved page
            body = f"<pre>{html.escape(text)}</pre>"
        page = environment().get_template("original.html").render(body=Markup(body))  # noqa: S704  # sanitised above
        return Response(page, media_type="text/html", headers=_HEADERS)

    def _with_file(self, match: re.Match[str], files: Mapping[str, str]) -> str:
        file = files.get(html.unescape(match[2]))
        if not file:
            return match[1]
        address = f"{self._session.keys.base}/post/picture?{urlencode({'file': file})}"
        return f'{match[1]} src="{address}"'


def _below_head(page: str) -> str:
    """A page without its `<head>`: the title there is not part of the post."""
    head = _END_OF_HEAD.search(page)
    return page[head.end() :] if head else page
