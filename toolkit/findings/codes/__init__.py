"""In: the number of a code.

Out: everything that is said about it, in one file for each family of codes.
"""
