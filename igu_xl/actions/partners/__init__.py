"""Partners and people that come and go: who has left, and who has moved."""
