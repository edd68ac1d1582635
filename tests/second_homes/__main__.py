"""`python -m tests.second_homes NAME SOURCE… --packages FOLDER`: real servers.

Starts the real program, publishes the newest `--posts` of each SOURCE (an export or an archive, which is copied), and
is killed at 20 random requests on the way. Then it publishes again, after changes here and a deletion there, and reads
each post back. With `--file`, the server imports the file of `archive export NAME` instead. Prints what each run did,
and a table of what the place has. Exits with 1 for a wrong number of posts or a difference without a reason.
`--packages` is the folder with the programs, as CONTRIBUTING.md says.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from medium_archive import formats, platforms
from medium_archive.articles import Article
from medium_archive.commands.export import export
from medium_archive.folder.layout import TEXT, Layout
from medium_archive.platforms import Platform
from medium_archive.platforms.departure import Departure
from medium_archive.platforms.selection import Selection
from tests.generators import archives
from tests.generators.ledger import Ledger
from tests.second_homes import comparison, ghost, sending, wordpress
from tests.second_homes.servers import Home

HOMES: dict[str, Callable[[Path, Path], AbstractContextManager[Home]]] = {
    "ghost": ghost.running,
    "wordpress": wordpress.running,
}
_KILLS = 20
_EDITED = 10
_MOST = 5  # misses of a kind that are printed


class _Trial:
    """One archive at one server. `failed` are the sentences that did not come true."""

    def __init__(self, layout: Layout, platform: Platform, home: Home, options: argparse.Namespace, work: Path) -> None:
        self.layout, self.platform, self.home, self.work = layout, platform, home, work
        table = "".join(f'{key} = "{value}"\n' for key, value in home.settings.items())
        with layout.settings.open("a", encoding="utf-8") as file:
            file.write(f"\n[publish.{platform.NAME}]\n{table}")
        secrets = "".join(f"{name}={value}\n" for name, value in home.secrets.items())
        (layout.private / "publish.env").write_text(secrets, "utf-8")
        chosen = Departure.of(layout, platform, Selection()).chosen[-options.posts :]
        self.only = ",".join(entry.article.path for entry in chosen)
        for number, entry in enumerate(chosen):
            _add_tags_and_cover(layout.root / entry.article.path / TEXT, number, entry.article)
            for picture in entry.article.pictures[options.pictures :] if options.pictures else ():
                if picture.file is not None:
                    picture.file.unlink(missing_ok=True)
        self.deleted = ""  # the path of the post that this program deletes there
        self.failed: list[str] = []

    def _departure(self) -> Departure:
        return Departure.of(self.layout, self.platform, Selection(only=self.only))

    def _send(self, what: str, kill_at: int = 0, before: bool = False) -> sending.Sent:
        start, out = time.monotonic(), self.work / "run.json"
        if kill_at:
            sent = sending.killed(self.departure, kill_at, before, out)
        else:
            sent = sending.by_command(self._departure(), self.only, out)
        counts = ", ".join(f"{number} {name}" for name, number in sent.counts.items() if number) or "killed"
        seconds = time.monotonic() - start
        print(f"{what}: {counts}; {sent.requests} requests, {sent.writes} of them write; {seconds:.0f} s", flush=True)
        for issue in sent.issues[:_MOST]:
            print(f"    {issue}")
        return sent

    def _expect(self, what: str, is_so: bool) -> None:
        print(f"    {'yes' if is_so else 'NO'}: {what}", flush=True)
        self.failed += [] if is_so else [what]

    def run(self, seed: int) -> None:
        """Publish, and publish again after changes."""
        self.departure = self._departure()
        chance, number = random.Random(seed), len(self.departure.chosen)  # noqa: S311  # to be repeated
        # A run connects, looks for each post and each picture, and sends both
        files = {one.file for entry in self.departure.chosen for one in entry.article.pictures if one.file}
        expected = 2 * len(self.departure.chosen) + 2 * len(files) + 2 * _KILLS
        for kill in range(_KILLS):
            at = chance.randint(1, max(2, 2 * expected // (_KILLS + 4)))
            self._send(f"killed {kill + 1} at request {at}", at, chance.random() < 0.5)
        self._send("to the end")
        there = [post.title for post in self.home.posts()]
        titles = [entry.article.title for entry in self.departure.chosen]
        self._expect(f"{number} posts are there, none twice", Counter(there) == Counter(titles))
        again = self._send("again")
        self._expect("0 requests write", (again.writes, again.counts["unchanged"]) == (0, number))
        self._change(number)

    def _change(self, number: int) -> None:
        """Edit posts, one of which is deleted there."""
        changed = min(_EDITED, number - 1)
        entries = self.departure.chosen[: changed + 1]
        for entry in entries:
            with (self.layout.root / entry.article.path / TEXT).open("a", encoding="utf-8") as file:
                file.write("\nA sentence that was added later.\n")
        records = self.departure.ledger(self.departure.known_account())
        deleted = records.post(entries[-1].article)
        assert deleted is not None
        self.deleted = entries[-1].article.path
        self.home.trash(deleted.id)
        sent = self._send(f"after {changed} edits, and one of a post that is deleted there")
        expected = Counter(updated=changed, unchanged=number - changed - 1, not_sent=1)
        self._expect(f"{changed} updated, the deleted one not made again", +sent.counts == +expected)
        self._expect(f"{number - 1} posts are there", len(self.home.posts()) == number - 1)
        self._expect("0 requests write in another run", self._send("again").writes == 0)

    def bring(self) -> None:
        """Write the file for the server's importer, and let it import that."""
        format = next(one for one in formats.ALL if self.platform.NAME == one.NAME)
        file = self.work / "import.zip"
        print(export(self.layout, format, file).counts, self.home.bring(file), sep="; ", flush=True)

    def compare(self, ledger_of: Callable[[Departure, Home], Ledger]) -> None:
        """Read each post back."""
        ledger = ledger_of(self._departure(), self.home)
        wrong = comparison.unexplained(ledger, self.platform.NAME)
        self.failed += wrong
        print("", comparison.table(ledger, self.platform.NAME), "", sep="\n")
        for what, misses in sorted(ledger.misses.items()):
            print(f"{what}: {len(misses)}{'' if what in wrong else ' (with a reason)'}")
            for miss in misses[:_MOST]:
                print(f"    {miss}")


