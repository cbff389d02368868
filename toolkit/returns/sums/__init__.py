"""In: the grids of a consolidated workbook.

Out: its units, its lists and its record, read once, and what speaks against them.
"""
