"""What one run of the app knows: its archive, its jobs, what was dropped, and how its pages are rendered."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property
from http import HTTPStatus
from pathlib import Path
from typing import Any

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from medium_archive.app import actions, members, pressing, words
from medium_archive.app.actions import Form, Place
from medium_archive.app.drops import Drops
from medium_archive.app.guard import Keys
from medium_archive.app.jobs import Job, Jobs
from medium_archive.app.words import Labels, Language
from medium_archive.errors import ArchiveError
from medium_archive.folder import begun_import, files
from medium_archive.folder.layout import Layout

FOLDER = Path(__file__).parent
NAVIGATION = ("start", "proof", "posts", "pictures", "site", "publish", "export", "backup", "watch")
OTHERS = ("job", "questions", "appeal", "post", "history", "read")  # pages to which other pages lead
_SECTIONS = {"post": "posts", "history": "posts"}  # the page of the navigation that each is a part of


@dataclass(frozen=True)
class Problem:
    """What a page says went wrong. The sentences of the command line are English on every page."""

    message: str
    hint: str = ""
    is_english: bool = True

    @property
    def line(self) -> str:
        """Both sentences for one line: some messages end with a value, and so without a full stop."""
        message = self.message if self.message.endswith((".", "!", "?", "。")) else f"{self.message}."
        return f"{message} {self.hint}" if self.hint else self.message

    @classmethod
    def of(cls, error: ArchiveError | OSError) -> Problem:
        """The sentences of the command line for an error. Raises an OSError for which it has none."""
        known = files.translated(error) if isinstance(error, OSError) else error
        if known is None:
            raise error
        return cls(known.message, known.hint)


@dataclass
class Session:
    """`temporary` is a folder that is removed at the end, `show` opens an address in the browser, `edit` a text in an
    editor, both say whether they could; `end` ends the program. `chosen` is the language that the person chose, None
    until then. `tried` is the folder of the latest trial of settings, with the form that asked for it.
    `asked` are the latest forms by archive and action, for their pages. `opened` are the archives that were in use
    before. `told` is a page, and what it says when it is shown next.
    """

    layout: Layout
    keys: Keys
    labels: Labels
    temporary: Path
    show: Callable[[str], bool]
    edit: Callable[[Path], bool]
    end: Callable[[], None]
    chosen: Language | None = None
    tried: tuple[Path, Form] | None = None
    asked: dict[tuple[Layout, str], Form] = field(default_factory=dict)
    opened: list[Layout] = field(default_factory=list)
    told: tuple[str, str] = ("", "")

    @cached_property
    def jobs(self) -> Jobs:
        return Jobs(after=lambda job: self.drops.remove(job.form.get("drop", "")))

    @cached_property
    def drops(self) -> Drops:
        folder = self.temporary / "drops"
        folder.mkdir(mode=0o700, exist_ok=True)
        return Drops(folder)

    @property
    def proof(self) -> Path:
        """Where the page of the proof is written for the archive in use."""
        return self.temporary / f"proof-{self._of_archive}.html"

    @property
    def place(self) -> Place:
        return Place(self.layout, self.drops.sources, self.proof, self.temporary / f"trial-{self._of_archive}")

    @property
    def _of_archive(self) -> str:
        """A part of a name that is another one for each archive."""
        return f"{abs(hash(self.layout.root)):x}"

    def has_unsaved(self) -> bool:
        """Whether the person typed settings of the site that archive.toml does not have."""
        place = self.place
        if self.tried is None or self.tried[0] != place.trial or not self.has_archive:
            return False
        tried = place.trial / actions.SETTINGS
        return not tried.is_file() or tried.read_bytes() != self.layout.settings.read_bytes()

    @property
    def has_archive(self) -> bool:
        return self.place.has_archive

    def language(self, request: Request) -> Language:
        """The chosen language, else that which the browser asks for."""
        return self.chosen or words.wanted(request.headers.get("accept-language", ""))

    def unfinished(self, language: Language, page: str) -> str:
        """The sentence about an import that was stopped; "" without one, while something runs, and where the page of
        that import says it.
        """
        jobs, texts = self.jobs, language.texts
        shows_it = page == "job" and jobs.latest is not None and jobs.latest.action == "import"
        is_shown = shows_it and jobs.latest is not None and jobs.latest.state != "done"
        if jobs.is_running or is_shown or (begun := begun_import.read(self.layout)) is None:
            return ""
        name = begun.sources[-1].name
        if not begun.posts:
            return texts["begun"].format(name=name)
        here = min(begun_import.texts_here(self.layout), begun.posts)
        name_of = "begun_texts" if here == begun.posts else "begun_at"
        return texts[name_of].format(name=name, here=f"{here:,}", total=f"{begun.posts:,}")

    def paused(self, page: str) -> list[Job]:
        """The jobs that were stopped, and that a next run finishes; none while something runs, and not the one that the
        page shows. Of imports the archive itself knows (`unfinished`).
        """
        jobs = self.jobs
        shown = jobs.latest.action if page == "job" and jobs.latest is not None else ""
        return [
            job
            for (layout, action), job in jobs.stopped.items()
            if layout == self.layout
            and action not in ("import", shown)
            and members.of_job(action).pauses
            and not jobs.is_running
        ]

    def command(self, arguments: str, *values: str) -> str:
        """A command for the archive in use as a person would type it. `arguments` are separated by spaces; `values`
        follow them as they are.
        """
        return shlex.join(["archive", *actions.in_archive([*arguments.split(), *values], self.layout)])

    def asked_for(self, action: str) -> Form:
        """The latest form of an action in the archive in use: what was typed once need not be typed again."""
        return self.asked.get((self.layout, action), {})

    def labels_of(self, language: Language) -> Labels:
        return pressing.labels_of(language.labels or self.labels, language.texts)

    def render(self, request: Request, page: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A page. `problem` is a Problem to show above it, `said` a sentence; `template` is that of the page by
        default.
        """
        language = self.language(request)
        template = values.pop("template", page)
        told, self.told = (self.told[1], ("", "")) if self.told[0] == page else ("", self.told)
        shown = {
            "page": page,
            "section": _SECTIONS.get(page, page),
            "w": language.texts,
            "say": language.sentence,
            "place_name": language.place,
            "language": language.tag,
            "languages": [(one.tag, one.name) for one in words.ALL],
            "base": self.keys.base,
            "navigation": NAVIGATION,
            "command": self.command,
            "archive": str(self.layout.root),
            "running": self.jobs.is_running,
            "unfinished": self.unfinished(language, page),
            "paused": self.paused(page),
            "action_name": language.action,
            "problem": None,
            "mistake": None,
            "said": told,
            "form": {},
            "query": "",
            "back": page,
            **values,
        }
        problem = shown["problem"]
        if problem is not None and problem.is_english:
            message, hint = (pressing.said(one, language.texts) for one in (problem.message, problem.hint))
            shown["problem"] = Problem(message, hint)
        return HTMLResponse(environment().get_template(f"{template}.html").render(shown), status)

    def tell(self, page: str, text: str) -> Response:
        """Lead to a page that says something, so that loading it again sends no form again."""
        self.told = (re.split("[/?]", page, maxsplit=1)[0], text)
        return self.to(page)

    def to(self, page: str) -> Response:
        """Lead to a page, by its name and perhaps a query."""
        return RedirectResponse(f"{self.keys.base}/{'' if page == 'start' else page}", HTTPStatus.SEE_OTHER)

    def alone(
        self, request: Request, title: str, text: str = "", *, address: str = "", status: int = 200
    ) -> HTMLResponse:
        """A page without the frame of the others, which leads to `address` by itself if there is one."""
        language = self.language(request)
        shown = {"title": title, "text": text, "address": address, "base": self.keys.base, "language": language.tag}
        return HTMLResponse(environment().get_template("alone.html").render(shown, w=language.texts), status)


def refusal(status: HTTPStatus) -> Response:
    """An answer that is no page: for a script, a frame, or an address that no page has."""
    return PlainTextResponse(status.phrase, status)


@cache
def environment() -> jinja2.Environment:
    """The templates of the pages."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
