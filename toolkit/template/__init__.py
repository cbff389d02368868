"""In: a form, and a unit with last year's figures if it is for one.

Out: the locked workbook that the unit fills in.
"""
