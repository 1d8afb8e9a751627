"""From tables to a proven plan. Knows nothing of Excel or law."""
