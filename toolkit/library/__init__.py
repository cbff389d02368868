"""In: paths and wishes, as a program of somebody else's states them.

Out: what each command gives, as values and pandas tables: all that `import toolkit` offers.
"""
