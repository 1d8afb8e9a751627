"""What may be told: small counts are hidden, and all from which they could be computed."""
