Attribute VB_Name = "IguButtons"
Option Explicit

' The commands of the partnership. Each hands one line to Python; what it does is in igu_xl.excel.buttons.

Public Sub HentOgKontroller()
    RunCommand "from igu_xl.excel import buttons; buttons.check()"
End Sub

Public Sub Match()
    RunCommand "from igu_xl.excel import buttons; buttons.match()"
End Sub

Public Sub GodkendOgSend()
    RunCommand "from igu_xl.excel import buttons; buttons.publish()"
End Sub

Public Sub Rapport()
    RunCommand "from igu_xl.excel import buttons; buttons.report()"
End Sub

Public Sub HvadNuHvis()
    RunCommand "from igu_xl.excel import buttons; buttons.what_if()"
End Sub

Public Sub Opgrader()
    RunCommand "from igu_xl.excel import buttons; buttons.upgrade()"
End Sub

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
