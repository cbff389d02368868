"""In: the bytes of a page, a Word file, a PDF or a text.

Out: its paragraphs and tables as plain values, or the reason why it cannot be read.
"""
