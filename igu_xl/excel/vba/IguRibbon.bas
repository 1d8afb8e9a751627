Attribute VB_Name = "IguRibbon"
Option Explicit

' The ribbon of igu.xlam calls these; they do what the buttons do.

Public Sub RibbonHentOgKontroller(control As IRibbonControl)
    HentOgKontroller
End Sub

Public Sub RibbonMatch(control As IRibbonControl)
    Match
End Sub

Public Sub RibbonGodkendOgSend(control As IRibbonControl)
    GodkendOgSend
End Sub

Public Sub RibbonRapport(control As IRibbonControl)
    Rapport
End Sub

Public Sub RibbonHvadNuHvis(control As IRibbonControl)
    HvadNuHvis
End Sub

Public Sub RibbonOpgrader(control As IRibbonControl)
    Opgrader
End Sub
