"""The texts of the pages Publish, Export and Backup in English."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "page_export": "Export",
    "page_backup": "Backup",
    # Hosts, platforms and formats
    "place_github": "GitHub Pages or git",
    "place_folder": "Folder",
    "place_rsync": "Another machine, with rsync",
    "place_devto": "DEV",
    "place_ghost": "Ghost",
    "place_matters": "Matters",
    "place_micropub": "Micro.blog and Micropub",
    "place_nostr": "Nostr",
    "place_wordpress": "WordPress",
    "place_writeas": "Write.as and WriteFreely",
    "place_astro": "Astro",
    "place_bagit": "BagIt bag",
    "place_bar": "Micro.blog, a file",
    "place_eleventy": "Eleventy",
    "place_epub": "E-book, EPUB",
    "place_html": "HTML pages",
    "place_hugo": "Hugo",
    "place_jekyll": "Jekyll",
    "place_jsonl": "JSON Lines",
    "place_obsidian": "Obsidian",
    "place_pdf": "Book for print, PDF",
    "place_pelican": "Pelican",
    "place_redirects": "Redirects",
    "place_sqlite": "Database, SQLite",
    "place_zola": "Zola",
    "action_publish": "Publish ({place})",
    "action_compare": "Compare ({place})",
    "action_login": "Test the account ({place})",
    "action_export": "Export ({place})",
    "action_check-site": "Compare the published site",
    "action_save-site": "Have the published site saved",
    "action_verify-copy": "Check a copy",
    "no_field": "A field that is needed is empty. Fill it in.",
    "options": "Options",
    # Publish
    "publish_text": "Each way first shows what it would send. Nothing is sent before you press “Send it now”.",
    "hosts_title": "The site, to a web host",
    "note_github": "This needs an account at GitHub, and the program git, which must be able to sign in by itself: it "
    "can’t ask you for a password here.",
    "note_folder": "This needs no account and no other program. You can upload the folder anywhere, for example by "
    "dragging it to a page of your host.",
    "steps_github_title": "How to get a repository",
    "steps_github_before": "This way needs a terminal once, in step 4, and there a program of GitHub, gh. The way "
    "without any of them, and without an account here, is:",
    "steps_github_account": "Make an account at GitHub, if you have none. Your user name becomes a part of the "
    "address:",
    "draw_account": "Drawing of the page of GitHub for a new account: fields for e-mail, password and user name, and "
    "the button “Create account”.",
    "draw_account_caption": "A short user name makes a short address",
    "draw_repository": "Drawing of the page “Create a new repository”: the name is blog, “Public” is chosen, and "
    "there is the button “Create repository”.",
    "draw_repository_caption": "A name, Public, and the button at the end",
    "draw_address": "Drawing of the address of the repository in the browser: ada/blog, the part after github.com/, "
    "goes into the field on this page.",
    "draw_address_caption": "From the address there into the field below",
    "drawn_github": "These are drawings; GitHub’s own pages can look different.",
    "steps_github_1": "Make a repository, the place for your site:",
    "steps_github_2": "Write a short name, such as blog. Choose “Public”, tick nothing else, and press “Create "
    "repository”.",
    "steps_github_3": "Write your user name and that name below, with a slash between them: ada/blog.",
    "steps_github_4": "Let git sign in, once: install GitHub’s program gh (https://cli.github.com), open a terminal, "
    "and type this:",
    "author_title": "Who the site’s history is from",
    "author_text": "git writes both into each version of the site, and everybody can read them. They are used for this "
    "site only, and remembered with its place.",
    "git_name": "Name",
    "git_email": "E-mail address",
    "git_email_help": "GitHub has an address for you that shows yours to nobody, such as "
    "12345678+ada@users.noreply.github.com. It stands, once you are signed in, under",
    "author_missing": "git needs a name and an e-mail address, which the history of the site shows to everybody. "
    "Nothing was sent.",
    "author_missing_hint": "Press “Change what you entered” and fill in both fields.",
    "note_rsync": "rsync must be installed, and ssh must reach the machine by itself: it can’t ask you for a "
    "password here.",
    "platforms_title": "The posts, to an account",
    "platforms_text": "Each post is sent once, with its pictures. Run it again after you have changed something: "
    "only what differs is sent.",
    "is_set_up": "set up",
    "also_title": "Where your posts are also",
    "also_none": "No post was sent to an account yet.",
    "also_post": "Post",
    "there_same": "there",
    "there_changed_here": "changed here since",
    "there_draft_here": "public there, a draft here",
    "there_gone_here": "public there, no longer here",
    "there_forgotten_here": "public there, forgotten here",
    "there_deleted_there": "deleted there",
    "there_unknown": "not known whether it arrived",
    "there_not_sent": "not sent",
    "live_title": "The published site",
    "live_url": "Address of the site (if not the one on the page “Site”)",
    "live_check_text": "See whether the web shows the same files as the site on this computer.",
    "live_all": "Compare every file, not a sample",
    "live_check": "Compare it with the site here",
    "live_save_text": "Ask the Wayback Machine to keep the pages that have changed. This needs the keys of an "
    "account at archive.org: https://archive.org/account/s3.php",
    "live_save": "Have it saved",
    "place_account": "1. Your account",
    "place_key": "2. Its password or token",
    "place_test": "Test the account",
    "place_send": "3. Look, then send",
    "place_compare": "Compare the posts there with those here",
    "place_compare_text": "This sends nothing. It says which posts were changed or deleted there, or changed here "
    "since.",
    "place_saved": "Saved.",
    "key_label": "Password or token ({name})",
    "key_help": "It is used for this one command, and kept nowhere. To be asked no more, write {name}=… into the "
    "file private/publish.env in the archive.",
    "key_set": "It is set already, in the environment or in private/publish.env. Leave the field empty to use that.",
    "rehearsal_posts": "The posts were prepared and searched for private data. The lines above say what would be "
    "sent, and what the place can’t keep. Look at them, then send it.",
    "another_site_title": "Replace the other site?",
    "another_site_text": "Nothing was sent. The place has a site that was not made from this archive. If you replace "
    "it, its readers see yours instead. Or go back and name another place.",
    "another_site_yes": "Replace that site: show what would be sent",
    "another_site_no": "Name another place",
    # Export
    "export_text": "Your posts in the form of another program. The archive stays as it is.",
    "export_button": "Export",
    "rehearse_files": "Show what would be written",
    "rehearsal_files_title": "Nothing was written yet",
    "rehearsal_files": "The lines above say what would be written.",
    "write_now": "Write it now",
    "next_export": "Export to another program",
    "next_backup": "See where your copies are",
    # Backup
    "backup_text": "Disks fail, laptops are stolen, accounts are locked. Three copies, one of them in another "
    "building, survive all of that.",
    "copy_1": "Copy 1: this computer",
    "copy_1_text": "The archive itself, with everything:",
    "copy_check_first": "A copy of a damaged file is a damaged copy. So check the archive before each backup.",
    "copy_2": "Copy 2: another disk, with everything",
    "copy_2_text": "A bag is a folder with checksums, which libraries accept. It is not encrypted, and has your "
    "e-mail, IP addresses and drafts: lock the disk away. The program keeps no record of bags, so name the folder "
    "after the day.",
    "copy_bag": "Copy to a bag",
    "copy_restic": "Or encrypted, with the program restic, in a terminal. Write its password down, and keep it "
    "elsewhere:",
    "copy_restic_label": "Commands for restic",
    "copy_3": "Copy 3: in another building",
    "copy_3_here": "From this page: copy to a bag once more, on a third disk, and take that to another building, such "
    "as the home of a friend whom you trust with what is in it.",
    "copy_3_text": "Or a private git repository, which only a terminal can do. It has the history, and no exports, "
    "private data and drafts, which git leaves out:",
    "copy_git_label": "Commands for git",
    "copy_test_title": "Test a copy",
    "copy_test_text": "Once a year, copy one back into an empty folder, and check it. A bag can also be checked "
    "where it is.",
    "copy_test_folder": "Folder of the copy",
    "copy_test_check": "Check the copy",
    # What was sent, or would be
    "sent_to": "To:",
    "sent_branch": "(branch {branch})",
    "pages_new": "New posts: {number}",
    "pages_changed": "Posts whose pages change: {number}",
    "pages_removed": "Posts that leave the site: {number}",
    "pages_text": "Lists, feeds and pictures change with them.",
    "job_is_there": "{what}: nothing to send",
    "is_there": "The web has this site already. There is nothing to send.",
    "is_there_place": "This place has the site already. There is nothing to send.",
    "history_stays": "What leaves the site stays in the history of the branch, where everybody can read it.",
    "history_remove": "Also remove the history",
    "history_is_there": "What left the site is still in the history of the branch, where everybody can read it.",
    "history_show": "Remove the history: show what would be sent",
    "steps_left_title": "One step at GitHub is left",
    "steps_left_open": "Open the settings of your repository:",
    "steps_left_choose": "Under “Build and deployment” choose: Deploy from a branch, {branch}, / (root). Press “Save”.",
    "steps_left_domain": "Under “Custom domain” write {domain} and press “Save”. At the company where you got that "
    "name, point it to GitHub:",
    "steps_left_https": "When the page offers it: tick “Enforce HTTPS”.",
    "steps_left_wait": "After a minute or two your site is here:",
    "keep_address_text": "The feed and the links from old addresses need the address of the site. There it will be:",
    "keep_address": "Keep this address for the site",
    "address_saved": "Saved. The site has this address from now on.",
    # A rehearsal of a rescue
    "rehearsal_web_title": "Nothing was fetched yet",
    "rehearsal_web": "The lines above say what the web archives have, and how long it takes.",
    "fetch_now": "Fetch it now",
}
