"""`archive status`: what the archive has, what is missing and why, what a person has to decide."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from medium_archive.commands import places, status_facts, watch_facts
from medium_archive.commands.status_facts import Lacking, Missing, TextFacts
from medium_archive.folder import begun_import, kept_exports
from medium_archive.folder import posts as store
from medium_archive.folder import settings as settings_file
from medium_archive.folder.layout import INCOMING, Layout
from medium_archive.folder.settings import Settings
from medium_archive.report import Issue, Report
from medium_archive.watch.export_age import Age, age_of_export

_CONFLICT = (
    f"You and Medium changed the same passage. Medium's version is in {INCOMING} in the same folder. "
    "Copy what you want into your text, then delete that file."
)

_PARTIAL = (
    "The archive has only the beginning of this post. Save its page while you are signed in, and run `archive import` "
    "with it; or ask web archives: `archive rescue @{}`."
)
_ADDRESS = (
    "The archive has nothing of this post but its address. Open it while you are signed in, save the page, and run "
    "`archive import` with it; or ask web archives: `archive rescue @{}`."
)


def status(layout: Layout, now: datetime | None = None) -> Report:
    """Report on records and texts; changes nothing but a cache. Raises SettingsWrong, NewerArchive, RecordsDamaged."""
    settings = settings_file.read(layout.settings)
    texts, found = status_facts.read(layout)
    numbers = {key: value for key, value in asdict(found).items() if isinstance(value, int)}
    kinds = Counter(text.kind for text in texts)
    table = places.read(layout, texts)
    now = now or datetime.now(UTC)
    begun = begun_import.issues(layout)
    age = Age({}) if begun and not kept_exports.read(layout) else age_of_export(layout, now)
    watch = watch_facts.read(layout, settings, now)
    return Report(
        command="status",
        counts={
            "posts": kinds["story"],
            "responses": kinds["response"],
            "drafts": kinds["draft"],
            "forgotten": store.count_forgotten(layout),
            "words": sum(text.words for text in texts if text.kind == "story"),
            "words_in_responses": sum(text.words for text in texts if text.kind == "response"),
            "edited_by_hand": sum(text.is_edited for text in texts),
            **numbers,
        },
        facts={**age.facts, "archive": str(layout.root)},
        issues=(
            *begun,
            *age.issues,
            *(issue for text in texts for issue in text.issues),
            *_waiting(layout, texts),
            *_missing(found.missing),
            *_lacking(found.lacking, settings.author.username),
            *places.issues(table, texts),
        ),
        rows=places.rows(table),
        details={
            "years": _years(texts),
            "places": [asdict(one) for one in table],
            "missing": [{**asdict(one), "posts": list(one.posts)} for one in found.missing],
            **({"watch": watch.shown} if watch.shown else {}),
            **_advice(layout, settings, is_begun=bool(begun), is_suspended=watch.is_suspended),
        },
    )


def _lacking(lacking: Sequence[Lacking], username: str) -> Iterator[Issue]:
    """An issue for each post that is not whole: where to look for it."""
    for one in lacking:
        code, message = ("partial", _PARTIAL) if one.is_here else ("only-address", _ADDRESS)
        yield Issue(one.where, code, message.format(username or "you"))


def _advice(layout: Layout, settings: Settings, *, is_begun: bool, is_suspended: bool) -> dict[str, str]:
    """What to do where no export is here and none is being imported, or the account is suspended."""
    if (is_begun or kept_exports.read(layout)) and not is_suspended:
        return {}
    from medium_archive.watch import advice  # noqa: PLC0415  # slow to import, and few archives need it

    return {"text": advice.WITHOUT_EXPORT.format(settings.author.username or "you")}


def _years(texts: Sequence[TextFacts]) -> list[dict[str, int]]:
    """The posts, their words and the responses of each year from the first to the last, empty years included."""
    posts = [text for text in texts if text.year and text.kind == "story"]
    number = Counter(text.year for text in posts)
    responses = Counter(text.year for text in texts if text.year and text.kind == "response")
    words: Counter[int] = Counter()
    for text in posts:
        words[text.year] += text.words
    known = {*number, *responses}
    years = range(min(known), max(known) + 1) if known else ()
    return [{"year": year, "posts": number[year], "responses": responses[year], "words": words[year]} for year in years]


def _waiting(layout: Layout, texts: Sequence[TextFacts]) -> list[Issue]:
    """An issue for each post that a person and Medium both changed, until the person has resolved the conflict."""
    return [
        Issue(text.file, "both-changed", _CONFLICT)
        for text in texts
        if text.kind and os.path.exists(layout.root / text.path / INCOMING)  # noqa: PTH110  # a Path raises PermissionError
    ]


def _missing(missing: Sequence[Missing]) -> list[Issue]:
    """An issue for each reason, with the number of pictures and gists; `--json` lists them one by one."""
    reasons = Counter(one.problem for one in missing)
    return [
        Issue("records", "still-missing", f"{number:,} {'is' if number == 1 else 'are'} missing: {problem}")
        for problem, number in reasons.most_common()
    ]
