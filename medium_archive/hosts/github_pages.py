"""A branch of a git repository that GitHub Pages, or another host, serves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from medium_archive.errors import PublishRefused, SettingsWrong
from medium_archive.folder import files, lock
from medium_archive.folder import settings as settings_file
from medium_archive.folder.layout import Layout
from medium_archive.hosts import changed_pages, github_address, present_site, program, workflow
from medium_archive.hosts.git import Branch, Change, Identity, Tip
from medium_archive.hosts.site import BuildSite, Published, ReadySite, listed
from medium_archive.report import Issue, Progress, quantity
from medium_archive.report import listed as names_of

NAME = "github"
SUMMARY = "Push the site to a branch of a git repository: GitHub Pages, Codeberg Pages, or your own server."
EXAMPLE = "archive publish github ada/blog"

_CACHE = ".cache"
_WORDS = {"A": "new", "M": "changed", "D": "removed"}
_LATER_GONE = "GitHub may still show them for some time to those who know their numbers"
_HISTORY_TO_REMOVE = f"all earlier commits would be removed; {_LATER_GONE}"
_HISTORY_REMOVED = f"all earlier commits were removed; {_LATER_GONE}"
_FIRST_STEPS = """\
The site is on the branch {branch}. Tell GitHub once to publish it:
1. Open {settings}
2. Under "Build and deployment" choose: Deploy from a branch, {branch}, / (root). Save.
{domain}{number}. After a minute or two: {address}
"""
_FROM_NOW_ON = "From now on, `archive publish github` sends each change there.\n"
_DOMAIN_STEPS = """\
3. Under "Custom domain" write {domain} and save. At your domain registrar, point the domain to GitHub:
   https://docs.github.com/pages/configuring-a-custom-domain-for-your-github-pages-site
