"""Hvad nu hvis: changes that would help, each proven by a new search."""
