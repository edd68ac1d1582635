"""Every way out of the program before servers of every wrong kind: `python -m tests.hostile_servers`.

__main__ → ways, ways_of_platforms, mails → scene → proxy, process → kinds, mail_servers → … → kind
"""
