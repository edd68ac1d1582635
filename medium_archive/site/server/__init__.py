"""The site on this computer alone, for looking at it: built again when a text changes; then the page reloads itself."""
