"""Changing a workbook without losing a byte of what others wrote."""
