"""The last line that a command prints: how it went in one sentence, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from medium_archive.cli import labels
from medium_archive.program_start import typed
from medium_archive.report import Report, ended_by_hosts, quantity

# For people whose terminal can't show the signs
_SIGNS = {True: ("✓", "[ok]"), False: ("✗", "[!]")}
_READ_ABOVE = "What to do about {} stands above"
_KINDS = ("posts", "responses", "drafts")
_OF = " lost of "  # the end of the verdict in the sentence of the proof


@dataclass(frozen=True)
class Conclusion:
    """`is_good` chooses the sign; `next` is what to do next, "" for nothing."""

    is_good: bool
    text: str
    next: str = ""

    def sign(self, stream: TextIO) -> str:
        """The sign as this stream can show it."""
        sign, plain = _SIGNS[self.is_good]
        try:
            sign.encode(stream.encoding or "ascii")
        except (UnicodeEncodeError, LookupError):
            sign = plain
        return sign


@dataclass(frozen=True)
class Setting:
    """How the command was called: with which `--archive`, "" for none, whether it was a dry run, and whether no command
    comes next, because it has opened the site, or built it elsewhere for a try. `again` is the command line that does
    what a rehearsal has only shown, "" where that is not known.
    """

    archive: str = ""
    is_dry: bool = False
    is_last: bool = False
    again: str = ""

    @classmethod
    def of(cls, archive: Path | None, *, is_dry: bool = False, is_last: bool = False, again: str = "") -> Setting:
        """The same from the value of `--archive`."""
        return cls("" if archive is None else str(archive), is_dry=is_dry, is_last=is_last, again=again)

    def without(self, option: str) -> str:
        """The next command after a rehearsal with this option."""
        return f"Next: {self.again or f'the same command without {option}'}"

    def next(self, command: str, *, first: str = "") -> str:
        """A further command to run, for the same archive; `first` is what to do before, as a beginning of it."""
        return f"Next: {first}archive {command}{f' --archive {typed(self.archive)}' if self.archive else ''}"


@dataclass(frozen=True)
class _Told:
    """What a command did, as a clause, and what comes next. It went wrong if `is_good` is false, whatever the exit
    code.
    """

    clause: str
    next: str = ""
    is_good: bool = True


def of(report: Report, setting: Setting = Setting()) -> Conclusion | None:
    """The conclusion of a report; None for a command whose output is an answer and needs none."""
    name, _, member = report.command.partition(" ")
    tell = _TELLERS.get(report.command) or _TELLERS.get(name) or _nothing
    if name == "publish" and member.endswith(" check"):
        tell = _posts_there
    told = tell(report, setting)
    levels: Counter[str] = Counter(issue.level for issue in report.issues)
    problems = ", ".join(quantity(levels[level], level) for level in ("error", "warning") if levels[level])
    if levels["error"]:
        which = "it" if levels["error"] + levels["warning"] == 1 else "each"
        clauses = "; ".join(filter(None, (problems, told.clause)))
        return Conclusion(False, clauses, _READ_ABOVE.format(which))
    if not told.clause:
        return None
    clause = f"{told.clause}; {problems}, see above" if problems else told.clause
    return Conclusion(told.is_good and not report.exit_code, clause, told.next)


def _nothing(_report: Report, _setting: Setting) -> _Told:
    return _Told("")


def _import(report: Report, setting: Setting) -> _Told:
    in_part = report.counts.get("known_partial", 0)
    kept = f"{in_part:,} of them only in part" if in_part else _kept(report)
    unread = sum(issue.code == "no-post" and issue.level == "error" for issue in report.issues)
    lacking = f"{quantity(unread, 'post')} could not be read" if unread else ""
    clause = ", ".join(filter(None, (_posts(report), lacking, kept)))
    if not any(report.counts.get(kind) for kind in _KINDS):
        return _Told(clause)
    return _Told(clause, setting.next("pictures" if _lacks_pictures(report) else "build"))


def _build(report: Report, setting: Setting) -> _Told:
    lacking = report.counts.get("pictures_lacking", 0)
    without = f", {quantity(lacking, 'picture')} missing" if lacking else ""
    next_one = "" if setting.is_last else setting.next("open")
    return _Told(f"{quantity(report.counts.get('pages', 0), 'page')}{without}", next_one)


def _verify(report: Report, setting: Setting) -> _Told:
    has_errors = any(issue.level == "error" for issue in report.issues)
    if "proof" not in report.facts:
        clause = "--quick has read no contents"
        return _Told(clause if has_errors else f"no fault found, but {clause}", setting.next("verify"))
    edited = report.counts.get("edited_by_hand", 0)
    not_counted = f"{quantity(edited, 'post')} that you edited not counted" if edited else ""
    is_older = any(issue.code == "site-older" for issue in report.issues)
    older = "the site here is older than the archive" if is_older else ""
    clauses = (_kept(report), "" if has_errors else "nothing damaged", not_counted, older)
    return _Told(", ".join(filter(None, clauses)), setting.next("build") if is_older else "")


def _status(report: Report, setting: Setting) -> _Told:
    lacking = _lacking(report)
    return _Told(
        f"{_posts(report)}, {lacking} missing" if lacking else _posts(report),
        setting.next("pictures") if _lacks_pictures(report) else "",
    )


def _pictures(report: Report, setting: Setting) -> _Told:
    counts = report.counts
    if "pictures_to_fetch" in counts:
        kinds = (("picture", "pictures_to_fetch"), ("gist", "gists_to_fetch"))
        due = " and ".join(quantity(counts[key], one) for one, key in kinds if counts.get(key))
        return _Told(
            f"{due} to download; nothing was downloaded" if due else "there is nothing to download now",
            setting.next("pictures" if due else "build"),
        )
    came = " and ".join(_named(counts, ("pictures_fetched", "gists_fetched", "found_in_folder")))
    lacking = _lacking(report)
    left = f"{lacking} still missing" if lacking else "no picture is missing"
    is_stopped = ended_by_hosts(report.issues)
    if is_stopped:
        return _Told(f"{came or 'nothing came'}, {left}", is_good=bool(came))  # the issue says what to do
    return _Told(f"{came}, {left}" if came else left, setting.next("build"))


def _to_host(report: Report, setting: Setting) -> _Told:
    counts = report.counts
    if "files" not in counts:
        return _Told("written; what comes next stands above")
    changes = ", ".join(_named(counts, _CHANGES))
    site = f"{quantity(counts['files'], 'file')}{f' ({changes})' if changes else ', no change'}"
    if not changes and not report.details.get("sent") and "history" not in report.facts:
        are = "is" if counts["files"] == 1 else "are"
        return _Told(f"{quantity(counts['files'], 'file')} {are} there already; nothing was sent")
    if setting.is_dry:
        return _Told(f"{site}; nothing was sent", setting.without("--dry-run"))
    if not report.facts.get("address"):
        return _Told(f"published: {site}")
    is_known = all(issue.code != "no-base-url" for issue in report.issues)  # else archive.toml has not this address
    check = "publish --check" if is_known else f"publish --check --url {report.facts['address']}"
    if "text" in report.details:
        return _Told(f"published: {site}", setting.next(check, first="the numbered steps above, then "))
    return _Told(f"published: {site}", setting.next(check))


def _publish(report: Report, setting: Setting) -> _Told:
    counts = report.counts
    if "signed_in" in report.facts:
        return _Told(f"signed in at {report.facts['signed_in']}")
    if report.command.endswith(" login"):
        return _Told("not signed in yet: follow the steps above")
    if "new_posts" in counts:
        due = " and ".join(_named(counts, ("new_posts", "changed"))) or "nothing"
        return _Told(f"{due} to send; nothing was sent", setting.without("--dry-run"))
    if "created" in counts:
        return _Told(", ".join((f"{quantity(counts['created'], 'post')} sent", *_named(counts, _SENT))))
    return _to_host(report, setting)


def _posts_there(report: Report, _setting: Setting) -> _Told:
    same = quantity(report.counts.get("same_as_here", 0), "post")
    return _Told(", ".join((f"{same} there as here", *_named(report.counts, _THERE))))


def _site_there(report: Report, _setting: Setting) -> _Told:
    same, asked = report.counts["same_as_here"], report.counts["asked_for"]
    return _Told(f"{same:,} of {quantity(asked, 'file')} of the live site are as here")


def _saved(report: Report, _setting: Setting) -> _Told:
    return _Told(", ".join(_named(report.counts, _SAVED)) or "there is no page to save")


def _check(report: Report, _setting: Setting) -> _Told:
    if "rehearsed" in report.details:
        sent = sum(not problem for problem in report.details["rehearsed"].values())
        return _Told(f"{quantity(sent, 'test alert')} sent")
    verdict = report.details["verdict"]
    return _Told(_CHECKED[verdict], is_good=verdict == "up")  # the text says what to do


def _sync(report: Report, setting: Setting) -> _Told:
    if report.code:
        return _Told("no feed could be read", setting.next("check"), is_good=False)
    new = _named(report.counts, ("new_posts", "changed", "tagged"))
    return _Told(", ".join(new) or "nothing new in the feed", setting.next("build") if new else "")


def _rescue(report: Report, setting: Setting) -> _Told:
    counts = report.counts
    known = quantity(counts["known_posts"], "known post")
    if "captures_to_fetch" in counts:
        due = quantity(counts["captures_to_fetch"], "capture")
        clause = f"{known}, {due} to fetch; this was only the plan"
        return _Told(clause, setting.without("--plan") if counts["known_posts"] else "")
    states = ", ".join(f"{counts[key]:,} {word}" for key, word in _STATES.items() if counts.get(key))
    is_whole = not (counts.get("known_partial") or counts.get("known_address"))
    clauses = (f"{known}: {states}" if states else known, _kept(report) if is_whole else "")
    is_good = not report.code
    next_one = setting.next("build") if is_good and counts["known_posts"] else ""
    return _Told(", ".join(filter(None, clauses)), next_one, is_good=is_good)


def _export(report: Report, setting: Setting) -> _Told:
    what = ", ".join(_named(report.counts, (*_KINDS, "files", "written", "rules")))
    if setting.is_dry:
        return _Told(f"{what or 'nothing'} to export; nothing was written", setting.without("--dry-run"))
    return _Told(f"exported: {what}" if what else "exported")


_CHANGES = ("new", "changed", "sent", "removed")
_SENT = ("updated", "unchanged", "not_sent")
_SAVED = ("pages_saved", "pages_asked_for", "pages_to_save")
_THERE = ("changed_here", "changed_there", "deleted_there", "not_there", "not_compared")
_STATES = {"known_whole": "whole", "known_partial": "only in part", "known_address": "only by address"}
_CHECKED = {
    "up": "up: others can see all of it",
    "gone": "gone: others can't see a page; what to do stands above",
    "suspended": "suspended; what to do stands above",
    "unknown": "unknown: this check could not see what others see",
}

_TELLERS: Mapping[str, Callable[[Report, Setting], _Told]] = {
    "import": _import,
    "build": _build,
    "verify": _verify,
    "status": _status,
    "pictures": _pictures,
    "publish check": _site_there,
    "publish save": _saved,
    "publish": _publish,
    "check": _check,
    "sync": _sync,
    "rescue": _rescue,
    "export": _export,
}


def _posts(report: Report) -> str:
    """The posts of a report: "12 posts, 2 responses and 2 drafts"."""
    found = _named(report.counts, _KINDS)
    return " and ".join(filter(None, (", ".join(found[:-1]), *found[-1:]))) or "no post"


def _kept(report: Report) -> str:
    """The beginning of the sentence of the proof: "nothing lost"; "" if there was nothing to compare."""
    verdict, is_one, _ = report.facts.get("proof", "").partition(_OF)
    return f"{verdict} lost" if is_one else ""


def _lacking(report: Report) -> str:
    """The pictures that posts lack, as a build counts them; those of link cards and authors if there are no others."""
    counts = report.counts
    if of_posts := counts.get("lacking_in_posts", 0):
        return quantity(of_posts, "picture")
    others = counts.get("pictures_missing", 0) + counts.get("pictures_not_tried", 0)
    return f"{quantity(others, 'picture')} of link cards and authors" if others else ""


def _lacks_pictures(report: Report) -> bool:
    """Whether `archive pictures` would get more than this command did."""
    return bool(report.counts.get("pictures_not_tried")) and not ended_by_hosts(report.issues)


def _named(counts: Mapping[str, int], keys: Sequence[str]) -> list[str]:
    """The counts that are not zero with their labels: "2 new", "3 removed"."""
    return [f"{counts[key]:,} {labels.count(key, counts[key])}" for key in keys if counts.get(key)]
