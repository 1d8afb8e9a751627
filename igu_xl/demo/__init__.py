"""A made-up partnership that looks like a real one."""
