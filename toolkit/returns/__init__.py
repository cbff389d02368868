"""In: grids, and the map of the form.

Out: what one workbook reports: values, and findings at the cells that give none; of a
consolidated workbook also what it says of its units.
"""
