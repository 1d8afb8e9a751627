"""From the layout of an earlier version to this one's: what the contract has gained is put into a workbook losslessly.

A fresh workbook of the same kind is built beside it, and what is lacking is taken from there: a column, a list value, a
whole sheet. Nothing that stands in the workbook moves; where there is no room, the workbook is refused as it is.
"""
