"""The pages of a month protected together, and what was told in other months."""
