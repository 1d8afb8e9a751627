"""What igu is: the law, the codes and the rates, without any workbook."""
