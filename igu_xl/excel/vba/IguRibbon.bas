Attribute VB_Name = "IguRibbon"
Option Explicit

' The ribbon of igu.xlam calls these; they do what the buttons do.

' (A Sub for each button of igu_xl/sheets/buttons.py.)
