"""What Medium gives: its export, read into posts of plain HTML."""
