"""Pages of Medium's as a browser or a web archive keeps them: each kind of page, written from one description.

Nothing here uses code of the program, so that a mistake of the reader is not in its samples too.
"""
