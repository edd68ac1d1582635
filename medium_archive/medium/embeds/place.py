"""A place that can be embedded, as readers know it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """`label` is the name that people call it by; `hosts` are those of its pages, without `www.`; `plays` says whether
    it shows films or gives sound.
    """

    label: str
    hosts: tuple[str, ...]
    plays: bool = False
