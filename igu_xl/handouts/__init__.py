"""What a person holds in the hand: the school plan of one placement as workbook, page and calendar."""
