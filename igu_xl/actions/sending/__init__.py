"""Godkend og send: what can be sent, and what each partner is told."""
