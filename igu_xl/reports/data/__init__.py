"""A month's data, and how the partnership stood on any of its days."""
