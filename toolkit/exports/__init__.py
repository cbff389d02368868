"""In: a consolidation.

Out: the JSON and the tidy CSV that other programs read.
"""