def _add_tags_and_cover(text: Path, number: int, article: Article) -> None:
    """Add what an export of Medium does not have: tags, also with signs of HTML, and the first picture as the cover."""
    tags = ["R&D", "Café", f"Part {number % 7}", "C++" if number % 2 else "c++"]
    lines = [f"tags: {json.dumps(tags)}"]
    lines += [f"cover: {json.dumps(unquote(one.reference))}" for one in article.pictures[:1] if one.file]
    text.write_text(text.read_text("utf-8").replace("---\n", "\n".join(["---", *lines, ""]), 1), "utf-8")


def main(options: argparse.Namespace) -> int:
    platform = next(one for one in platforms.ALL if options.name == one.NAME)
    failed: list[str] = []
    for source in options.sources:
        work: Path = options.work.resolve() / f"{platform.NAME}-{source.stem}"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        made = archives.make(source.resolve(), options.work.resolve())
        shutil.copytree(made.root, work / "archive")
        with HOMES[platform.NAME](work, options.packages.resolve()) as home:
            print(f"\n## {platform.NAME}, {source.stem}\n", flush=True)
            trial = _Trial(Layout(work / "archive"), platform, home, options, work)
            if options.file:
                trial.bring()
                trial.compare(comparison.of_imported)
            else:
                trial.run(options.seed)
                trial.compare(partial(comparison.of_sent, deleted=trial.deleted))
        failed += trial.failed
    return 1 if failed else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.second_homes")
    parser.add_argument("name", choices=HOMES)
    parser.add_argument("sources", type=Path, nargs="+")
    parser.add_argument("--packages", type=Path, required=True)
    parser.add_argument("--posts", type=int, default=300)
    parser.add_argument("--pictures", type=int, default=0, help="keep the files of this many pictures of a post")
    parser.add_argument("--work", type=Path, default=Path("second-homes"))
    parser.add_argument("--file", action="store_true", help="let the server import the file of `archive export NAME`")
    parser.add_argument("--seed", type=int, default=0)
    sys.exit(main(parser.parse_args()))
