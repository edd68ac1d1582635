"""How the Markdown engines that descend from Sundown (Blackfriday, Redcarpet) differ from CommonMark."""

from __future__ import annotations

from medium_archive.articles.engine import BARE_PERCENT, NO_DESTINATION

# A break with a backslash, escapes and emphasis that they don't know, tasks, lists with `1)`, from another number or
# with several blocks in an item. For MULTILINE
DIFFERS = (
    r"\\\n|\\[^\w\s`*_{}\[\]()#+\-.!:|&<>~\\]|[*_]{3}|[*_][^\w\s*_]|[^\w\s*_(\[][*_]\w"
    r"|^[ ]*[-*+] \[[ xX]\]|^[ ]*\d+\)|\A(?!1\.)\d+\.|\A(?:[-*+]|\d+\.) [\s\S]*\n[ ]*\n"
    rf"|{BARE_PERCENT}|{NO_DESTINATION}"
)
