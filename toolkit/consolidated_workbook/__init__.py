"""In: a consolidation and its review.

Out: the bytes of the workbook that the office works with, sheet by sheet.
"""
