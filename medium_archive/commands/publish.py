"""`archive publish HOST`: build the site, check it, hand it to a host, have it saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from medium_archive.checks import before_publishing
from medium_archive.commands import build, save_site, web_place
from medium_archive.errors import NotPublishable
from medium_archive.folder import begun_import
from medium_archive.folder.bare_texts import ENDING
from medium_archive.folder.layout import OWN_THEMES, Layout
from medium_archive.folder.posts import OF_UNREAD_TEXTS
from medium_archive.hosts import Host, Published, ReadySite, files_of
from medium_archive.report import Issue, Progress, Report, quantity, silent

_MAX_NAMED = 5
_NOT_BUILT = "No site was sent, so no page was saved. Once the host has built it, run `archive publish --save`."


def publish(
    layout: Layout,
    host: Host,
    settings: Any,
    progress: Progress = silent,
    save: Callable[[str], Report] | None = None,
) -> Report:
    """Publish the site to a host. `settings` is an instance of `host.Settings`. `save` gets the address of the live
    site, to have it saved in a web archive; nothing is sent where that can't be.

    Raises what `build_and_check` and the host raise; with `save`, SettingsWrong for a site without an address and
    AccessDenied without keys.
    """
    address = ""

    def build_site(url: str) -> ReadySite:
        nonlocal address
        address = save_site.address(layout, url) if save else url
        return build_and_check(layout, url, progress)

    if save:
        save_site.secrets(layout)
    settings = web_place.completed(layout, host, settings)
    published = host.publish(layout, settings, build_site, progress)
    if published.site and not settings.dry_run:
        web_place.remember(layout, host, settings)
    report = _report(host, published, is_dry=settings.dry_run)
    if not save:
        return report
    if not published.site:
        return replace(report, issues=(*report.issues, Issue("site", "not-saved", _NOT_BUILT)))
    return _joined(report, save(address))


def _report(host: Host, published: Published, *, is_dry: bool) -> Report:
    """The report of a host. Its `sent` is true if this run has changed the place."""
    site = published.site
    is_sent = not is_dry and (any(published.counts.values()) or bool(published.details.get("commit")))
    sizes = [path.stat().st_size for file in site.files if (path := site.folder / file).is_file()] if site else []
    totals = {"files": len(site.files), "megabytes": round(sum(sizes) / before_publishing.MEGABYTE)} if site else {}
    return Report(
        f"publish {host.NAME}",
        {**totals, **published.counts},
        {**published.facts, **_searched(site.private_values if site else None)},
        (*(site.issues if site else ()), *published.issues),
        {
            **({"text": published.text} if published.text else {}),
            **published.details,
            **({"dry_run": is_dry, "sent": is_sent} if site else {}),
        },
    )


def _searched(values: int | None) -> dict[str, str]:
    """The fact that the site was searched for this number of private values, and that none was found."""
    if values is None:
        return {}
    known = f"{quantity(values, 'value')} searched for, none found" if values else "none is here to search for"
    return {"private_data": known}


def _joined(published: Report, saved: Report) -> Report:
    return replace(
        published,
        counts={**published.counts, **saved.counts},
        facts={**saved.facts, **published.facts},
        issues=(*published.issues, *saved.issues),
        own_code=saved.own_code,
    )


def build_and_check(layout: Layout, url: str, progress: Progress = silent) -> ReadySite:
    """Build the site without drafts for a base URL ("" for the one in archive.toml) and check it.

    Raises what the build raises, and NotPublishable when the build or a check finds an error, or an import has not
    ended.
    """
    begun_import.refuse_to_send(layout)
    built = build.build(layout, progress=progress, url=url)
    _refuse_unread(built.issues)
    _refuse(built.issues)
    site = before_publishing.BuiltSite(layout, layout.site, files_of(layout.site))
    found = before_publishing.inspect(site, progress)
    _refuse(found.issues)
    return ReadySite(site.folder, site.files, (*built.issues, *found.issues), found.counts.get("private_values"))


def _refuse_unread(found: Sequence[Issue]) -> None:
    """Raise NotPublishable for texts that can't be read: the site would lack their posts."""
    unread = [one for one in found if one.code in OF_UNREAD_TEXTS and one.level == "error" and _is_text(one.where)]
    if not unread:
        return
    if len(unread) == 1:
        why = f"{unread[0].where} can't be read ({_reason(unread[0].message)}), so its page would leave the site."
        raise NotPublishable(f"Nothing was sent: {why}", "Correct it, then publish again.")
    named = ", ".join(f"{one.where} ({_reason(one.message)})" for one in unread[:_MAX_NAMED])
    rest = f" and {len(unread) - _MAX_NAMED} more" if len(unread) > _MAX_NAMED else ""
    why = f"{len(unread)} texts can't be read, so their pages would leave the site: {named}{rest}."
    raise NotPublishable(f"Nothing was sent: {why}", "Correct them, then publish again.")


def _is_text(where: str) -> bool:
    return where.endswith(ENDING) and where.partition("/")[0] not in OWN_THEMES


def _reason(message: str) -> str:
    """Why a text can't be read, from the message of the build, without what that says to do."""
    for beginning in ("The front matter can't be read: ", "The file can't be read: ", "This text is damaged: "):
        message = message.removeprefix(beginning)
    return message.partition(". ")[0].rstrip(".")


def _refuse(found: Sequence[Issue]) -> None:
    errors = [issue for issue in found if issue.level == "error"]
    if errors:
        named = " ".join(f"{issue.where}: {issue.message}" for issue in errors[:_MAX_NAMED])
        rest = f" And {len(errors) - _MAX_NAMED} more." if len(errors) > _MAX_NAMED else ""
        raise NotPublishable(f"Nothing was sent. {named}{rest}", "Remove that from the site, then run this again.")
