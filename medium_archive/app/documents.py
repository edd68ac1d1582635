"""Files that the server shows but did not make: the built site, and the page of the proof.

A site may have scripts, which could press every button of the app. So its pages are shown without scripts; from the
disk, where they reach nothing of the app, they run.
"""

from __future__ import annotations

import mimetypes
import re
from http import HTTPStatus
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from medium_archive.app import actions
from medium_archive.app.session import Session, refusal
from medium_archive.folder import regular_files
from medium_archive.folder.output import MANIFEST

_SITE_POLICY = (
    "sandbox allow-same-origin allow-popups; default-src 'none'; img-src 'self' data:; media-src 'self'; "
    "font-src 'self' data:; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
# They are left out, too: each one that the policy stops is an error in the console of the browser
_SCRIPT = re.compile(rb"<script\b[^>]*>.*?</script\s*>", re.DOTALL | re.IGNORECASE)
_FRAMED = {"Content-Security-Policy": _SITE_POLICY, "X-Frame-Options": "SAMEORIGIN"}
_PROOF_POLICY = (
    "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


class Documents:
    """The answers with these files."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def site(self, request: Request) -> Response:
        """A file of the built site, also for a frame of the page of a post. Links, special and hidden files, and all
        outside of it, are not there.
        """
        return self._page_of(request.path_params["path"], self._session.layout.site, "preview")

    def trial(self, request: Request) -> Response:
        """A file of the site with settings that are not saved, for a frame of the page."""
        place = self._session.place
        return self._page_of(request.path_params["path"], place.trial / actions.SITE, "trial")

    def _page_of(self, path: str, root: Path, address: str) -> Response:
        parts = path.split("/")
        if any(part in (".", "..") or part.startswith(".") or "\\" in part or "\0" in part for part in parts if part):
            return refusal(HTTPStatus.NOT_FOUND)
        place = root.joinpath(*(part for part in parts if part))
        if path and not path.endswith("/") and place.is_dir():
            return RedirectResponse(f"{self._session.keys.base}/{address}/{path}/", HTTPStatus.TEMPORARY_REDIRECT)
        file = place / "index.html" if path.endswith("/") or not path else place
        try:
            content = regular_files.read(file, root)
        except (OSError, ValueError):
            return refusal(HTTPStatus.NOT_FOUND)
        if file.name == MANIFEST:
            return refusal(HTTPStatus.NOT_FOUND)
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        shown = _SCRIPT.sub(b"", content) if kind == "text/html" else content
        return Response(shown, media_type=kind, headers=_FRAMED)

    def proof(self, request: Request) -> Response:
        """The page that the last check wrote."""
        try:
            content = regular_files.read(self._session.proof, self._session.temporary)
        except OSError:
            return refusal(HTTPStatus.NOT_FOUND)
        return Response(content, media_type="text/html", headers={"Content-Security-Policy": _PROOF_POLICY})

    def screenshot(self, request: Request) -> Response:
        """A picture that a look at Medium kept, and no other file."""
        from medium_archive.commands import watch_page  # noqa: PLC0415  # slow to import

        try:
            found = watch_page.screenshot(self._session.layout, request.path_params["path"])
        except (OSError, ValueError):
            return refusal(HTTPStatus.NOT_FOUND)
        return Response(found[1], media_type=found[0]) if found is not None else refusal(HTTPStatus.NOT_FOUND)


def static(request: Request) -> Response:
    """The style sheet, the script and the icon of the pages."""
    name = request.path_params["name"]
    kinds = {"app.css": "text/css", "app.js": "text/javascript", "icon.svg": "image/svg+xml"}
    if name not in kinds:
        return refusal(HTTPStatus.NOT_FOUND)
    return Response(Path(__file__).with_name("static").joinpath(name).read_bytes(), media_type=kinds[name])
