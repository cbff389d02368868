"""In: the number of a code.

Out: all that is said of it, in one file for each family of codes.
"""
