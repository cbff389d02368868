"""In: units.csv or units.xlsx.

Out: the units that must report, each with its category, its parent and its deadline.
"""
