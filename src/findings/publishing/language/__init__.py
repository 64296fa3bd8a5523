"""The report in another language: a function over executed exhibits, so no notebook runs again for it.

A line's own words, with a place for each span that is not words, are one message of the catalogue
(`locale/<language>.po`). What the catalogue does not hold stays English, is marked as English, and is counted.
"""
