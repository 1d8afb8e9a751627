"""What is said of a plan, in plain Danish: each placement, each person without one, each cohort."""
