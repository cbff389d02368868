"""In: a workbook as the reviewer left it.

Out: the annual report as it is published, in Word and as a page, or why it may not be.
"""
