"""`archive status`: what the archive has, what is missing and why, what a person has to decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from medium_archive.folder import catalog, files, picture_record, records
from medium_archive.folder import settings as settings_file
from medium_archive.folder.gists import GistRecord, Gists
from medium_archive.folder.layout import INCOMING, TEXT, Layout
from medium_archive.folder.picture_record import PictureRecord
from medium_archive.folder.posts import StoredPost, read_posts
from medium_archive.medium.text import count_words
from medium_archive.report import Issue, Report
from medium_archive.watch.export_age import age_of_export

_CONFLICT = (
    f"You and Medium changed the same passage. Medium's version is in {INCOMING} in the same folder. "
    "Copy what you want into your text, then delete that file."
)


def status(layout: Layout, now: datetime | None = None) -> Report:
    """Report on records and texts; changes nothing. Raises SettingsWrong, NewerArchive, RecordsDamaged."""
    settings_file.read(layout.settings)
    posts, issues = read_posts(layout, drafts=True)
    kinds = Counter(post.kind for post in posts)
    words = {post.path: count_words(post.text) for post in posts if post.kind != "draft"}
    pictures, gists = picture_record.read(layout).values(), Gists.read(layout)
    fetched: list[PictureRecord | GistRecord] = [*pictures, *gists.records.values()]
    missing = [record for record in fetched if not record.files and record.problem]
    entries = [entry for entry in catalog.read(layout).values() if entry.is_post]
    age = age_of_export(layout, now or datetime.now(UTC))
    return Report(
        command="status",
        counts={
            "posts": kinds["story"],
            "responses": kinds["response"],
            "drafts": kinds["draft"],
            "words": sum(words.values()),
            "edited_by_hand": sum(_is_edited(layout, entry) for entry in entries),
            "gone_from_export": sum(bool(entry.gone) for entry in entries),
            **records.counted("pictures", pictures),
            **gists.counts,
        },
        facts={**age.facts, "archive": str(layout.root)},
        issues=(*age.issues, *issues, *_waiting(posts), *_missing(layout, missing)),
        details={
            "years": _years(posts, words),
            "missing": [
                {
                    "address": record.address,
                    "posts": list(record.posts),
                    "problem": record.problem,
                    "retry": record.retry,
                }
                for record in missing
            ],
        },
    )


def _is_edited(layout: Layout, entry: catalog.Entry) -> bool:
    text = layout.root / entry.path / TEXT
    return text.is_file() and files.checksum(text) != entry.written


def _years(posts: Sequence[StoredPost], words_of: Mapping[str, int]) -> list[dict[str, int]]:
    """The posts and words of each year from the first to the last, years without a post included. `words_of` gives the
    number of words by the path of a post.
    """
    published = [post for post in posts if post.date is not None and post.kind != "draft"]
    number: Counter[int] = Counter()
    words: Counter[int] = Counter()
    for post in published:
        year = post.date.year if post.date else 0
        number[year] += 1
        words[year] += words_of[post.path]
    years = range(min(number), max(number) + 1) if number else ()
    return [{"year": year, "posts": number[year], "words": words[year]} for year in years]


def _waiting(posts: Sequence[StoredPost]) -> list[Issue]:
    """An issue for each post that a person and Medium both changed, until the person has resolved the conflict."""
    return [
        Issue(f"{post.path}/{TEXT}", "both-changed", _CONFLICT) for post in posts if (post.folder / INCOMING).exists()
    ]


def _missing(layout: Layout, missing: Sequence[PictureRecord | GistRecord]) -> list[Issue]:
    """An issue for each reason, with the number of pictures and gists; `--json` lists them one by one."""
    reasons = Counter(record.problem for record in missing)
    return [
        Issue("records", "still-missing", f"{number:,} {'is' if number == 1 else 'are'} missing: {problem}")
        for problem, number in reasons.most_common()
    ]
