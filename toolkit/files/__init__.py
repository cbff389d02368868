"""In: paths that a person has named.

Out: every file that lies under them, those in archives and mails too; files written, and nothing
replaced that is not ours.
"""
