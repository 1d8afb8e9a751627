"""What has happened between two readings of the workbooks: events, and the one table of their Danish words."""
