"""What Medium publishes and exports, read into posts of plain HTML."""
