"""In: this run, and what the runs before it have left.

Out: what is new since, who has sent what and when, and the file that never forgets it.
"""
