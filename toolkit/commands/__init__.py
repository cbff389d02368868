"""In: what a person asked for on the command line.

Out: each command from its first file to its last: the one place where reading, judging and
writing meet.
"""
