"""In: the balances that a return breaks.

Out: the fewest figures that would mend them, the most plausible first.
"""
