"""In: a folder with a collection.toml in it or above it.

Out: what its commands are to use, each with the line that says so.
"""
