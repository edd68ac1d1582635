"""GitHub Actions: a workflow for the repository that contains the archive. Medium blocks many requests from GitHub's
machines, so this only complements a schedule on the author's computer.
"""

from __future__ import annotations

import shlex
from pathlib import Path

from medium_archive import __version__
from medium_archive.errors import CannotSchedule
from medium_archive.folder import files
from medium_archive.watch.schedules.job import Job, Run

NAME = "github"
LABEL = "medium-archive"
_INSTEAD = "On GitHub an issue takes the place of --alert: GitHub mails it to everybody who watches the repository."
_HEAD = """\
# {purpose}.
#
# Medium answers most requests from data centres, and so from GitHub, with 403. Such a check counts as unknown and
# opens no issue. For a reliable check use your own computer:
#   archive check --alert --schedule cron      (or systemd, launchd, windows)
#{alert}
# GitHub disables schedules of public repositories after 60 days without a commit. So each run commits the records,
# and if nothing was committed for 50 days, it makes an empty commit.
#
# To end it: delete this file, commit and push.
name: {name}
on:
  schedule:
    - cron: "{minute} {hour} * * *" # UTC
  workflow_dispatch:
permissions:
  contents: write
  issues: write
concurrency:
  group: medium-archive
jobs:
  {command}:
    runs-on: ubuntu-latest
    defaults:
      run:
        working-directory: "{folder}"
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install "medium-archive>={version}"
"""
_ALERT = """
# It sends no alert (`--alert`), because its settings are on your computer. In place of that it opens an issue, of which
# GitHub sends a mail to everybody who watches the repository.
#"""
_CHECK = """\
      - name: Check
        id: check
        run: |
          code=0
          NO_COLOR=1 archive check OPTIONS--archive . > "$RUNNER_TEMP/check.txt" || code=$?
          cat "$RUNNER_TEMP/check.txt" >> "$GITHUB_STEP_SUMMARY"
          echo "code=$code" >> "$GITHUB_OUTPUT"
      - name: Open an issue, or close it
        env:
          GH_TOKEN: ${{ github.token }}
          GH_REPO: ${{ github.repository }}
          CODE: ${{ steps.check.outputs.code }}
        run: |
          # An error of the archive has its own code, whatever the check saw
          seen=$CODE
          if [ "$CODE" -gt 1 ] && grep -qE '^(suspended|gone): ' "$RUNNER_TEMP/check.txt"; then seen=60; fi
          open=$(gh issue list --label LABEL --state open --json number --jq '.[0].number // empty')
          case "$seen" in
            60 | 61)
              if [ -z "$open" ]; then
                gh label create LABEL --force
                gh issue create --label LABEL --title "Others can't see you on Medium" \\
                  --body-file "$RUNNER_TEMP/check.txt"
              fi ;;
            0) if [ -n "$open" ]; then gh issue close "$open" --comment "Others see you on Medium again."; fi ;;
            62) echo "This check could not see whether others see you." ;;
          esac
          case "$CODE" in 0 | 60 | 61 | 62) ;; *) exit "$CODE" ;; esac
"""
_SYNC = """\
      - name: Get new posts
        run: NO_COLOR=1 archive sync OPTIONS--archive . >> "$GITHUB_STEP_SUMMARY"
"""
_KEEP = """\
      - name: Keep the records
        run: |
          git add --all .
          if git diff --cached --quiet && [ "$(git log -1 --format=%ct)" -gt "$(date --date='50 days ago' +%s)" ]; then
            exit 0
          fi
          git -c user.name=medium-archive -c user.email=medium-archive@users.noreply.github.com \\
            commit --quiet --allow-empty --message "MESSAGE"
          git pull --quiet --rebase
          git push --quiet
"""


def text(job: Job) -> str:
    return f"# Save this as {_place(job)} and commit it.\n{workflow(job)}"


def install(job: Job, run: Run) -> list[str]:
    files.write(_place(job), workflow(job).encode())
    lines = [f"Written: {_place(job)}. Commit and push it. To end it: delete that file, commit and push."]
    return [_INSTEAD, *lines] if "--alert" in job.options else lines


def is_installed(job: Job, run: Run) -> bool:
    return _place(job).is_file()


def remove(job: Job, run: Run) -> list[str]:
    with files.disk_errors(_place(job)):
        _place(job).unlink(missing_ok=True)
    return [f"Deleted: {_place(job)}. Commit and push that: only then does GitHub end it."]


def workflow(job: Job) -> str:
    """The workflow. Its commands run in the folder of the archive inside the repository. Raises CannotSchedule."""
    if "--browser" in job.options:
        raise CannotSchedule(
            "A browser needs a desktop, and GitHub's machines have none.",
            "Leave out `--browser` here, and check with it on your own computer.",
        )
    folder = job.archive.relative_to(_repository(job.archive)).as_posix()
    head = _HEAD.format(
        purpose=job.purpose,
        alert=_ALERT if "--alert" in job.options else "",
        name=f"medium-archive {job.command}",
        minute=job.minute,
        hour=job.hour,
        command=job.command,
        folder=folder.replace("\\", "\\\\").replace('"', '\\"'),
        version=__version__,
    )
    # On GitHub the issue is the alert
    options = "".join(f"{shlex.quote(option)} " for option in job.options if option != "--alert")
    steps = {"check": _CHECK, "sync": _SYNC}[job.command].replace("LABEL", LABEL).replace("OPTIONS", options)
    message = {"check": "Result of the check", "sync": "New posts from Medium's feed"}[job.command]
    return head + steps + _KEEP.replace("MESSAGE", message)


def _place(job: Job) -> Path:
    return _repository(job.archive) / ".github" / "workflows" / f"medium-archive-{job.command}.yml"


def _repository(archive: Path) -> Path:
    """The root of the git repository that contains the archive, else the archive itself."""
    return next((folder for folder in (archive, *archive.parents) if (folder / ".git").exists()), archive)
