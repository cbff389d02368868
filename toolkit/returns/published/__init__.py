"""In: a document as plain values, and the map of the form.

Out: what the published report in it says, as a return.
"""
