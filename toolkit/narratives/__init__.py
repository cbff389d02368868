"""In: the running text of a published report, and the wordings of its form.

Out: the figures that its sentences state, and the years, bodies and gaps that do not belong there.
"""
