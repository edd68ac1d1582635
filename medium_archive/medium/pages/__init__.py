"""Saved pages of Medium's: what a person saved of a story, a profile or a list, or what a web archive has of it.

`read` takes the bytes of one page, already out of its container, and gives a `Page`. It raises `NoStory` for a file
with nothing to take: a wall, a sign-in page, a page of another site, a damaged file.
"""

from medium_archive.medium.no_story import NoStory
from medium_archive.medium.pages.known import KnownPost, at_address
from medium_archive.medium.pages.losses import Loss
from medium_archive.medium.pages.reader import Page, SavedStory, read, signed

__all__ = ["KnownPost", "Loss", "NoStory", "Page", "SavedStory", "at_address", "read", "signed"]
