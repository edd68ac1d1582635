"""Files that the server shows but did not make: the built site, the page of the proof, and originals of Medium's.

A site may have scripts, which could press every button of the app. So its pages are shown without scripts; from the
disk, where they reach nothing of the app, they run.
"""

from __future__ import annotations

import html
import mimetypes
import re
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from medium_archive.app.session import Session, environment
from medium_archive.articles import sanitiser
from medium_archive.commands import show_post
from medium_archive.errors import ArchiveError
from medium_archive.folder import regular_files
from medium_archive.folder.output import MANIFEST

_SITE_POLICY = (
    "sandbox allow-same-origin allow-popups; default-src 'none'; img-src 'self' data:; media-src 'self'; "
    "font-src 'self' data:; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
# Without allow-same-origin the browser would send no cookie with the requests for pictures
_ORIGINAL_POLICY = (
    "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
_IN_A_FRAME = {"X-Frame-Options": "SAMEORIGIN", "X-DNS-Prefetch-Control": "off"}
_PICTURE = re.compile(r'(<img\b(?:[^>"]|"[^"]*")*?) src="([^"]*)"')  # as the sanitiser writes it
_END_OF_HEAD = re.compile(r"</head\s*>", re.IGNORECASE)
_MOST = 2_000_000  # characters of an original in a frame
_PROOF_POLICY = (
    "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


class Documents:
    """The answers with these files."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def site(self, request: Request) -> Response:
        """A file of the built site. Links, special and hidden files, and all outside of it, are not there."""
        path, root = request.path_params["path"], self._session.layout.site
        parts = path.split("/")
        if any(part in (".", "..") or part.startswith(".") or "\\" in part or "\0" in part for part in parts if part):
            return _missing()
        place = root.joinpath(*(part for part in parts if part))
        if path and not path.endswith("/") and place.is_dir():
            return RedirectResponse(f"{self._session.keys.base}/preview/{path}/", HTTPStatus.TEMPORARY_REDIRECT)
        file = place / "index.html" if path.endswith("/") or not path else place
        try:
            content = regular_files.read(file, root)
        except (OSError, ValueError):
            return _missing()
        if file.name == MANIFEST:
            return _missing()
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return Response(content, media_type=kind, headers={"Content-Security-Policy": _SITE_POLICY, **_IN_A_FRAME})

    async def original(self, request: Request) -> Response:
        """Medium's original of a post, with only the elements that a post of a site may have: nothing in it runs, or
        asks another host. Its pictures are those of the archive.
        """
        return await run_in_threadpool(self._original, request.query_params.get("name", ""))

    def _original(self, path: str) -> Response:
        try:
            text, ending = show_post.original(self._session.layout, path)
            files = show_post.files_of_pictures(self._session.layout)
        except (ArchiveError, OSError):
            return _missing()
        if len(text) > _MOST:
            text, ending = text[:_MOST], ""
        if ending == "html":
            body = _PICTURE.sub(lambda match: self._with_file(match, files), sanitiser.clean(_below_head(text)))
        else:  # a feed, or the JSON of a saved page
            body = f"<pre>{html.escape(text)}</pre>"
        page = environment().get_template("original.html").render(body=Markup(body))  # noqa: S704  # sanitised above
        return Response(
            page, media_type="text/html", headers={"Content-Security-Policy": _ORIGINAL_POLICY, **_IN_A_FRAME}
        )

    def _with_file(self, match: re.Match[str], files: Mapping[str, str]) -> str:
        file = files.get(html.unescape(match[2]))
        return (
            f'{match[1]} src="{self._session.keys.base}/post/picture?{urlencode({"file": file})}"' if file else match[1]
        )

    def picture(self, request: Request) -> Response:
        """A picture in the folder of a post."""
        file = request.query_params.get("file", "")
        try:
            content = show_post.picture(self._session.layout, file)
        except (ArchiveError, OSError):
            return _missing()
        return Response(content, media_type=mimetypes.guess_type(file)[0] or "application/octet-stream")

    def proof(self, request: Request) -> Response:
        """The page that the last check wrote."""
        try:
            content = regular_files.read(self._session.proof, self._session.temporary)
        except OSError:
            return _missing()
        return Response(content, media_type="text/html", headers={"Content-Security-Policy": _PROOF_POLICY})


def static(request: Request) -> Response:
    """The style sheet, the script and the icon of the pages."""
    name = request.path_params["name"]
    kinds = {"app.css": "text/css", "app.js": "text/javascript", "icon.svg": "image/svg+xml"}
    if name not in kinds:
        return _missing()
    return Response(Path(__file__).with_name("static").joinpath(name).read_bytes(), media_type=kinds[name])


def _below_head(page: str) -> str:
    """A page without its head, whose title is no part of the post."""
    head = _END_OF_HEAD.search(page)
    return page[head.end() :] if head else page


def _missing() -> Response:
    return PlainTextResponse("Not Found", HTTPStatus.NOT_FOUND)
