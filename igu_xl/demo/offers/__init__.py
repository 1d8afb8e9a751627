"""What the demo's companies and schools offer."""
