"""`archive publish github`: the site to a branch of a repository, for GitHub Pages or whoever serves such a branch."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from medium_archive.commands import publish as publishing
from medium_archive.commands.publish import Ready
from medium_archive.errors import PublishRefused, SettingsWrong
from medium_archive.folder import files, lock, settings
from medium_archive.folder.layout import Layout
from medium_archive.hosts import github_address, program
from medium_archive.hosts.git import Branch, Change, Tip
from medium_archive.report import Issue, Progress, Report, silent

_CACHE = ".cache"
_LISTED = 40
_WORDS = {"A": "new", "M": "changed", "D": "removed"}
_FIRST = """\
The site is on the branch {branch}. Once, for GitHub to show it:
1. Open https://github.com/{owner}/{name}/settings/pages
2. Under "Build and deployment" choose: Deploy from a branch, {branch}, / (root). Save.
{domain}{number}. After a minute or two: {address}
"""
_DOMAIN = """\
3. Under "Custom domain" write {domain} and save. At the company where you have the domain, let it lead to GitHub:
   https://docs.github.com/pages/configuring-a-custom-domain-for-your-github-pages-site
4. When the page offers it: "Enforce HTTPS".
"""


@dataclass(frozen=True)
class Options:
    """What is "" comes from [publish.github] in archive.toml. `orphan` keeps no history; `replace` takes a branch that
    holds other things; `dry_run` sends nothing.
    """

    repository: str = ""
    branch: str = ""
    domain: str = ""
    orphan: bool = False
    replace: bool = False
    dry_run: bool = False


def publish(layout: Layout, options: Options = Options(), progress: Progress = silent) -> Report:
    """Build, check, and make the branch hold the site and nothing else. A site that is there already makes no commit.

    Raises what `publishing.prepare` raises, ProgramMissing, NoIdentity, NoCredentials, Unreachable, PublishRefused.
    """
    chosen = settings.read(layout.settings)
    known = chosen.publish.get("github", {})
    if program.without_password(known.get("repository", "")) != known.get("repository", ""):
        raise SettingsWrong(
            "archive.toml: publish.github.repository holds a password, and others will see that file.",
            "Take it out of the address, and make a new one; git asks for it, or `gh auth login` keeps it.",
        )
    place = github_address.repository(options.repository or known.get("repository", ""))
    name = options.branch or known.get("branch", "") or "gh-pages"
    url, cname = github_address.site_address(place, chosen.site.url, options.domain or known.get("domain", ""))
    ready = publishing.prepare(layout, url, progress)
    with lock.held(layout):
        files.write(layout.root / _CACHE / ".gitignore", b"*\n")
        branch = Branch(place.remote, name, layout.root / _CACHE / "publish.git")
        tip = branch.tip()
        if tip is not None and not tip.is_ours and not options.replace:
            raise _not_ours(name, branch, tip)
        tree = branch.tree(ready.site, ready.files, {"CNAME": cname} if cname else {})
        changes = branch.changes(tree, tip)
        facts = {"address": url} if url else {}
        if not changes and tip is not None:
            facts["branch"] = f"{name} has all of it already; nothing was sent"
        elif options.dry_run:
            facts["branch"] = f"{name}; nothing was sent"
        else:
            commit = branch.commit(tree, None if options.orphan else tip, _message(changes))
            branch.push(commit, tip, replace=options.orphan or options.replace)
            facts["branch"] = f"{name}, now at {commit[:12]}"
    text = _listed(changes) if options.dry_run else _guide(place, name, url, cname) if tip is None else ""
    return _report(ready, changes, facts, text, chosen.site.url)


def _not_ours(name: str, branch: Branch, tip: Tip) -> PublishRefused:
    there = len(branch.changes(tip.tree, None))
    return PublishRefused(
        f"The branch {name} at {branch.place} holds {there:,} files whose last change isn't of this program; "
        "publishing would remove them.",
        "Name another branch with --branch; or, if they may go, publish with --replace.",
    )


def _message(changes: list[Change]) -> str:
    counts = Counter(change.kind for change in changes)
    return "Site: " + ", ".join(f"{counts[kind]:,} {word}" for kind, word in _WORDS.items() if counts[kind])


def _listed(changes: list[Change]) -> str:
    lines = [f"{_WORDS.get(change.kind, change.kind):8} {change.file}" for change in changes[:_LISTED]]
    if len(changes) > _LISTED:
        lines.append(f"… and {len(changes) - _LISTED:,} more; `--json` lists all.")
    return "\n".join(lines)


def _guide(place: github_address.Repository, branch: str, url: str, cname: str) -> str:
    """What a person does once, where GitHub must be told."""
    if not place.owner:
        return ""
    domain = _DOMAIN.format(domain=cname.strip()) if cname else ""
    number = 5 if cname else 3
    return _FIRST.format(
        branch=branch, owner=place.owner, name=place.name, domain=domain, number=number, address=f"{url}/"
    )


def _report(ready: Ready, changes: list[Change], facts: dict[str, str], text: str, known: str) -> Report:
    counts = Counter(change.kind for change in changes)
    said = publishing.report("github", ready, {word: counts[kind] for kind, word in _WORDS.items()}, facts, text)
    issues = list(said.issues)
    if (address := facts.get("address", "")) != known:
        message = f'The site was built for {address}; write url = "{address}" under [site] to keep it.'
        issues.append(Issue("archive.toml", "no-base-url", message, "note"))
    listed = [{"change": _WORDS.get(change.kind, change.kind), "file": change.file} for change in changes]
    return Report(said.command, said.counts, said.facts, tuple(issues), {**said.details, "changes": listed})
