"""In: what files say of their units, each of one year.

Out: the years of each unit side by side: lines, changes, cross-year rules, gaps, what was not used.
"""
