"""In: the words typed after `toolkit`.

Out: one call of the library, its result on the screen in Chinese, and the exit code.
"""
