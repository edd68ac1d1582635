"""The page on this computer for people who do not type commands (`archive app`).

It has no logic of its own: each action is a command of the command line, which runs in a process of its own, and whose
Report the page shows. `guard` decides who gets an answer, `jobs` runs the commands, `pages` shows them.
"""
