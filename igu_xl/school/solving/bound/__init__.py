"""Prices of seats, and from them the proof that nobody can do much better."""
