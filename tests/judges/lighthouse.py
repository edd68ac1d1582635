"""Lighthouse: 100 of 100 on the pages that readers see first. Performance is measured by a clock, so it is shown
and decides nothing.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

from tests.judges.sites import Site
from tests.judges.verdicts import Verdict, verdict

PAGES = ("front page", "long post", "pictures", "archive", "search")


def judge(site: Site, tools: Path, chromium: str, *, clock: bool) -> Verdict:
    """The scores of each page as a phone on a slow network sees it. Every audit that lowers one is named. Performance
    is measured if `clock`.
    """
    found: list[str] = []
    scores: dict[str, str] = {}
    for kind in PAGES:
        if kind not in site.kinds:
            continue
        report = _report(f"{site.address}/{quote(site.kinds[kind])}", tools, chromium, clock=clock)
        numbers = {name: round((one["score"] or 0) * 100) for name, one in report["categories"].items()}
        scores[kind] = "/".join(map(str, numbers.values()))
        for name, number in numbers.items():
            if number < 100 and name != "performance":
                lost = ", ".join(_lost(report, name))
                found.append(f"{kind} {site.kinds[kind]}: {name} {number}: {lost}")
    return verdict("Lighthouse", " ".join(f"{kind} {score}" for kind, score in scores.items()), found)


def _report(address: str, tools: Path, chromium: str, *, clock: bool) -> dict[str, dict[str, dict[str, float | None]]]:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "report.json"
        subprocess.run(
            ["node", str(tools / "lighthouse/cli/index.js"), address, "--quiet", "--output=json",
             f"--output-path={path}", "--chrome-flags=--headless=new --no-sandbox",
             f"--only-categories={'performance,' if clock else ''}accessibility,best-practices,seo"],
            env={**os.environ, "CHROME_PATH": chromium},
            check=True,
        )  # fmt: skip
        report: dict[str, dict[str, dict[str, float | None]]] = json.loads(path.read_text("utf-8"))
    return report


def _lost(report: dict[str, dict[str, dict[str, float | None]]], category: str) -> list[str]:
    references: object = report["categories"][category].get("auditRefs")
    assert isinstance(references, list)
    weighed = [one["id"] for one in references if one["weight"]]
    return [
        f"{name} {score}"
        for name in weighed
        if (score := report["audits"][name].get("score")) is not None and score < 1
    ]
