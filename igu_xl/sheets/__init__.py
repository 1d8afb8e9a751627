"""What a workbook is: the contract, the templates, reading, writing, the folder."""
