"""What judges of web pages say of the site: axe, the Nu checker, Lighthouse, lychee, and a browser's own messages."""
