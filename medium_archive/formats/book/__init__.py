"""Posts as a book: what the formats `epub` and `pdf` share.

`plan` chooses the posts and gives each its number, `chapters` makes a chapter of each, with `xhtml` for what strict
readers accept, and `pictures` makes pictures smaller. `cover` draws the cover. `printer` is WeasyPrint, for
`pdf` alone.
"""
