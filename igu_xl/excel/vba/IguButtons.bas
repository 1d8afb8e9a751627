Attribute VB_Name = "IguButtons"
Option Explicit

' The commands of the partnership. Each hands one line to Python; what it does is in igu_xl.excel.buttons.

' (A Sub for each button of igu_xl/sheets/buttons.py.)
