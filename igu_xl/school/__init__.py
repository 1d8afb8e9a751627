"""The two-year school plan, pooled over everybody: who attends which cohorts, and which cohorts run."""
