"""Gets the pictures and gists that posts show: from the network, or from a folder of pictures."""
