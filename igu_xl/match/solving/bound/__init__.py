"""Prices: how many can be placed at most, and what people, slots and cohorts are worth."""
