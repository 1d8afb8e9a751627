Attribute VB_Name = "IguPython"
Option Explicit

' Finds Python and says how it is started. Which Python stands in one file, igu.conf in the user's own home, where only
' the user writes. Nothing here looks into a workbook or into a workbook's folder, and a name that somebody else has
' chosen stands in a command only as hexadecimal digits.
'
' Cells of any workbook can call a public function, and shapes a public Sub, with whatever they like. So none here is
' told which program to start, and RunPython runs nothing but the buttons.

Private Const BUTTON As String = "from igu_xl.excel import buttons; buttons."
Private Const FLAGS As String = "-E -P -B"

' Runs the command of a button for the workbook that it was pressed in.
Public Sub RunPython(ByVal Command As String)
    Dim Code As Long
    If PythonHere() = "" Then
        Say "Excel ved ikke, hvor igu er installeret. Kør kommandoen »igu excel« på denne computer, og prøv igen."
    ElseIf PressedIn() = "" Then
        Say "Åbn først koordinatorens eller en partners arbejdsbog, og prøv igen."
    ElseIf InStr(PressedIn(), "=") > 0 Then
        Say "Arbejdsbogens navn må ikke have tegnet = i sig. Giv den et andet navn, og prøv igen."
    ElseIf IsButton(Command) Then
        StartPython Command, Code
        If Code <> 0 Then Say "igu kunne ikke starte. Kør kommandoen »igu doctor« på denne computer; den siger, hvad der er galt."
    End If
End Sub

' What cell functions are called through: Python in a process of its own, which lives as long as Excel.
Public Function XLPy() As Object
    If PythonHere() = "" Then Err.Raise 1000, , "Kør kommandoen »igu excel« på denne computer, og prøv igen."
    If Not LibraryIsLoaded() Then Err.Raise 1000, , "igu er ikke installeret rigtigt. Kør kommandoen »igu doctor« på denne computer."
    Set XLPy = Connected()
End Function

' The command that does a button's work. No shell reads it.
Public Function ButtonCommand(ByVal Command As String, ByVal Window As String) As String
    If Not IsButton(Command) Then Err.Raise 1000, , "Det er ikke en af knapperne."
    ButtonCommand = Quoted(PythonHere()) & " " & FLAGS & " -c " & Quoted(Command) & " --wb=" & BookInHex() & " --from_xl=1 --hwnd=" & Window
End Function

' The command that answers cell functions.
Public Function ServeCommand() As String
    ServeCommand = Quoted(PythonHere()) & " " & FLAGS & " -c " & Quoted("import os, sys; os.chdir(sys.prefix); import xlwings; xlwings.serve('$(CLSID)')")
End Function

' Whether a command is that of a button: the one line that stands in these macros, with the name of a function.
Public Function IsButton(ByVal Command As String) As Boolean
    Dim At As Long
    If Left$(Command, Len(BUTTON)) <> BUTTON Or Right$(Command, 2) <> "()" Then Exit Function
    For At = Len(BUTTON) + 1 To Len(Command) - 2
        If InStr("abcdefghijklmnopqrstuvwxyz_", Mid$(Command, At, 1)) = 0 Then Exit Function
    Next At
    IsButton = True
End Function

' The path of the Python that the user's file names; empty where it names none that is there.
Public Function PythonHere() As String
    Dim Path As String
    Path = GetConfig(InterpreterSetting())
    If Path = "" Or InStr(Path, Chr$(34)) > 0 Then Exit Function
    If Not (Mid$(Path, 2, 2) = ":\" Or Left$(Path, 2) = "\\" Or Left$(Path, 1) = "/") Then Exit Function
    If IsFile(Path) Then PythonHere = Path
End Function

' A setting of the user's own file; empty where it is not there. There is no other place to look.
Public Function GetConfig(ByVal Setting As String) As String
    Dim Handle As Integer
    Dim Found As String
    Dim Value As String
    If Not IsFile(GetConfigFilePath()) Then Exit Function
    Handle = FreeFile
    Open GetConfigFilePath() For Input As #Handle
    Do While Not EOF(Handle)
        Input #Handle, Found, Value
        If LCase$(Found) = LCase$(Setting) Then GetConfig = Expanded(Value)
    Loop
    Close #Handle
End Function

' The folder that a file lies in.
Public Function FolderOf(ByVal Path As String) As String
    Dim At As Long
    For At = Len(Path) To 1 Step -1
        If Mid$(Path, At, 1) = "\" Or Mid$(Path, At, 1) = "/" Then
            FolderOf = Left$(Path, At - 1)
            Exit Function
        End If
    Next At
End Function

' The name of the workbook that a button was pressed in, of which no program can take a part for something else.
Public Function BookInHex() As String
    Dim At As Long
    Dim Book As String
    Book = PressedIn()
    BookInHex = "hex-"
    For At = 1 To Len(Book)
        BookInHex = BookInHex & Right$("000" & Hex$(AscW(Mid$(Book, At, 1)) And &HFFFF&), 4)
    Next At
End Function

Private Function PressedIn() As String
    If Not ThisWorkbook Is Nothing Then PressedIn = ThisWorkbook.Name
End Function

Private Function IsFile(ByVal Path As String) As Boolean
    Dim Found As Long
    On Error Resume Next
    Found = GetAttr(Path)
    If Err.Number = 0 Then
        IsFile = (Found And vbDirectory) = 0
    Else
        IsFile = Dir(Path) <> ""
    End If
End Function

' A text with the computer's variables put in.
Private Function Expanded(ByVal Text As String) As String
    Dim First As Long
    Dim Last As Long
    Expanded = Text
    First = InStr(Expanded, "%")
    If First > 0 Then Last = InStr(First + 1, Expanded, "%")
    If Last > First + 1 Then Expanded = Left$(Expanded, First - 1) & Environ(Mid$(Expanded, First + 1, Last - First - 1)) & Mid$(Expanded, Last + 1)
End Function

Private Function Quoted(ByVal Text As String) As String
    Quoted = Chr$(34) & Text & Chr$(34)
End Function

Private Sub Say(ByVal Sentence As String)
    MsgBox Sentence, vbExclamation, "igu"
End Sub
