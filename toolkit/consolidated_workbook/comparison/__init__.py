"""In: this year's sums and last year's.

Out: the sheet 上下年对比.
"""
