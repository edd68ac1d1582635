"""The end of `archive import`: the proof that nothing was lost.

It is a separate module, so that the first process can load it while other processes read posts.
"""

from __future__ import annotations

from medium_archive.checks import advice, ledgers, proof, result_cache
from medium_archive.checks.ledgers import Comparison
from medium_archive.folder import consistency, kept_exports, post_import, proof_record
from medium_archive.folder.edits import Favor
from medium_archive.folder.export_import import Tally
from medium_archive.folder.layout import TEXT
from medium_archive.folder.shelf import Shelf
from medium_archive.report import Issue, Progress

_REWRITTEN = (
    "This text differed from its original although you did not edit it, because of damage or an earlier version of the "
    "program. It was written again from the original."
)


def prove(  # noqa: PLR0913  # the options of an import, by keyword
    shelf: Shelf, tally: Tally, progress: Progress, *, again: bool, favor: Favor, jobs: int
) -> Comparison:
    """Make the ledger of each post, and write the proof. Texts that differ from their originals although no person
    edited them are written again first. Each text that is complete after that gives a note in the tally. `again`,
    `favor` and `jobs` are the options of the import. Returns the comparison that the proof is made from.
    """
    layout = shelf.layout
    compared = _compare(shelf, progress, again=again, jobs=jobs)
    keys = {f"{path}/{TEXT}": key for key, path in shelf.paths.items() if key in shelf.entries}
    if faulty := sorted(_faulty(compared) & keys.keys()):
        for where in faulty:
            post_import.rewrite(shelf, keys[where], favor)
        consistency.save(shelf, ())
        compared = _compare(shelf, progress, again=again, jobs=jobs)
        left = _faulty(compared)
        tally.issues += [Issue(where, "restored", _REWRITTEN, "note") for where in faulty if where not in left]
    proof_record.write(layout, proof.of(kept_exports.read(layout), compared.posts))
    return compared


def _compare(shelf: Shelf, progress: Progress, *, again: bool, jobs: int) -> Comparison:
    """Make the ledger of each post, or take it from the cache if no file of the post has changed; with `again` the
    cache is not read. The results are written to the cache for the next `archive verify`.
    """
    layout = shelf.layout
    known = result_cache.NOTHING if again else result_cache.read(layout)
    compared = ledgers.compare(layout, progress=progress, jobs=jobs, known=known, domains=shelf.links.domains)
    result_cache.write(layout, compared.kept)
    return compared


def _faulty(compared: Comparison) -> set[str]:
    return {issue.where for issue in compared.issues if issue.code in advice.FAULTS}
