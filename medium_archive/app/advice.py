"""What a person can press about the issues of a result, whose sentences name commands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Advice:
    """`text` is the name of its words, `page` the page that has the button, "" for none; `codes` are those of issues
    (docs/issues.md).
    """

    text: str
    page: str
    codes: frozenset[str]


ALL = (
    Advice(
        "advice_offline",
        "",
        frozenset(
            (
                "network-unreachable",
                "feed-unreachable",
                "archive-unreachable",
                "list-missing",
                "witness-unreachable",
            )
        ),
    ),
    Advice(
        "advice_pictures",
        "pictures",
        frozenset(
            (
                "pictures-lacking",
                "picture-missing",
                "still-missing",
                "gist-missing",
                "hosts-refuse",
                "picture-not-in-book",
                "picture-not-exported",
                "picture-broken",
            )
        ),
    ),
    Advice("advice_again", "", frozenset(("out-of-time", "capture-missing"))),
    Advice("advice_settings", "site", frozenset(("unknown-setting", "list-unclear", "photo-missing"))),
    Advice(
        "advice_build",
        "site",
        frozenset(("pages-outdated", "site-older", "site-changed", "site-file-gone", "site-lacks")),
    ),
    Advice(
        "advice_import",
        "start",
        frozenset(("not-in-catalog", "original-missing", "text-gone", "export-gone", "export-changed", "proof-gone")),
    ),
    Advice(
        "advice_edit",
        "posts",
        frozenset(
            (
                "front-matter",
                "draft-unclear",
                "date-unclear",
                "address-unclear",
                "link-to-nothing",
                "picture-elsewhere",
                "html-left-out",
                "emphasis-unseen",
                "page-failed",
                "text-cut",
                "text-damaged",
            )
        ),
    ),
    Advice("advice_publish", "publish", frozenset(("not-served", "served-differently", "not-live", "not-there"))),
    Advice("advice_watch", "watch", frozenset(("page-suspended", "unknown-for-long"))),
)
NOTHING_SEEN = Advice("advice_nothing_seen", "", frozenset())
_OFFLINE = ALL[0]
_BY_ERROR: Mapping[str, Advice] = {"Unreachable": _OFFLINE}  # by the class (errors.py)


def of_issues(codes: Iterable[str]) -> tuple[Advice, ...]:
    """What to press about issues with these codes; each advice once."""
    found = frozenset(codes)
    return tuple(one for one in ALL if one.codes & found)


def of_error(name: str) -> Advice | None:
    """What to press about the error of this class; None if its own sentences say it."""
    return _BY_ERROR.get(name)
