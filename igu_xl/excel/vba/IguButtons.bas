Attribute VB_Name = "IguButtons"
Option Explicit

' The commands of the partnership. Each hands one line to Python; what it does is in igu_xl.excel.buttons.

' (A Sub for each button of igu_xl/sheets/buttons.py.)

Private Sub RunCommand(ByVal Command As String)
    If Not (IsFile("INTERPRETER_WIN") Or IsFile("INTERPRETER_MAC")) Then
        MsgBox "Excel ved ikke, hvor igu er installeret. Kør kommandoen »igu excel« på denne computer, og prøv igen.", vbExclamation, "igu"
        Exit Sub
    End If
    RunPython Command
End Sub

Private Function IsFile(ByVal Setting As String) As Boolean
    Dim Path As String
    Path = GetConfig(Setting, "")
    If Path <> "" Then IsFile = FileExists(Path)
End Function
