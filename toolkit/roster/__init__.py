"""In: a roster file: 名册.xlsx, units.csv and the like.

Out: the units that must report, each with its category, its parent and its deadline.
"""
