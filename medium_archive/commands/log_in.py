"""`archive publish PLATFORM --login`: say where to get the credentials, and test them."""

from __future__ import annotations

from medium_archive.folder import settings as settings_file
from medium_archive.folder.layout import Layout
from medium_archive.platforms import Platform, connection
from medium_archive.platforms.credentials import ENVIRONMENT_FILE
from medium_archive.report import Report


def log_in(layout: Layout, platform: Platform) -> Report:
    """Connect to the account that archive.toml and the secrets name; nothing is changed there. Where a secret is
    missing, the report says where to get it.

    Raises SettingsWrong, NewerArchive, AccessDenied, PublishRefused, Unreachable, FolderUnwritable.
    """
    settings = settings_file.read(layout.settings)
    missing = [name for name in platform.SECRETS if name not in connection.secrets_of(platform, layout)]
    if missing:
        lines = "\n".join(f"{name}=…" for name in missing)
        text = f"{platform.LOGIN}\n\nWrite into private/{ENVIRONMENT_FILE}:\n\n{lines}\n\n"
        if keys := connection.missing_keys(platform, settings):
            table = "\n".join(f'{key} = "…"   # {what}' for key, what in keys.items())
            text += f"Write into archive.toml:\n\n[publish.{platform.NAME}]\n{table}\n\n"
        text += "Then run this again."
        return Report(f"publish {platform.NAME} login", details={"text": text}, code=51)
    with connection.opened(platform, layout, settings) as account:
        return Report(f"publish {platform.NAME} login", facts={"signed_in": account.address})
