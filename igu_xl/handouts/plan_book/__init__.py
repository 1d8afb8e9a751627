"""The school plan as a workbook to print and to change."""
