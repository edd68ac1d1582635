"""The search of the site: an index that a page from the disk can load, and the script that searches it."""
