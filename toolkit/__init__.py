"""Collect, audit and consolidate yearly statistical returns in spreadsheets."""

__version__ = "0.1.0"
