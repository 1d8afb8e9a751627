"""From a file that may be anything to values that are understood, each with its cell."""
