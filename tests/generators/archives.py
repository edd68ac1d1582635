"""Archives of exports, with pictures from a stand-in for Medium's picture host."""

from __future__ import annotations

from pathlib import Path

from medium_archive.commands import fetch_pictures, import_exports
from medium_archive.folder.layout import Layout
from tests.generators import picture_host


def make(source: Path, folder: Path) -> Layout:
    """The archive of a source; it is made if the source is a zip file and `folder` does not have it."""
    if source.is_dir():
        return Layout(source)
    layout = Layout(folder / source.stem / "archive")
    if not layout.root.exists():
        import_exports.import_exports([source], layout, import_exports.Options())
        own = layout.settings.read_bytes()
        with picture_host.running() as hosts:
            layout.settings.write_bytes(own + hosts.encode())
            fetch_pictures.fetch_pictures(layout)
        layout.settings.write_bytes(own)
    return layout
