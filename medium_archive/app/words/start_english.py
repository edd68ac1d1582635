"""The texts of the first page about Medium's zip, what to do without it, and other archives, in English."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "ask_mail": "Wait for Medium’s e-mail, and open the link in it within 24 hours: after that it leads to an error.",
    "drawn": "These are drawings. Medium’s own pages look about like this, and may change.",
    "draw_settings": "Drawing of Medium’s settings: below “Security and apps” there is the line “Download your "
    "information”, with a frame around it.",
    "draw_settings_caption": "This line, under Security and apps",
    "draw_export": "Drawing of the page “Download your information”: a pointer is on the button “Export”.",
    "draw_export_caption": "One press is enough",
    "draw_mail": "Drawing of an e-mail from Medium: some lines of text, then a link to download, and a clock that says "
    "24 hours.",
    "draw_mail_caption": "Look into your spam folder, too",
    "draw_mail_link": "Download",
    "draw_zip": "Drawing of a zip file, and an arrow that leads from it to the field on this page.",
    "draw_zip_caption": "Onto the field at the top of this page",
    "draw_zip_here": "Drop it here",
    "no_link_title": "No mail comes, or the link answers with an error",
    "no_link_again": "Ask for the zip again. A link works for 24 hours; if a new one fails, too, ask again in a few "
    "days.",
    "no_link_signed_in": "If your account is suspended, don’t sign out: while you are signed in you still see your own "
    "pages, and Medium says that you can still ask for the zip.",
    "no_link_save": "Meanwhile save each of your stories with your browser (Ctrl-S or ⌘S), and drop the saved pages "
    "here. They become the same posts, and a zip that comes later completes them.",
    "no_link_rescue": "What you can no longer see may be in web archives: get it from there, below.",
    "rescue_title": "Get posts back from web archives",
    "rescue_text": "This asks the Wayback Machine and Common Crawl, never Medium. It can take hours; you can pause it "
    "at any time, and the next run goes on.",
    "rescue_author": "Your name at Medium, or the address of your profile",
    "rescue_author_help": "Empty: the author of this archive.",
    "rescue_plan": "Only tell what there is, and how long it takes",
    "rescue_button": "Ask the web archives",
    "no_author": "Give your name at Medium, as @you, or the address of your profile.",
    "sync_text": "Between two zips, your newest ten posts can come from your feed at Medium.",
    "sync_button": "Get new posts from the feed",
    "nearby_title": "Other archives",
    "nearby_text": "Those that were in use since the program was started, and those beside this one, in the current "
    "folder, and in your home folder. The program keeps no list of your archives.",
    "action_rescue": "Ask the web archives",
    "action_sync": "Get new posts",
}
