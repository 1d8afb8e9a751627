"""Digits in texts as people write them: what is read, which runs there are, and which of them are a CPR number."""
