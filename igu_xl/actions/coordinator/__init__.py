"""The coordinator's workbook: its settings and decisions, and the sheets that are filled."""
