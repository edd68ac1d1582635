"""`python -m medium_archive.cli`: schedules start the program this way, because they may run without a PATH."""

from medium_archive.cli.app import main

main()
