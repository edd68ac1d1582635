"""Exports as zips."""

from __future__ import annotations

from pathlib import Path

from medium_archive.errors import ExportUnreadable, ExportUnsafe, MemberDamaged
from medium_archive.medium.export import open_export
from tests.fuzz import mutators
from tests.fuzz.target import Target
from tests.fuzz.temporary import folder
from tests.hostile_zips import DRAFT, ONE, POST, Part, zipped

_EXAMPLE = Path(__file__).parents[2] / "examples" / "medium-export.zip"
_PROFILE = Part("profile/profile.html", b'<h3 class="p-name">Ada</h3>')


def _zips() -> list[bytes]:
    forms = ("signed", "bare", "signed64", "bare64")
    return [
        ONE,
        zipped(Part(POST), Part(DRAFT), _PROFILE),
        zipped(Part(POST, method=0), Part(f"export/{DRAFT}"), before=b"MZ", comment=b"A comment"),
        zipped(Part(POST), Part(POST.replace(".html", " 2.html")), Part("kept.html"), zip64=True),
        zipped(Part(POST, zip64=True), _PROFILE, zip64=True),
        *(zipped(Part(POST, descriptor=form), Part("claps/claps-0001.html", b"<ul></ul>")) for form in forms),
    ]


def _zip(content: bytes) -> None:
    file = folder() / "export.zip"
    file.write_bytes(content)
    with open_export(file) as export:
        for member in export.members:
            try:
                export.read(member)
            except MemberDamaged:
                continue


ALL = (Target("zip", _zips, _zip, mutators.of_zip, (ExportUnreadable, ExportUnsafe)),)
