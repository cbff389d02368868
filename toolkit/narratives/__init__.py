"""In: the running text of a published report, and the wordings of its form.

Out: the figures that its sentences state, the years and the bodies that they speak of.
"""
