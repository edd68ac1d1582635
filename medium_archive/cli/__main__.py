"""`python -m medium_archive.cli`, as schedules start it: by the path of Python, which is there where PATH is not."""

from medium_archive.cli.app import main

main()
