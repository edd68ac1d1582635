"""The site: pages made from the archive folder, that open from the disk and from any address."""
