"""What an account raises where a post there can't be changed any more."""

from __future__ import annotations

from medium_archive.errors import PublishRefused


class Unchangeable(PublishRefused):
    """The place takes no more changes of this post. Nothing was changed there."""
