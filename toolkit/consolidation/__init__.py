"""In: returns with their findings, and the roster.

Out: whose each return is, which of several counts, the sums, and who is not in them.
"""
