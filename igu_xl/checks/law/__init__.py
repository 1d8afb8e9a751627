"""What the law says of the rows that people typed."""
