"""What to say of the looks in one line, and what to do when an account is suspended."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from medium_archive.folder import watch
from medium_archive.folder.watch import Look
from medium_archive.medium import status

WHEN_SUSPENDED = """\
Medium tells others, not you: signed in you may see everything as ever. What to do, in this order:

1. Keep a copy while you can. Ask for an export (Settings, Security and apps, Download your information). Medium's own
   notices say that this stays open to suspended accounts; should the link fail, try it again on other days. Run
   `archive import` with the zip, `archive pictures` for what is not here yet, and `archive sync` for the newest posts.
2. Look into your mail for a note from yourfriends@medium.com; often there is none.
3. Write to Medium: `archive appeal` has the letter, with the times of every look. Authors report that accounts came
   back between twelve hours and three days later.
4. Let your readers find you meanwhile: set `canonical = "self"` below [site] in archive.toml, run `archive build` and
   publish the site.
5. Go on looking: `archive check --alert --schedule` says when it is back."""

_FOR_ONE = "Only this is suspended, the account is not. `archive appeal` has a letter about it."


def sentence(looks: Sequence[Look], everything: Sequence[Look], is_own: Callable[[str], bool]) -> str:
    """In the first line what others see; below it what to do about that, where it is the author's own. `everything` are
    all looks there were.
    """
    verdict = status.worst(look.verdict for look in looks)
    bad = [look for look in looks if look.verdict == verdict]
    where = bad[0].address if bad else "nothing"
    more = f" and {len(bad) - 1} more" if len(bad) > 1 else ""
    if verdict == "up":
        return f"up: others see all {len(looks)}." if len(looks) > 1 else f"up: others see {where}."
    if verdict == "suspended":
        what = next((look.what for look in bad if look.what == "account"), bad[0].what) or "page"
        since = min(filter(None, (watch.since(everything, look.address) for look in bad)), default=bad[0].at)
        line = f"suspended: since {since} at the latest others see that this {what} is suspended, at {where}{more}."
        own = [look for look in bad if is_own(look.address)]
        if not own:
            return line
        return f"{line}\n\n{_FOR_ONE if all(look.what == 'story' for look in own) else WHEN_SUSPENDED}"
    if verdict == "gone":
        return f"gone: {where}{more}: {bad[0].reason}. If you did not delete it, look yourself, signed out."
    return f"unknown: what others see at {where}{more} can't be told: {bad[0].reason}."
