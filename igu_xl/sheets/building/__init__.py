"""From the contract to a workbook: one module for each kind of sheet and for what they share."""
