"""The record of the author's photo, which archive.toml names."""

from __future__ import annotations

from medium_archive.fetch import local_pictures
from medium_archive.fetch.local_pictures import FoundPictures
from medium_archive.folder import settings
from medium_archive.folder.shelf import Shelf
from medium_archive.medium.pictures import picture_id
from medium_archive.post import Picture


def update(shelf: Shelf, found: FoundPictures | None) -> None:
    """Add a record for the photo in the settings, and take its file from the pictures that a person has, if it is among
    them. Drop the records of earlier photos that were never fetched.
    """
    photo = settings.read(shelf.layout.settings).author.photo
    for record in [r for r in shelf.gallery.records.values() if r.role == "photo" and r.address != photo]:
        if not (record.files or record.posts):
            del shelf.gallery.records[record.address]
    if not photo.startswith(("https://", "http://")):
        return
    shelf.gallery.add(Picture(photo, picture_id(photo), role="photo"), "")
    if found is not None:
        local_pictures.bring_one(shelf.gallery, found, photo, "")
