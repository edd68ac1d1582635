"""Decides, without asking a place, what becomes of an article there: the same for a forecast and for the sending."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from medium_archive.articles import Article
from medium_archive.articles.entries import Entry
from medium_archive.folder.published import Remote
from medium_archive.platforms.content import Plan, State, Writer
from medium_archive.platforms.ledger import Ledger

if TYPE_CHECKING:
    from medium_archive.platforms import Platform

Outcome = Literal[
    "created",
    "updated",
    "unchanged",  # it is there as it is here; nothing was sent
    "deleted",  # it was deleted there, and is not made again
    "occupied",  # another post is there, or the post was changed there; it is not overwritten
    "unsuitable",  # a draft that was not requested, or something that the platform can't hold
    "refused",  # by the platform
    "failed",  # no usable answer; it is not there
    "unknown",  # an answer was lost; the next run looks whether it is there
    "uncertain",  # an earlier answer was lost, and the platform can't be searched; it is not sent again
]
DRAFT_HERE = "It is a draft here, but published there. Delete {} if nobody should read it."


@dataclass(frozen=True)
class Delivery:
    """The result of sending one article. `problem` is a sentence, "" if there was none."""

    article: Article
    outcome: Outcome
    remote: Remote | None = None
    problem: str = ""


@dataclass(frozen=True)
class Choices:
    """What a person chose. `drafts`: drafts are sent, as drafts. `as_drafts`: everything is sent as a draft. `again`:
    what was deleted there is made again. `overwrite`: what was changed there, or written there by hand, is replaced.
    """

    drafts: bool = False
    as_drafts: bool = False
    again: bool = False
    overwrite: bool = False


@dataclass(frozen=True)
class Outlook:
    """What decides about an article before the place is asked. `now` gives the time in UTC."""

    platform: Platform
    writer: Writer
    ledger: Ledger
    now: Callable[[], datetime]
    choices: Choices = field(default_factory=Choices, kw_only=True)


@dataclass(frozen=True)
class Task:
    """An article on its way: what sending it takes, its fingerprint, the state that it gets, and its last record."""

    entry: Entry
    plan: Plan
    sha256: str
    state: State
    last: Remote | None

    @property
    def article(self) -> Article:
        return self.entry.article

    @property
    def is_there(self) -> bool:
        """Whether the place had it as it is here, by the records."""
        return bool(self.last and self.last.state == self.state and self.last.sha256 == self.sha256)

    @property
    def was_deleted(self) -> bool:
        """Whether the place had it as it is here until it was deleted there, by the records."""
        return bool(self.last and self.last.state == "deleted" and self.last.sha256 == self.sha256)


def decide(entry: Entry, outlook: Outlook) -> Task | Delivery:
    """What to send, or why nothing is sent. A task of a post that was there as it is here is to be looked at: a person
    wants it again if it was deleted there, or replaced if it was changed there.
    """
    article, last, choices = entry.article, outlook.ledger.post(entry.article), outlook.choices
    if article.kind == "draft" and not choices.drafts:
        return Delivery(article, "unsuitable", last, "It is a draft, and drafts were not requested.")
    plan = outlook.writer.plan(entry)
    sha256 = fingerprint(article, plan, outlook.platform)
    task = Task(entry, plan, sha256, _state(article, last, choices), last)
    if task.is_there:
        can_replace = choices.overwrite and outlook.platform.TRAITS.has_updates
        return task if choices.again or can_replace else Delivery(article, "unchanged", last)
    if problem := obstacle(article, plan, outlook.platform, outlook.now()) or _change_problem(article, last, outlook):
        return Delivery(article, "unsuitable", last, problem)
    return task


def fingerprint(article: Article, plan: Plan, platform: Platform) -> str:
    """The SHA-256 of all that the platform may show of an article. The addresses of copies of other posts there count
    only where the platform takes any number of changes.
    """
    counts_links = platform.TRAITS.has_updates and not platform.TRAITS.few_changes
    text = plan.text if counts_links else (article.html, article.markdown)
    values = [
        article.title, article.title_html, article.subtitle, article.description,
        article.published.astimezone(UTC).isoformat() if article.published else "", article.slug, article.tags,
        article.lang, article.canonical, text, plan.cover,
        sorted((path, picture.sha256, picture.alt) for path, picture in plan.pictures.items()),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


def obstacle(article: Article, plan: Plan, platform: Platform, now: datetime) -> str:
    """Why a platform can't have an article, as a sentence; "" if it can."""
    if article.kind == "draft" and not platform.TRAITS.has_drafts:
        return "It is a draft, and the platform has no drafts."
    if article.published and article.published > now:
        return "Its date is in the future. Send it after that day."
    if platform.TRAITS.needs_titles and not article.title:
        return "It has no title, and the platform wants one. Write one in its front matter."
    if platform.TRAITS.max_text is not None and len(plan.text) > platform.TRAITS.max_text:
        return (
            f"Its text has {len(plan.text):,} characters, and the platform takes {platform.TRAITS.max_text:,}. "
            "Divide it into several posts."
        )
    return ""


def _state(article: Article, last: Remote | None, choices: Choices) -> State:
    """The state that the article gets there, as far as the records tell. A published post stays published."""
    if article.kind == "draft":
        return "draft"
    if choices.as_drafts and not (last and last.state == "published"):
        return "draft"
    return "published"


def _change_problem(article: Article, last: Remote | None, outlook: Outlook) -> str:
    if not last or not last.state:
        has_none = outlook.choices.as_drafts and not outlook.platform.TRAITS.has_drafts
        return "The platform has no drafts." if has_none else ""
    if not outlook.platform.TRAITS.has_updates:
        return "It was changed after it was sent, and the platform takes no changes."
    if article.kind == "draft" and last.state == "published":
        return DRAFT_HERE.format(last.address)
    return ""
