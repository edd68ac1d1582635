"""Looks at a stand-in for Medium's host as `archive check` is typed, plain and with a real browser.

`python -m tests.watch_looks` prints the table of all situations, `python -m tests.watch_looks.kills 100` ends looks at
random moments.

    certificates → host → walls, pages → situations → programs, looks → __main__, kills
"""
