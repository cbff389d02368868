"""In: this consolidation, the workbook that it replaces, and copies of that.

Out: the list that a reviewer works through, with all that people had typed, and what has changed
since.
"""
