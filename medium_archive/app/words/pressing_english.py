"""What to press in place of a command, and issues in the words of the pages, in English."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "press_import": "Import Medium’s zip on the page “Start”.",
    "press_build": "To have it on the site, press “Build it again” on the page “Site”.",
    "press_pictures": "Press “Fetch missing pictures” on the page “Pictures”.",
    "press_publish": "If the site is on the web, send it again: on the page “Publish”.",
    "press_verify": "Press “Check now” on the page “Proof”.",
    "press_check": "Press “Look now” on the page “Watch”.",
    "press_rescue": "Press “Ask the web archives” on the page “Start”.",
    "press_sync": "Press “Get new posts from the feed” on the page “Start”.",
    "press_export": "Write it again on the page “Export”.",
    "press_forget": "To have it back, choose “Forgotten” on the page “Posts”, open it, and press “Bring it back”.",
    "press_appeal": "Write it on the page “Letter to Medium”, to which “Watch” leads.",
    "press_set": "Change it on the page of the post, to which “Posts” leads.",
    "says_export-old": "The newest export is old: what you wrote after it is not in the archive. Ask Medium for a new "
    "zip, as the page “Start” shows, and drop it there.",
    "says_no-base-url": "The site has no address yet, so the feed has none and search engines get no map of the site. "
    "You can give it on the page “Site” when you know it.",
    "says_pictures-lacking": "Some pictures are not in the archive, so the pages show a notice in their place. Press "
    "“Fetch missing pictures” on the page “Pictures”.",
    "says_edit-kept": "You edited this post, so your text was kept.",
    "says_edited-away": "You removed something from this text. Medium’s page still has it.",
    "says_page-older": "Pages of the site are older than their texts. Press “Build it again” on the page “Site”, then "
    "check again.",
    "says_pages-outdated": "The site is older than the archive. Press “Build it again” on the page “Site”.",
}
