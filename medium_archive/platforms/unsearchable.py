"""The error of a place that can't say whether it has a post whose id is unknown."""

from __future__ import annotations


class Unsearchable(Exception):
    """The place gives no list of posts, and its addresses can't be foreseen."""
