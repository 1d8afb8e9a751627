Attribute VB_Name = "IguSystem"
Option Explicit

' What the macros ask of Windows or of a Mac. No shell of Windows is used: the program's whole path is given, and the
' folder it starts in is its own. The declared function is that of xlwings' macros (BSD 3-clause licence, Copyright (C)
' Zoomer Analytics LLC).

#If Mac Then
#Else
    #If Win64 Then
        Private Const LIBRARY As String = "xlwings64-{xlwings}.dll"
        Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "xlwings64-{xlwings}.dll" (ByRef Result As Variant, Optional ByVal Config As String = "", Optional ByVal Mode As Long = 1) As Long
    #Else
        Private Const LIBRARY As String = "xlwings32-{xlwings}.dll"
        Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "xlwings32-{xlwings}.dll" (ByRef Result As Variant, Optional ByVal Config As String = "", Optional ByVal Mode As Long = 1) As Long
    #End If
    Private Declare PtrSafe Function LoadLibraryA Lib "kernel32" (ByVal Path As String) As LongPtr
#End If

' The file of settings, where igu_xl/actions/excel_settings.py writes it.
Public Function GetConfigFilePath() As String
    #If Mac Then
        GetConfigFilePath = Environ("HOME") & "/igu.conf"
    #Else
        GetConfigFilePath = Environ("USERPROFILE") & "\.igu\igu.conf"
    #End If
End Function

Public Function InterpreterSetting() As String
    #If Mac Then
        InterpreterSetting = "INTERPRETER_MAC"
    #Else
        InterpreterSetting = "INTERPRETER_WIN"
    #End If
End Function

' Starts Python in its own folder and, on Windows, waits for it; Code is its exit code.
Public Sub StartPython(ByVal Command As String, ByRef Code As Long)
    If Not IsButton(Command) Then Exit Sub
    On Error GoTo Failed
    #If Mac Then
        Dim Program As String
        Program = Left$(Application.Path, Len(Application.Path) - 4)
        AppleScriptTask "xlwings-{xlwings}.applescript", "VbaHandler", "false|" & PythonHere() & "|" & Command & "|" & BookInHex() & "|" & Program & "|" & Environ("HOME") & "/igu.log"
        Exit Sub
Failed:
        Code = 1
    #Else
        Dim Shell As Object
        Dim Before As String
        Set Shell = CreateObject("WScript.Shell")
        Before = Shell.CurrentDirectory
        Shell.CurrentDirectory = FolderOf(PythonHere())
        Code = Shell.Run(ButtonCommand(Command, CStr(Application.Hwnd)), 0, True)
        Shell.CurrentDirectory = Before
        Exit Sub
Failed:
        Code = 1
        On Error Resume Next
        Shell.CurrentDirectory = Before
    #End If
End Sub

' Whether xlwings' library was found beside Python; it is loaded by its whole path, so no other is found by its name.
Public Function LibraryIsLoaded() As Boolean
    #If Mac Then
    #Else
        Dim Folder As String
        Folder = FolderOf(PythonHere())
        If LoadLibraryA(Folder & "\" & LIBRARY) <> 0 Then
            LibraryIsLoaded = True
        Else
            LibraryIsLoaded = LoadLibraryA(FolderOf(Folder) & "\" & LIBRARY) <> 0
        End If
    #End If
End Function

' Python as xlwings' library gives it; it is started where it is not running.
Public Function Connected() As Object
    #If Mac Then
        Err.Raise 1000, , "Cellefunktionerne virker kun i Excel på Windows."
    #Else
        Dim Answer As Variant
        If XLPyDLLActivateAuto(Answer, ServeCommand(), 1) <> 0 Then Err.Raise 1000, , CStr(Answer)
        Set Connected = Answer
    #End If
End Function
