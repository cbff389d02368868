"""In: the YAML of an official format.

Out: tables, indicators and rules as values, and the one map from each indicator to its sheet and
cell.
"""
