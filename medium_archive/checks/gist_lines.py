"""The lines of gists.jsonl are those of the gists that the texts embed: `id` and `posts`.

A text that a person edited may embed others: the next import writes its lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from medium_archive import markdown
from medium_archive.checks.snapshot import Findings, Snapshot
from medium_archive.folder import gists, proof_record
from medium_archive.folder.catalog import same_post
from medium_archive.medium import gists as embedded
from medium_archive.report import Issue

IN_QUICK = True
_HOST = b"gist.github.com"
_RESTORE = "Restore the file from a copy, or run `archive import --again`."
_LACKS = "It has no line of {} with the post {}, whose text embeds this gist. {}"
_ASTRAY = "The line of {} names the post {}, whose text does not embed this gist. {}"
_ID = "The line of {} has `id: {}`, but this is the gist {}. {}"


def inspect(archive: Snapshot) -> Findings:
    """Compare the lines with the texts that no person edited. Versions of the program that did not record gists did not
    write a proof either, so without a proof nothing is compared.
    """
    if f"records/{proof_record.NAME}" not in archive.files:
        return Findings()
    return Findings((*_ids(archive), *_posts(archive)))


def _ids(archive: Snapshot) -> Iterator[Issue]:
    for file in (f"records/{gists.NAME}", f"private/{gists.NAME}"):
        for one in archive.records.get(file, ()):
            gist = embedded.read(one.address)
            if gist is not None and gist.id != one.id:
                yield Issue(file, "record-differs", _ID.format(one.address, one.id, gist.id, _RESTORE), "error")


def _posts(archive: Snapshot) -> Iterator[Issue]:
    named: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for file in (f"records/{gists.NAME}", f"private/{gists.NAME}"):
        for one in archive.records.get(file, ()):
            for post in one.posts:
                named[same_post(post)][one.address] = file
    for key, entry in archive.entries.items():
        is_of_export = entry.is_post and not entry.is_from_feed  # a feed has no embeds of gists
        text = archive.text_of(key) if is_of_export and key in archive.places else None
        if text is None or (_HOST not in text.content and key not in named) or text.sha256 != entry.written:
            continue
        shown = embedded.addresses(markdown.read(text.markdown))
        for address in shown:
            if address not in named[key]:
                file = f"{'private' if entry.is_private else 'records'}/{gists.NAME}"
                yield Issue(file, "record-astray", _LACKS.format(address, entry.id, _RESTORE), "error")
        for address, file in named[key].items():
            if address not in shown:
                yield Issue(file, "record-astray", _ASTRAY.format(address, entry.id, _RESTORE), "error")
