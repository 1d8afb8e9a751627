"""What is wrong in the workbooks."""
