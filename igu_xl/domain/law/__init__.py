"""The law of igu, wage subsidy and practice, by the date it holds."""
