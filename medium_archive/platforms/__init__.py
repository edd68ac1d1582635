"""Places that take posts through an account, one file a platform."""
