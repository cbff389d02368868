"""In: a consolidation.

Out: the sheets 概览 and 图表数据: the page that the head of the office reads.
"""
