"""In: returns, the rules of the form, last year's figures.

Out: findings, the likely cell of a broken balance among them; nothing is ever corrected.
"""
