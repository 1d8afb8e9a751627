"""From tables to a school plan that is proven. Knows nothing of Excel or law."""
