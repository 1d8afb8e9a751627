"""The people of the demo, and what has become of them."""
