"""In: a problem that a rule or a reader has met.

Out: one finding as a value, and the words for it: message, remedy, and the page of its code.
"""
