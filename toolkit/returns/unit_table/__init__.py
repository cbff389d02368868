"""In: the grid of a plain table of last year's figures, a line for each unit.

Out: the figures by unit and indicator, and every line, column and cell that was not used.
"""
