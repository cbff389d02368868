"""In: a consolidation, with the findings of each unit.

Out: the marked workbook and the notice that go back to each unit, and the list of those who have
sent nothing.
"""
