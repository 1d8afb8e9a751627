"""The logbook: what was done in a partnership, by whom and on which machine, as lines that hang together.

Each line carries the hash of the line before, so none can be changed, taken out or put in without all that follow being
made anew (docs/security/add-in.md). The sheet *Log* shows the lines; where the two differ, the logbook is right.
"""
