"""One post compared: the blocks of its body, and those of its head, which are in the front matter or above the text."""

from __future__ import annotations

from dataclasses import replace

from medium_archive.checks.completeness import addresses, first_line
from medium_archive.checks.completeness.blocks import Block
from medium_archive.checks.completeness.characters import plain_spaces, visible
from medium_archive.checks.completeness.comparison import layout, sequences, texts
from medium_archive.checks.completeness.converted import Converted
from medium_archive.checks.completeness.converted.front_matter import moment
from medium_archive.checks.completeness.findings import Findings
from medium_archive.checks.completeness.original import Original
from medium_archive.checks.completeness.recorded import Recorded

_LEVELS = {"title": "large", "subtitle": "small"}


def compare_post(source: Original, made: Converted, recorded: Recorded, *, on_page: bool) -> Findings:
    """Compare title, subtitle and blocks. If the recorded kind is "response", no line of the text is a title."""
    title = next((block for block in source.blocks if block.form == "title"), None)
    findings = _compare_with_title(source, made, title, on_page)
    if findings.losses and title is None and (line := first_line.as_title(source, made, recorded)):
        moved = _compare_with_title(source, made, line, on_page)
        # A line that became the title left nothing in its place. What is there now may be the line itself, damaged
        return findings if moved.added else moved
    return findings


def compare_facts(source: Original, made: Converted, findings: Findings) -> None:
    """Compare what Medium's page says about the post: title and summary in lists, date, address."""
    facts = [("short_title", source.title, made.titles)]
    facts += [("summary", summary, made.summaries) for summary in source.summaries]
    for kind, words, places in facts:
        plain = visible(words)
        # A summary that is a part of the text, maybe cut off, is kept with the text
        is_there = words in places or plain_spaces(words) in places
        if plain and not is_there and plain.rstrip("…") not in "\n".join(visible(one.text) for one in source.blocks):
            findings.lose(kind, words, len(plain))
    if source.date and (moment(source.date) or source.date) != made.date:
        findings.lose("date", source.date)
    if source.url and addresses.normal(source.url) != addresses.normal(made.url):
        findings.lose("address", source.url)


def _compare_with_title(source: Original, made: Converted, title: Block | None, on_page: bool) -> Findings:
    findings = Findings(on_page)
    sequences.compare(tuple(_body_blocks(source, made, title, findings)), made.blocks, findings)
    return findings


def _body_blocks(source: Original, made: Converted, title: Block | None, findings: Findings) -> list[Block]:
    """The blocks of the original without its title and subtitles, which are compared here."""
    subtitles = {visible(subtitle): subtitle for subtitle in made.subtitles}
    body: list[Block] = []
    above: Block | None = None
    for block in source.blocks:
        # A small heading under the title may be a subtitle that Medium's page doesn't mark as one
        is_subtitle = block.form == "subtitle" or (block.form == "small" and above is title is not None)
        above = block
        if block is title and (first_line.has_words_of(made.title, block) or not _is_in_body(block, made)):
            _compare_title(block, made.title or Block("heading"), source, findings)
        elif is_subtitle and visible(block.text) in subtitles and not _is_in_body(block, made):
            # In the front matter it is plain text, so its marks are lost
            words = subtitles[visible(block.text)]
            line = Block("heading", ((words.replace(" ", ""), 0, ""),), words, block.form)
            _compare_line(block, line, findings)
        elif block.form in _LEVELS:
            body.append(block._replace(form=_LEVELS[block.form]))
        else:
            body.append(block)
    return body


def _is_in_body(block: Block, made: Converted) -> bool:
    text = block.text
    return any(other.kind == "heading" and other.text == text for other in made.blocks)


def _compare_title(block: Block, title: Block, source: Original, findings: Findings) -> None:
    of_title = Findings(findings.on_page)
    _compare_line(block._replace(kind="heading", form="title"), title._replace(kind="heading", form="title"), of_title)
    findings.losses += of_title.losses
    # The title in lists may be longer than the title on the page; then the archive keeps the longer one
    is_name = visible(title.text) == visible(source.title)
    findings.added += [more for more in of_title.added if more.kind != "title" or not is_name]


def _compare_line(block: Block, line: Block, findings: Findings) -> None:
    """Compare a text with a line of the front matter."""
    of_line = Findings(findings.on_page)
    findings.losses += layout.parts(block, "no attribute")  # the theme lays out a title and a subtitle
    texts.compare(block if block.text == line.text else texts.with_plain_spaces(block), line, of_line)
    for loss in of_line.losses:
        findings.losses.append(replace(loss, why="one line") if loss.kind == "line_breaks" else loss)
    findings.added += of_line.added
