"""The search in a school plan too large for one integer programme: schedules as columns, and parts of the whole."""
