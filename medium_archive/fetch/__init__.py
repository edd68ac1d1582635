"""Pictures and gists: fetched from the network, or taken from a folder of the person's."""
