"""What a platform can hold: a frozen value of each platform."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Traits:
    """What a platform can hold, and how it wants to be asked.

    Provisional: the first platforms add the limits that they have, such as the longest title, slug and text.
    """

    text: Literal["html", "markdown"]  # the form in which it takes the text
    has_dates: bool  # an article keeps the date of its first publication
    has_canonical: bool  # an article can name the address that search engines should prefer
    has_drafts: bool  # it can hold an article that nobody else sees
    has_updates: bool  # an article can be replaced under the same id
    max_tags: int | None = None  # None: no limit
    pause: float = 0.0  # seconds between two articles that are sent
