"""What a person changed in the workbook of a plan, and whether law and pupil allow it."""
