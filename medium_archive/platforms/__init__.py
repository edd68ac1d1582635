"""Places to publish: what each needs to know, and the programs that bring files there."""
