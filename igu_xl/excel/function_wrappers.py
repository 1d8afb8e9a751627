"""The VBA module through which Excel calls the cell functions: the text that xlwings would import into a workbook.

xlwings makes this text on a Windows machine with Excel when a person clicks »Import Functions«. Here it is made from
the same functions anywhere, so that it can be built into igu.xlam; a test holds it to what xlwings itself makes.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

from igu_xl.excel import functions
from igu_xl.excel.function_help import CATEGORY, HELP, SLOW

MODULE = "xlwings_udfs"
REGISTER = "IguRegisterFunctions"
"""The macro that gives the functions their help; the workbook calls it when it opens."""

_HEAD = f"""Attribute VB_Name = "{MODULE}"
'Made by igu_xl.excel.function_wrappers; changes here are lost at the next build.
#Const App = "Microsoft Excel"
"""

_FUNCTION = """Function {name}({parameters})
{unless_in_wizard}    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        {name} = XLPy.CallUDF("{module}", "{name}", Array({values}), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        {name} = XLPy.CallUDF("{module}", "{name}", Array({values}))
        Exit Function
    #End If
failed:
    {name} = Err.Description
End Function
"""

_UNLESS_IN_WIZARD = '    If (Not Application.CommandBars("Standard").Controls(1).Enabled) Then Exit Function\n'
_CALLER = "caller"


def wrapper_module() -> str:
    """The text of the module.

    xlwings is given the workbook that the macros are in, not the active one as it does itself in an add-in: in what it
    is given it looks for sheets of Python code, to run them.
    """
    return "\n".join([_HEAD, *_wrappers(), _registration()])


def _wrappers() -> Iterator[str]:
    for name in sorted(HELP):
        parameters = _parameters(getattr(functions, name))
        shown = [parameter for parameter in parameters if parameter.name != _CALLER]
        yield _FUNCTION.format(
            name=name,
            parameters=", ".join(map(_declared, shown)),
            unless_in_wizard=_UNLESS_IN_WIZARD if name in SLOW else "",
            values=", ".join("Nothing" if one.name == _CALLER else one.name for one in parameters),
            module=functions.__name__,
        )


def _parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    return list(inspect.signature(function).parameters.values())


def _declared(parameter: inspect.Parameter) -> str:
    return parameter.name if parameter.default is inspect.Parameter.empty else f"Optional {parameter.name}"


def _registration() -> str:
    """The macro that tells Excel what each function and argument is for.

    Excel refuses it where no workbook is open yet; the functions then work without help, so the error is passed over.
    """
    lines = [f"Public Sub {REGISTER}()", "    On Error Resume Next"]
    for name, help_ in sorted(HELP.items()):
        arguments = ", _\n        ".join(_quoted(text) for text in help_.arguments.values())
        lines.append(
            f'    Application.MacroOptions Macro:="{name}", Category:="{CATEGORY}", _\n'
            f"        Description:={_quoted(help_.purpose)}, _\n"
            f"        ArgumentDescriptions:=Array( _\n        {arguments})"
        )
    return "\n".join([*lines, "End Sub", ""])


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
