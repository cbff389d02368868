"""In: the years of some units side by side.

Out: the bytes of the workbook that shows them, sheet by sheet.
"""
