"""`python -m medium_archive`: the command `archive`."""

from medium_archive.cli.app import main

if __name__ == "__main__":  # a worker process imports this module, and must not run the command again
    main()
