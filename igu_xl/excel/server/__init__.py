"""The optional face `igu-xl[server]`: the cell functions and the commands for Excel on the web and on a Mac.

It runs on xlwings Server, which has another licence than the rest; nothing outside this folder may import it.
"""
