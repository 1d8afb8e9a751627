"""What to tell: the monthly figures and pages."""
