"""The schema of the words that the page of the proof writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ProofWords:
    """The words of one language. Names in braces are placeholders for `str.format`. `reasons` are sentences by the
    stable words of records/proof.json; a reason that is not there is shown in English. `kinds` are the names of kinds
    of parts (`proof_kinds`).
    """

    title: str
    posts_by: str
    intro: str

    # The result
    whole: str
    kept: str
    nothing: str
    of: str
    edited: str
    drafts: str
    pages: str
    not_checked: str
    pictures_elsewhere: str

    # What is counted
    pictures: str
    code_lines: str
    links: str
    embeds: str

    # Years and posts
    by_year: str
    by_post: str
    result: str
    all_there: str
    edited_post: str
    lost_parts: str
    added_parts: str
    not_in_export_parts: str
    not_carried_over_parts: str
    words_kept_parts: str
    not_linked_parts: str

    # What is missing
    lost_title: str
    lost_about: str
    added: str
    not_in_export: str
    not_in_export_about: str
    not_carried_over: str
    not_carried_over_about: str
    words_kept: str
    words_kept_about: str
    not_linked: str
    not_linked_about: str
    reasons: Mapping[str, str]
    kinds: Mapping[str, str]

    # How to check it again
    exports: str
    exported: str
    account: str
    file: str
    checksum: str
    check_again: str
    check_sums: str
    check_exports: str
    check_program: str
    originals: str
    made_by: str
