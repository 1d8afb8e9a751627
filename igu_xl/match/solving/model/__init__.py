"""The problem as arrays and as an integer programme."""
