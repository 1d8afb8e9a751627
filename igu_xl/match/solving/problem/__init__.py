"""The match problem as tables, a plan for it, and the proof that the plan is allowed."""
