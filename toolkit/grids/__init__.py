"""In: nothing of ours: the other packages fill these values.

Out: a workbook as plain values, who it says it is, and the names of all that we write into one.
"""
