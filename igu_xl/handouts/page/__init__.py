"""The page of a school plan that the citizen reads."""
