"""The command line: Typer parses, one command is called, its Report is printed, the exit code is set."""
