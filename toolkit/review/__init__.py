"""In: this consolidation, and the workbook that it replaces.

Out: the list that a reviewer works through, with all that people had typed, and what has changed
since.
"""