4. When the page offers it: "Enforce HTTPS".
"""


@dataclass(frozen=True)
class Settings:
    """An empty string means the value under [publish.github] in archive.toml."""

    repository: str = field(
        default="",
        metadata={
            "argument": True,
            "metavar": "REPOSITORY",
            "help": "The repository: ada/blog at GitHub, or any address for git.",
        },
    )
    branch: str = field(default="", metadata={"metavar": "NAME", "help": "The branch to push to. Default: gh-pages."})
    domain: str = field(default="", metadata={"metavar": "HOST", "help": "Your own domain, such as blog.example.com."})
    git_name: str = field(
        default="",
        metadata={"metavar": "NAME", "help": "The name that the branch shows to everybody. Default: what git knows."},
    )
    git_email: str = field(
        default="",
        metadata={
            "metavar": "ADDRESS",
            "help": "The e-mail address that it shows to everybody. Default: what git knows.",
        },
    )
    orphan: bool = field(default=False, metadata={"help": "Keep no history on the branch."})
    replace: bool = field(
        default=False, metadata={"help": "Overwrite a branch of others, or the site of another archive."}
    )
    dry_run: bool = field(default=False, metadata={"help": "List the changes, but send nothing."})
    workflow: bool = field(default=False, metadata={"help": "Write the file that lets GitHub build the site itself."})
    even_private: bool = field(
        default=False, metadata={"help": "With --workflow: write it even if git contains exports or drafts."}
    )


def publish(layout: Layout, settings: Settings, build_site: BuildSite, progress: Progress) -> Published:
    """Make the branch contain the site and nothing else. A site that is already there makes no commit.

    Raises what `build_site` raises, ProgramMissing, GitIdentityMissing, AccessDenied, Unreachable, PublishRefused,
    AnotherSite.
    """
    if settings.workflow:
        return workflow.write(layout, even_private=settings.even_private)
    archive = settings_file.read(layout.settings)
    known = _without_password(archive.publish.get("github", {}))
    repository = github_address.repository(settings.repository or known.get("repository", ""))
    name = settings.branch or known.get("branch", "") or "gh-pages"
    domain = settings.domain or known.get("domain", "")
    url, cname = github_address.site_address(repository, archive.site.url, domain)
    identity = Identity(*(getattr(settings, key) or known.get(key, "") for key in ("git_name", "git_email")))
    with lock.held(layout):  # what is quick to find out comes before the build
        files.write(layout.root / _CACHE / ".gitignore", b"*\n")
        branch = Branch(repository.remote, name, layout.root / _CACHE / "publish.git", identity)
        branch.check_identity()
        tip = branch.tip()
        if tip is not None and not tip.is_ours and not settings.replace:
            raise _not_ours(name, branch, tip)
    site = build_site(url)
    with lock.held(layout):
        replaced = _replaced(site, branch, tip, settings)
        tree = branch.tree(site.folder, site.files, {"CNAME": cname} if cname else {})
        changes = branch.changes(tree, tip)
        parent = None if settings.orphan else tip
        forgets = settings.orphan and tip is not None and tip.has_history
        is_there = not changes and tip is not None and not forgets
        history, commit = "", ""
        if is_there:
            state = f"{name} already has this site; nothing was sent"
        elif settings.dry_run:
            state = f"{name}; nothing was sent"
            history = _HISTORY_TO_REMOVE if tip and not parent else ""
        else:
            commit = branch.commit(tree, parent, _message(changes) if parent else _first_message(site, cname))
            branch.push(commit, tip, replace=settings.orphan or settings.replace)
            state = f"{name}, now at {commit[:12]}"
            history = _HISTORY_REMOVED if tip and not parent else ""
        words = [(_WORDS.get(change.kind, change.kind), change.file) for change in changes]
        pages = changed_pages.by_title(words, site.folder, lambda file: branch.read(tip, file) if tip else b"")
    counts = Counter(change.kind for change in changes)
    place = f"{repository.owner}/{repository.name}" if repository.owner else branch.place
    steps = {} if tip or settings.dry_run else _steps(repository, name, url, cname)
    return Published(
        site,
        {word: counts[kind] for kind, word in _WORDS.items()},
        {
            "place": place,
            **({"address": url} if url else {}),
            "branch": state,
            **({"history": history} if history else {}),
        },
        (
            *replaced,
            *_address_note(url, archive.site.url),
            *([] if settings.orphan else _history_note(name, changes)),
        ),
        _first_steps(repository, steps),
        {
            **listed(words),
            **pages,
            "is_there": is_there,
            "to": {"place": place, "branch": name},
            "repository": branch.place,
            "branch": name,
            "commit": commit,
            **({"steps": steps} if steps else {}),
        },
    )


def _replaced(site: ReadySite, branch: Branch, tip: Tip | None, settings: Settings) -> tuple[Issue, ...]:
    """A warning about the site of another archive on the branch. Raises AnotherSite without `replace`."""
    if tip is None:
        return ()
    there = present_site.another(site, branch.read(tip, present_site.FEED), lambda: branch.files(tip))
    return present_site.refuse_or_warn(
        there,
        f"The branch {branch.name} at {branch.place}",
        is_allowed=settings.replace,
        other="Name another branch with --branch",
        is_rehearsal=settings.dry_run,
    )


def _without_password(known: Mapping[str, str]) -> Mapping[str, str]:
    """[publish.github] of archive.toml. Raises SettingsWrong when it contains a password."""
    repository = known.get("repository", "")
    if program.without_password(repository) != repository:
        raise SettingsWrong(
            "archive.toml: publish.github.repository contains a password, and others will see that file.",
            "Remove it from the address and change the password. git will ask for it, or `gh auth login` stores it.",
        )
    return known


def _not_ours(name: str, branch: Branch, tip: Tip) -> PublishRefused:
    count = len(branch.changes(tip.tree, None))
    return PublishRefused(
        f"This program did not make the newest commit of the branch {name} at {branch.place}. Publishing would remove "
        f"the {count:,} {'file' if count == 1 else 'files'} there.",
        "Name another branch with --branch; or overwrite this one with --replace.",
    )


def _message(changes: list[Change]) -> str:
    counts = Counter(change.kind for change in changes)
    return f"Site: {', '.join(f'{counts[kind]:,} {word}' for kind, word in _WORDS.items() if counts[kind])}"


def _first_message(site: ReadySite, cname: str) -> str:
    """The subject of a commit without a history, which tells nothing about what was there before."""
    return f"Site: {quantity(len(site.files) + bool(cname), 'file')}"


def _steps(repository: github_address.Repository, branch: str, url: str, cname: str) -> dict[str, str]:
    """What the steps on github.com after the first push name; {} for another host."""
    if not repository.owner:
        return {}
    settings = f"https://github.com/{repository.owner}/{repository.name}/settings/pages"
    return {"settings": settings, "branch": branch, "domain": cname.strip(), "address": f"{url}/"}


def _first_steps(repository: github_address.Repository, steps: Mapping[str, str]) -> str:
    """These steps as a text, "" without them."""
    if not steps:
        return ""
    is_own = bool(steps["domain"])
    domain = {"domain": _DOMAIN_STEPS.format(**steps) if is_own else "", "number": 5 if is_own else 3}
    told = _FIRST_STEPS.format_map({**steps, **domain})
    is_remembered = program.without_password(repository.remote) == repository.remote
    return f"{told}{_FROM_NOW_ON if is_remembered else ''}"


def _history_note(branch: str, changes: Sequence[Change]) -> Iterator[Issue]:
    """A warning if posts leave the site, because the history of the branch keeps them."""
    gone = [
        change.file.removesuffix("/index.html")
        for change in changes
        if change.kind == "D" and present_site.PAGE_OF_POST.fullmatch(change.file)
    ]
    if gone:
        pages = "The page of a post leaves" if len(gone) == 1 else f"The pages of {len(gone):,} posts leave"
        message = (
            f"{pages} the site ({names_of(gone)}), but what was there stays in the history of this branch, for all who "
            "can read it. To remove the history, run `archive publish github --orphan`."
        )
        yield Issue(branch, "history-public", message)


def _address_note(url: str, known: str) -> tuple[Issue, ...]:
    if url == known:
        return ()
    message = f'The site was built for {url}. To keep this address, write url = "{url}" under [site].'
    return (Issue("archive.toml", "no-base-url", message, "note"),)
