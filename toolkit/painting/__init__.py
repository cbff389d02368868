"""In: texts, figures and the places of the form.

Out: cells, formulas, links and lists on sheets that XlsxWriter writes.
"""
