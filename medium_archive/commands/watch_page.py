"""The private page of `archive serve` about the watch, and the screenshots that it shows."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import quote, unquote

from medium_archive.errors import ArchiveError
from medium_archive.folder import settings as settings_file
from medium_archive.folder import sign_log, watch_log
from medium_archive.folder.layout import Layout
from medium_archive.folder.settings import Settings
from medium_archive.folder.watch_log import Probe
from medium_archive.site import content
from medium_archive.site.server import watch_page
from medium_archive.site.server.watch_page import Amount, Cell, Change, Look, Sign, WatchPage
from medium_archive.site.translations import Translation, translation_for
from medium_archive.site.translations.watch_words import WatchWords, words_for
from medium_archive.watch import evidence, targets, timeline
from medium_archive.watch.timeline import Timeline

_FILES = "/.archive/"  # before the path of a screenshot in the archive
_PICTURES = ("image/png", "image/jpeg", "image/webp")

Answer = tuple[str, bytes]  # a type and a body


def answer(layout: Layout, base: str, path: str) -> Answer | None:
    """The answer to a request for a path, None for a path that is not of this page. `base` is that of the site."""
    if path == watch_page.STYLE:
        return "text/css; charset=utf-8", watch_page.style()
    try:
        if path == watch_page.PATH:
            return "text/html; charset=utf-8", page(layout, base, datetime.now(UTC))
        return screenshot(layout, unquote(path).removeprefix(_FILES))
    except ArchiveError as error:
        return "text/plain; charset=utf-8", f"{error.message}\n{error.hint}\n".encode()


def page(layout: Layout, base: str, now: datetime) -> bytes:
    """The page at a time. Raises SettingsWrong, NewerArchive, RecordsDamaged."""
    settings = settings_file.read(layout.settings)
    language = settings.site.language or "en"
    own, words = words_for(language), translation_for(language)
    found = values(layout, language, now)
    return watch_page.render(found, own, words, language=language, title=_title(settings), base=base)


def values(layout: Layout, language: str, now: datetime, *, pictures: str = _FILES) -> WatchPage:
    """What the page shows at a time, in a language. `pictures` comes before the path of a screenshot in the archive.

    Raises SettingsWrong, NewerArchive, RecordsDamaged.
    """
    settings = settings_file.read(layout.settings)
    maker = _Maker(layout, translation_for(language), words_for(language), pictures)
    role = targets.roles(layout, settings)
    probes = [probe for probe in watch_log.believed(watch_log.read(layout), now) if role(probe.address)]
    return maker.page(timeline.of(probes, now.astimezone(UTC).date(), role))


def _title(settings: Settings) -> str:
    return settings.site.title or settings.author.name or "medium-archive"


def screenshot(layout: Layout, file: str) -> Answer | None:
    """A picture that a look kept, and no other file: a page that it kept could run scripts here."""
    kind = mimetypes.guess_type(file)[0] or ""
    place = evidence.path(layout, file) if kind in _PICTURES else None
    return (kind, place.read_bytes()) if place is not None else None


@dataclass(frozen=True)
class _Maker:
    """Makes the values of the page in one language. `pictures` comes before the path of a screenshot."""

    layout: Layout
    words: Translation
    own: WatchWords
    pictures: str

    def page(self, found: Timeline) -> WatchPage:
        seen = found.present
        state = "none" if seen.verdict == "unknown" else seen.verdict
        sentence = self.own.now["unknown" if state == "none" and found.counts.get("unknown") else state]
        return WatchPage(
            state=state,
            verdict=sentence.format(day=self._day(seen.last[:10]), since=self._day(seen.since[:10])),
            days=self.own.days.format(n=len(found.days)),
            range=(self._day(found.days[0].day), self._day(found.days[-1].day)),
            cells=[
                Cell(day.state, timeline.SIGNS[day.state], self._label(day.day, day.state, day.kinds))
                for day in found.days
            ],
            amounts=[
                Amount(state, timeline.SIGNS[state], self.own.states[state], number)
                for state, number in found.counts.items()
            ],
            looks=[
                (self.own.kinds[kind], self.own.looks_days.format(n=number)) for kind, number in found.kinds.items()
            ],
            blind=self.own.blind.format(n=found.blind),
            advice=self.own.advice.get(found.advice, ""),
            changes=[
                Change(
                    change.verdict,
                    self.own.states[change.verdict],
                    self._date(change.at[:10]),
                    [self._look(probe) for probe in change.probes],
                    [self._look(probe) for probe in change.evidence if probe not in change.probes],
                )
                for change in found.changes
            ],
            signs=[
                Sign(_time(one.at), self.own.account if one.about == sign_log.ACCOUNT else one.about, one.reason)
                for one in reversed(sign_log.read(self.layout))
            ],
        )

    def _label(self, day: str, state: str, kinds: tuple[str, ...]) -> str:
        label = f"{self._day(day)} · {self.own.states[state]}"
        names = self.words.comma.join(self.own.kinds[kind] for kind in kinds)
        return f"{label} · {self.own.seen_by.format(kinds=names)}" if kinds and state != "unknown" else label

    def _look(self, probe: Probe) -> Look:
        is_here = bool(probe.screenshot) and evidence.path(self.layout, probe.screenshot) is not None
        how = self.own.seen_by.format(kinds=self.own.kinds[probe.kind])
        again = self.own.again.format(address=probe.again) if probe.again else ""
        return Look(
            time=f"{_time(probe.at)} UTC",
            address=probe.address,
            reason=probe.reason,
            how=" · ".join(filter(None, (how, again))),
            screenshot=self.pictures + quote(probe.screenshot) if is_here else "",
            screenshot_name=self.own.screenshot.format(day=self._day(probe.at[:10])),
            capture=probe.capture if probe.capture.startswith(("https://", "http://")) else "",
            page=probe.page,
        )

    def _day(self, day: str) -> str:
        return self._date(day).words

    def _date(self, day: str) -> content.Day:
        try:
            moment = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
        except ValueError:  # a line that a person edited
            return content.Day(day, day, "", 0, datetime.min.replace(tzinfo=UTC))
        return content.Day(self.words.day(moment), self.words.day_in_year(moment), day, moment.year, moment)


def _time(moment: str) -> str:
    return moment.replace("T", " ").removesuffix("Z")
