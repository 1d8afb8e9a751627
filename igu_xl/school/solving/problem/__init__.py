"""The school plan as tables, and a plan for it."""
