"""Posts as a source for static site generators: what their formats share.

`export.files` makes the files of one generator from its `Idiom`: the front matter that it reads, its form of links and
pictures, and which Markdown its engine reads differently. `format.Generator` is the format of such an idiom.
"""
