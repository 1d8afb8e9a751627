"""The whole school plan as one integer programme, for problems small enough."""
