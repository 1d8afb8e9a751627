"""A match too large for one search: blocks of cohorts, each searched on its own."""
