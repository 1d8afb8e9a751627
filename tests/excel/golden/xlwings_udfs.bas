Attribute VB_Name = "xlwings_udfs"
'Made by igu_xl.excel.function_wrappers; changes here are lost at the next build.
#Const App = "Microsoft Excel"

Function IGU_CVR_GYLDIGT(cvr)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        IGU_CVR_GYLDIGT = XLPy.CallUDF("igu_xl.excel.functions", "IGU_CVR_GYLDIGT", Array(cvr), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        IGU_CVR_GYLDIGT = XLPy.CallUDF("igu_xl.excel.functions", "IGU_CVR_GYLDIGT", Array(cvr))
        Exit Function
    #End If
failed:
    IGU_CVR_GYLDIGT = Err.Description
End Function

Function IGU_HOLDRISIKO(Optional mappe)
    If (Not Application.CommandBars("Standard").Controls(1).Enabled) Then Exit Function
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        IGU_HOLDRISIKO = XLPy.CallUDF("igu_xl.excel.functions", "IGU_HOLDRISIKO", Array(mappe, Nothing), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        IGU_HOLDRISIKO = XLPy.CallUDF("igu_xl.excel.functions", "IGU_HOLDRISIKO", Array(mappe, Nothing))
        Exit Function
    #End If
failed:
    IGU_HOLDRISIKO = Err.Description
End Function

Function IGU_HVORFOR(foedt, adresse_fra, opholdsgrundlag, start, Optional tidligere_igu, Optional tilladelse_til, Optional adresse_afbrudt, Optional erstatningsnummer)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        IGU_HVORFOR = XLPy.CallUDF("igu_xl.excel.functions", "IGU_HVORFOR", Array(foedt, adresse_fra, opholdsgrundlag, start, tidligere_igu, tilladelse_til, adresse_afbrudt, erstatningsnummer), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        IGU_HVORFOR = XLPy.CallUDF("igu_xl.excel.functions", "IGU_HVORFOR", Array(foedt, adresse_fra, opholdsgrundlag, start, tidligere_igu, tilladelse_til, adresse_afbrudt, erstatningsnummer))
        Exit Function
    #End If
failed:
    IGU_HVORFOR = Err.Description
End Function

Function IGU_INDKOMST(timeloen, forsoergerstatus, start, Optional ydelse, Optional godtgoerelse, Optional timer_om_ugen)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        IGU_INDKOMST = XLPy.CallUDF("igu_xl.excel.functions", "IGU_INDKOMST", Array(timeloen, forsoergerstatus, start, ydelse, godtgoerelse, timer_om_ugen), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        IGU_INDKOMST = XLPy.CallUDF("igu_xl.excel.functions", "IGU_INDKOMST", Array(timeloen, forsoergerstatus, start, ydelse, godtgoerelse, timer_om_ugen))
        Exit Function
    #End If
failed:
    IGU_INDKOMST = Err.Description
End Function

Function IGU_KOMMUNEKODE(navn)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        IGU_KOMMUNEKODE = XLPy.CallUDF("igu_xl.excel.functions", "IGU_KOMMUNEKODE", Array(navn), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        IGU_KOMMUNEKODE = XLPy.CallUDF("igu_xl.excel.functions", "IGU_KOMMUNEKODE", Array(navn))
        Exit Function
    #End If
failed:
    IGU_KOMMUNEKODE = Err.Description
End Function

Function IGU_MAALGRUPPE(foedt, adresse_fra, opholdsgrundlag, start, Optional tidligere_igu, Optional tilladelse_til, Optional adresse_afbrudt, Optional erstatningsnummer)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        IGU_MAALGRUPPE = XLPy.CallUDF("igu_xl.excel.functions", "IGU_MAALGRUPPE", Array(foedt, adresse_fra, opholdsgrundlag, start, tidligere_igu, tilladelse_til, adresse_afbrudt, erstatningsnummer), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        IGU_MAALGRUPPE = XLPy.CallUDF("igu_xl.excel.functions", "IGU_MAALGRUPPE", Array(foedt, adresse_fra, opholdsgrundlag, start, tidligere_igu, tilladelse_til, adresse_afbrudt, erstatningsnummer))
        Exit Function
    #End If
failed:
    IGU_MAALGRUPPE = Err.Description
End Function

Function IGU_PLADSER(kandidat_id, Optional antal, Optional mappe)
    If (Not Application.CommandBars("Standard").Controls(1).Enabled) Then Exit Function
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        IGU_PLADSER = XLPy.CallUDF("igu_xl.excel.functions", "IGU_PLADSER", Array(kandidat_id, antal, mappe, Nothing), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        IGU_PLADSER = XLPy.CallUDF("igu_xl.excel.functions", "IGU_PLADSER", Array(kandidat_id, antal, mappe, Nothing))
        Exit Function
    #End If
failed:
    IGU_PLADSER = Err.Description
End Function

Function IGU_RIMELIGHED(ordinaert_ansatte, antal)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        IGU_RIMELIGHED = XLPy.CallUDF("igu_xl.excel.functions", "IGU_RIMELIGHED", Array(ordinaert_ansatte, antal), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        IGU_RIMELIGHED = XLPy.CallUDF("igu_xl.excel.functions", "IGU_RIMELIGHED", Array(ordinaert_ansatte, antal))
        Exit Function
    #End If
failed:
    IGU_RIMELIGHED = Err.Description
End Function

Function IGU_SKOLEPLAN(slags, timetal, start, Optional proeve)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        IGU_SKOLEPLAN = XLPy.CallUDF("igu_xl.excel.functions", "IGU_SKOLEPLAN", Array(slags, timetal, start, proeve), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        IGU_SKOLEPLAN = XLPy.CallUDF("igu_xl.excel.functions", "IGU_SKOLEPLAN", Array(slags, timetal, start, proeve))
        Exit Function
    #End If
failed:
    IGU_SKOLEPLAN = Err.Description
End Function

Function IGU_SKOLETIMER(slags, timetal, start)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        IGU_SKOLETIMER = XLPy.CallUDF("igu_xl.excel.functions", "IGU_SKOLETIMER", Array(slags, timetal, start), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        IGU_SKOLETIMER = XLPy.CallUDF("igu_xl.excel.functions", "IGU_SKOLETIMER", Array(slags, timetal, start))
        Exit Function
    #End If
failed:
    IGU_SKOLETIMER = Err.Description
End Function

Function IGU_SKOLEUGER(slags, timetal, start)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        IGU_SKOLEUGER = XLPy.CallUDF("igu_xl.excel.functions", "IGU_SKOLEUGER", Array(slags, timetal, start), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        IGU_SKOLEUGER = XLPy.CallUDF("igu_xl.excel.functions", "IGU_SKOLEUGER", Array(slags, timetal, start))
        Exit Function
    #End If
failed:
    IGU_SKOLEUGER = Err.Description
End Function

Function IGU_SLUTDATO(start, indsats, Optional sektor, Optional fravaer_uger, Optional barsel)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        IGU_SLUTDATO = XLPy.CallUDF("igu_xl.excel.functions", "IGU_SLUTDATO", Array(start, indsats, sektor, fravaer_uger, barsel), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        IGU_SLUTDATO = XLPy.CallUDF("igu_xl.excel.functions", "IGU_SLUTDATO", Array(start, indsats, sektor, fravaer_uger, barsel))
        Exit Function
    #End If
failed:
    IGU_SLUTDATO = Err.Description
End Function

Public Sub IguRegisterFunctions()
    On Error Resume Next
    Application.MacroOptions Macro:="IGU_CVR_GYLDIGT", Category:="IGU", _
        Description:="SAND, når CVR-nummeret er gyldigt (otte cifre og kontrolciffer).", _
        ArgumentDescriptions:=Array( _
        "CVR-nummer, eller en kolonne af dem.")
    Application.MacroOptions Macro:="IGU_HOLDRISIKO", Category:="IGU", _
        Description:="Kommende hold, der mangler deltagere: hvor mange, og hvor mange dage der er til tilmeldingsfristen.", _
        ArgumentDescriptions:=Array( _
        "[Mappe]: partnerskabets mappe. Kan altid udelades, for arbejdsbogen skal ligge i den.")
    Application.MacroOptions Macro:="IGU_HVORFOR", Category:="IGU", _
        Description:="Hvorfor kandidaten er eller ikke er i målgruppen for igu på startdagen.", _
        ArgumentDescriptions:=Array( _
        "Fødselsdato, én celle eller en hel kolonne, fx tblKandidater[Fødselsdato].", _
        "Første dag med dansk folkeregisteradresse.", _
        "Opholdsgrundlag fra listen, fx Flygtning.", _
        "Den dag, forløbet begynder: en kolonne eller én celle for alle rækker, fx Klar fra.", _
        "[Tidligere igu]: Nej, Gennemført eller Afbrudt. Kan udelades.", _
        "[Tilladelse til]: opholdstilladelsens sidste dag. Tom: den er uden udløb, eller dagen kendes ikke.", _
        "[Adresse afbrudt]: Ja, hvis folkeregisteradressen i Danmark har været afbrudt. Kan udelades.", _
        "[Erstatningsnummer]: Ja, hvis personen har et erstatningspersonnummer. Skriv ikke nummeret.")
    Application.MacroOptions Macro:="IGU_INDKOMST", Category:="IGU", _
        Description:="Indkomst i igu mod ydelsen, kr. om måneden, vejledende, før skat. Giver igu, ydelse, forskel og bemærkning.", _
        ArgumentDescriptions:=Array( _
        "Løn i kr. i timen før skat.", _
        "Enlig forsørger, Forsørger, Ikke-forsørger eller Hjemmeboende under 30.", _
        "Den dag, igu'en begynder; den bestemmer satserne og antallet af skoleuger.", _
        "[Ydelse]: den ydelse, personen får nu, i kr. om måneden før skat.", _
        "[Godtgørelse]: uddannelsesgodtgørelse, kr. om måneden. Tom: satsen, hvis den kendes.", _
        "[Timer]: 32 til 37 om ugen; 37, hvis det udelades. Skoleuger er altid 37 timer.")
    Application.MacroOptions Macro:="IGU_KOMMUNEKODE", Category:="IGU", _
        Description:="Kommunens nummer ud fra navnet, fx 101 for København.", _
        ArgumentDescriptions:=Array( _
        "Kommunens navn, som man skriver det, eller en kolonne af navne.")
    Application.MacroOptions Macro:="IGU_MAALGRUPPE", Category:="IGU", _
        Description:="Er kandidaten i målgruppen for igu på startdagen? Opfyldt, ikke opfyldt, manuel vurdering eller mangler data.", _
        ArgumentDescriptions:=Array( _
        "Fødselsdato, én celle eller en hel kolonne, fx tblKandidater[Fødselsdato].", _
        "Første dag med dansk folkeregisteradresse.", _
        "Opholdsgrundlag fra listen, fx Flygtning.", _
        "Den dag, forløbet begynder: en kolonne eller én celle for alle rækker, fx Klar fra.", _
        "[Tidligere igu]: Nej, Gennemført eller Afbrudt. Kan udelades.", _
        "[Tilladelse til]: opholdstilladelsens sidste dag. Tom: den er uden udløb, eller dagen kendes ikke.", _
        "[Adresse afbrudt]: Ja, hvis folkeregisteradressen i Danmark har været afbrudt. Kan udelades.", _
        "[Erstatningsnummer]: Ja, hvis personen har et erstatningspersonnummer. Skriv ikke nummeret.")
    Application.MacroOptions Macro:="IGU_PLADSER", Category:="IGU", _
        Description:="De bedste åbne pladser til en kandidat, bedste først. Match ser på alle kandidater og kan foreslå en anden.", _
        ArgumentDescriptions:=Array( _
        "Kandidatens id, fx 101-0007.", _
        "[Antal]: hvor mange pladser der vises; 5, hvis det udelades.", _
        "[Mappe]: partnerskabets mappe. Kan altid udelades, for arbejdsbogen skal ligge i den.")
    Application.MacroOptions Macro:="IGU_RIMELIGHED", Category:="IGU", _
        Description:="Er så mange i praktik og løntilskud inden for rimelighedskravet på P-nummeret?", _
        ArgumentDescriptions:=Array( _
        "Ordinært ansatte på P-nummeret: gennemsnit af de seneste 4 måneder i fuldtid.", _
        "Personer i praktik og løntilskud i alt på P-nummeret.")
    Application.MacroOptions Macro:="IGU_SKOLEPLAN", Category:="IGU", _
        Description:="Er en plans kurser nok skole til en igu? Giver vurdering, vægtede timer, uger og begrundelse.", _
        ArgumentDescriptions:=Array( _
        "Alle planens kurser: AMU, dansk, FVU, avu, hf eller FGU (tælles ikke, for faktoren er ukendt).", _
        "Undervisningstimer, ikke vægtede.", _
        "Den dag, igu'en begynder; den bestemmer, om kravet er 851 eller 740 timer.", _
        "[Bestået prøve]: PD1, PD2, PD3, Studieprøven eller Ingen. Kan udelades.")
    Application.MacroOptions Macro:="IGU_SKOLETIMER", Category:="IGU", _
        Description:="De timer, et kursus tæller i en igus skoledel: AMU én gang; dansk, FVU, avu og hf to gange; FGU er ukendt.", _
        ArgumentDescriptions:=Array( _
        "Kursets slags: AMU, dansk, FVU, avu, hf eller FGU.", _
        "Undervisningstimer, ikke vægtede.", _
        "Den dag, forløbet begynder: en kolonne eller én celle for alle rækker, fx Klar fra.")
    Application.MacroOptions Macro:="IGU_SKOLEUGER", Category:="IGU", _
        Description:="De skoleuger à 37 vægtede timer, et kursus tæller i en igus skoledel.", _
        ArgumentDescriptions:=Array( _
        "Kursets slags: AMU, dansk, FVU, avu, hf eller FGU.", _
        "Undervisningstimer, ikke vægtede.", _
        "Den dag, forløbet begynder: en kolonne eller én celle for alle rækker, fx Klar fra.")
    Application.MacroOptions Macro:="IGU_SLUTDATO", Category:="IGU", _
        Description:="Den sidste dag i et forløb af sædvanlig længde. Igu kan forlænges efter fravær, eller når skoledelen mangler. Praktik og løntilskud fra 2027: kun et forslag, for reglerne er ikke læst.", _
        ArgumentDescriptions:=Array( _
        "Forløbets første dag.", _
        "Forløbets type: igu, løntilskud eller praktik.", _
        "[Sektor]: Privat eller Offentlig. Bruges til løntilskud.", _
        "[Fravær]: uger med barsel, adoption eller én sygdom over 8 uger, eller uger, der mangler.", _
        "[Barsel]: Ja ved barsel eller adoption, eller en årsag: Skoledel ikke gennemført. Kan være tom.")
End Sub
