"""Pages of Medium's as a browser or a web archive keeps them: each kind of page, written from one description.

No page is written with code of the program, so that a mistake of the reader is not in its samples too; `comparison` and
`programs` read the pages with it. `python -m tests.saved_pages` prints what is read of each kind of page in each save.
"""
