"""In: the words typed after `toolkit`.

Out: one call of a command, its result on the screen in Chinese, and the exit code.
"""
