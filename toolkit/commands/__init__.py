"""In: what a person or a program has asked for.

Out: each command from its first file to its last: the one place where reading, judging and
writing meet.
"""
