"""Places that take the built site, one file a host, with git and the workflow beside them."""
