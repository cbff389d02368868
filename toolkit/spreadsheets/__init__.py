"""In: the bytes of a file.

Out: what kind of file it is, and its sheets as grids, or the reason why it cannot be read.
"""
