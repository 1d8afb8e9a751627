"""The best schedule of one pupil at given prices of seats, by dynamic programming over time and sets of courses."""
