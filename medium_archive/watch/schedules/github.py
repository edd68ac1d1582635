"""GitHub Actions: a workflow for the repository that holds the archive. From there Medium often shows a wall, so it is
only a second pair of eyes.
"""

from __future__ import annotations

import shlex
from pathlib import Path

from medium_archive import __version__
from medium_archive.folder import files
from medium_archive.watch.schedules.job import Job, Run

LABEL = "medium-archive"
_HEAD = """\
# {purpose}.
#
# Medium answers machines in data centres, GitHub's among them, with 403 more often than not. Such a look counts as
# unknown and opens no issue. The look that can be relied on is one from your own computer:
#   archive check --alert --schedule cron      (or systemd, launchd, windows)
#
# GitHub switches off schedules of public repositories after 60 days without a commit: the records that the runs
# commit, or a commit without a change, keep it going.
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
_CHECK = """\
      - name: Look
        id: look
        run: |
          code=0
          NO_COLOR=1 archive check OPTIONS--archive . > "$RUNNER_TEMP/look.txt" || code=$?
          cat "$RUNNER_TEMP/look.txt" >> "$GITHUB_STEP_SUMMARY"
          echo "code=$code" >> "$GITHUB_OUTPUT"
      - name: Open one issue, or close it
        env:
          GH_TOKEN: ${{ github.token }}
          GH_REPO: ${{ github.repository }}
          CODE: ${{ steps.look.outputs.code }}
        run: |
          open=$(gh issue list --label LABEL --state open --json number --jq '.[0].number // empty')
          case "$CODE" in
            60 | 61)
              if [ -z "$open" ]; then
                gh label create LABEL --force
                gh issue create --label LABEL --title "Others can't see you on Medium" \\
                  --body-file "$RUNNER_TEMP/look.txt"
              fi ;;
            0) if [ -n "$open" ]; then gh issue close "$open" --comment "Others see you on Medium again."; fi ;;
            62) echo "Nothing could be told from here." ;;
            *) exit "$CODE" ;;
          esac
"""
_SYNC = """\
      - name: Take what is new
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
    return [f"Written: {_place(job)}. Commit and push it. To end it: delete it again."]


def workflow(job: Job) -> str:
    """The workflow, for the folder of the archive inside its repository."""
    folder = job.archive.relative_to(_repository(job.archive)).as_posix()
    head = _HEAD.format(
        purpose=job.purpose,
        name=f"medium-archive {job.command}",
        minute=job.minute,
        hour=job.hour,
        command=job.command,
        folder=folder.replace("\\", "\\\\").replace('"', '\\"'),
        version=__version__,
    )
    # Who is told is for the issue to say there
    options = "".join(f"{shlex.quote(option)} " for option in job.options if option != "--alert")
    steps = {"check": _CHECK, "sync": _SYNC}[job.command].replace("LABEL", LABEL).replace("OPTIONS", options)
    message = {"check": "What others saw on Medium", "sync": "New from Medium's feed"}[job.command]
    return head + steps + _KEEP.replace("MESSAGE", message)


def _place(job: Job) -> Path:
    return _repository(job.archive) / ".github" / "workflows" / f"medium-archive-{job.command}.yml"


def _repository(archive: Path) -> Path:
    """The nearest folder upward that git knows; the archive itself where there is none."""
    return next((folder for folder in (archive, *archive.parents) if (folder / ".git").exists()), archive)
