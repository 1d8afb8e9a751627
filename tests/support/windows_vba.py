"""The macros as a Windows computer has them, for LibreOffice to run: the real text, with stand-ins for Windows itself.

LibreOffice has no conditional compilation and no Windows, so the branches of the other system are taken out, and what
is asked of Windows (a shell object, two functions of libraries, the number of Excel's window) is noted in a file.
Everything else is the text that is built into the workbook.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

WINDOWS = {"Mac": False, "Win64": True, "VBA7": True}

_SHELL = 'CreateObject("WScript.Shell")'
_DECLARED = re.compile(r"^\s*Private Declare PtrSafe Function .*\n", re.M)

# What stands in for Windows; every call is a line of the file: what was asked, a tab, with what.
_NOTES = """
Private Sub Note(ByVal What As String, ByVal Told As String)
    Dim Handle As Integer
    Handle = FreeFile
    Open "{notes}" For Append As #Handle
    Print #Handle, What & Chr$(9) & Told
    Close #Handle
End Sub
Private Function LoadLibraryA(ByVal Path As String) As Long
    Note "library", Path
    LoadLibraryA = 1
End Function
Private Function XLPyDLLActivateAuto(ByRef Result As Variant, ByVal Config As String, ByVal Mode As Long) As Long
    Note "serve", Config
    Result = "Ingen Python her."
    XLPyDLLActivateAuto = 1
End Function
Private Function RunByShell(ByVal Line As String) As Long
    Note "run", Line
End Function
Private Sub GoToFolder(ByVal Folder As String)
    Note "folder", Folder
End Sub
"""


def for_this_platform(text: str, platform: Mapping[str, bool]) -> str:
    """The text of a module as the compiler of a platform reads it: without the branches of others."""
    return "".join(_compiled(text, platform))


def _compiled(text: str, platform: Mapping[str, bool]) -> Iterator[str]:
    taken: list[bool] = []
    for line in text.splitlines(keepends=True):
        word = line.split()[0] if line.split() else ""
        if word == "#If":
            taken.append(platform[line.split()[1]])
        elif word == "#Else":
            taken[-1] = not taken[-1]
        elif line.split()[:2] == ["#End", "If"]:
            taken.pop()
        elif all(taken):
            yield line


def on_noted_windows(system: str, notes: Path) -> str:
    """The module IguSystem for Windows, which notes what it asks of Windows in the file `notes`."""
    text = for_this_platform(system, WINDOWS)
    text, declared = _DECLARED.subn("", text)
    assert declared == 2, "IguSystem asks other libraries than these"
    for asked, stand_in, times in (
        (f"        Set Shell = {_SHELL}\n", "", 1),
        ("        Before = Shell.CurrentDirectory\n", "", 1),
        ("Shell.CurrentDirectory = FolderOf(PythonHere())", "GoToFolder FolderOf(PythonHere())", 1),
        ("Shell.CurrentDirectory = Before", 'GoToFolder "(as before)"', 2),
        (
            "Shell.Run(ButtonCommand(Command, CStr(Application.Hwnd)), 0, True)",
            'RunByShell(ButtonCommand(Command, "7"))',
            1,
        ),
    ):
        assert text.count(asked) == times, asked
        text = text.replace(asked, stand_in)
    return text + _NOTES.format(notes=notes)


def settings(home: Path, text: str) -> None:
    """Write the user's settings where these macros look when USERPROFILE is `home`; `\\` is a letter of a name here."""
    home.parent.mkdir(parents=True, exist_ok=True)
    home.with_name(home.name + "\\.igu\\igu.conf").write_text(text, encoding="utf-8")


def asked(notes: Path) -> list[tuple[str, str]]:
    """What was asked of Windows, in order: kind and text."""
    if not notes.exists():
        return []
    lines = notes.read_text(encoding="utf-8").splitlines()
    return [(what, told) for what, _, told in (line.partition("\t") for line in lines)]
