"""In: a form, a year and a roster, or nothing at all.

Out: the workbooks that a new collection begins with: the roster to type into, and last year's
figures.
"""
