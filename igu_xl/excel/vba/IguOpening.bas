' The code behind ThisWorkbook of igu.xlam: when the add-in opens, Excel learns what its cell functions are for.

Private Sub Workbook_Open()
    IguRegisterFunctions
End Sub
