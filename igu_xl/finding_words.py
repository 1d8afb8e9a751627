"""The Danish words of every finding: code, level, what is wrong, what to do. Read it as a table.

`{value}`, `{column}` and `{sheet}` come from the place; other blanks are named by the check that makes the finding.
"""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """The level and the two sentences of a code."""

    level: str
    message: str
    mend: str


IN_COPIES = "Det står også i igu's kopier af arbejdsbogen, til sekretariatet kører »igu forget MAPPE --cpr«."
IN_COPIES_TOO = IN_COPIES[0].lower() + IN_COPIES[1:]

# fmt: off
WORDS: dict[str, Words] = {
    # The file
    "fil-tom": Words("fejl", "Filen er tom.", "Hent en ny kopi af arbejdsbogen fra skabelonen, eller gendan en tidligere version."),
    "fil-ikke-excel": Words("fejl", "Filen er ikke en Excel-arbejdsbog, selv om navnet siger det.", "Åbn den i Excel, og gem den som »Excel-projektmappe (.xlsx)«."),
    "fil-gammelt-format": Words("fejl", "Filen er i et format, der ikke kan læses ({kind}).", "Åbn den i Excel, og gem den som »Excel-projektmappe (.xlsx)«."),
    "fil-kode": Words("fejl", "Arbejdsbogen er beskyttet med en adgangskode og kan ikke åbnes.", "Fjern adgangskoden i Excel: Filer, Oplysninger, Beskyt projektmappe. Gem igen."),
    "fil-beskadiget": Words("fejl", "Arbejdsbogen er beskadiget og kan ikke læses.", "Åbn den i Excel og lad Excel reparere den, eller gendan en tidligere version."),
    "fil-for-stor": Words("fejl", "Arbejdsbogen fylder for meget, når den pakkes ud, og bliver ikke læst.", "Slet tomme, formaterede rækker og store billeder, og gem igen. Brug ellers en ny kopi af skabelonen."),
    "fil-farlig": Words("fejl", "Arbejdsbogen indeholder en slags kode, som ikke hører til i en arbejdsbog, og bliver ikke læst.", "Kopiér rækkerne over i en ny kopi af skabelonen, og sig det til jeres it-afdeling."),
    "fil-fremmed": Words("advarsel", "Filen hører ikke til i mappen og bliver ikke læst.", "Flyt den til en anden mappe."),
    "fil-uden-slags": Words("fejl", "Det kan ikke ses, om arbejdsbogen er en kommunes, en branches eller en skoles, og den bliver ikke læst.", "Se efter, om filen kan åbnes. Brug ellers en ny kopi af skabelonen."),
    "mappe-mangler": Words("advarsel", "Partnerens mappe findes ikke på denne maskine, eller den kan ikke læses.", "Se efter, om stien er rigtig, og om biblioteket er synkroniseret på denne maskine. Er partneren holdt op, så slet stien."),
    "mappe-lukket": Words("advarsel", "Partnerens mappe kan ikke læses.", "Bed om læse- og skriveret til mappen."),
    "mappe-dobbelt": Words("fejl", "Mappen ligger i en anden partners mappe, eller en anden partners ligger i den. Den bliver ikke læst.", "Giv hver partner sin egen mappe; ellers kan de læse hinandens oplysninger."),
    "mappe-sekretariat": Words("fejl", "Mappen er sekretariatets egen, eller sekretariatets ligger i den. Den bliver ikke læst.", "Angiv den mappe, der er delt med partneren og ingen andre."),
    "mapper-faelles": Words("oplysning", "Alle partnere deler én mappe og kan læse hinandens arbejdsbøger, koordinatorens og arkivet.", "Bed alle lukke deres arbejdsbøger, og kør »igu move MAPPE«; så får hver partner sin egen mappe. Kør »igu move MAPPE --dry-run« for at se det først."),
    "koordinator-hos-partner": Words("fejl", "Koordinatorens arbejdsbog ligger hos en partner, som kan læse alles oplysninger i den. Den bliver ikke læst.", "Flyt den ud af mappen med det samme, slet den også i papirkurven, og find ud af, hvem der kan have set den."),
    "partner-i-andens-mappe": Words("fejl", "Mappen er den partners, som {other} hører til. Arbejdsbogen her er en anden partners og bliver ikke læst; ellers kunne de læse hinandens forløb.", "Giv hver partner sin egen mappe. Er arbejdsbogen ukendt, så spørg den, mappen er delt med."),
    "arbejdsbog-hos-anden": Words("fejl", "Arbejdsbogen hører til samme partner som {other}, men ligger i en mappe, som en anden kan læse. Den bliver ikke læst.", "Flyt den til partnerens egen mappe med det samme, og find ud af, hvem der kan have set den."),
    "arbejdsbog-gammel-mappe": Words("advarsel", "Arbejdsbogen ligger i en mappe fra før, partnerskabet blev flyttet, og bliver ikke læst.", "Se efter, om der er skrevet noget nyt i den. Sæt det ind i partnerens arbejdsbog i partnere, og flyt den her ud af mappen."),
    "fil-laest-ikke": Words("fejl", "Arbejdsbogen kunne ikke åbnes ({reason}).", "Se efter, om filen er optaget eller mangler rettigheder, og prøv igen."),
    "ark-for-stort": Words("fejl", "Arket »{area}« bruges helt ud til celle {cell}, og så stort et ark bliver ikke læst.", "Tryk Ctrl+End på arket for at se, hvor langt det når. Slet rækkerne og kolonnerne uden for tabellen, og gem igen."),
    "ark-varighed": Words("fejl", "Arket »{area}« har et meget stort tal i en celle, der viser timer og minutter, og bliver derfor ikke læst.", "Find cellen (den viser ####), og slet tallet eller formatér cellen som tekst. Er det et CPR-nummer, så slet det."),
    "fil-uden-tabeller": Words("fejl", "Arbejdsbogen har ingen af de tabeller, der skal være i den ({names}).", "Se efter, om filen ligger i den rigtige mappe. Brug ellers en ny kopi af skabelonen."),
    "fil-cpr": Words("fejl", "Filnavnet indeholder et CPR-nummer, og filen bliver ikke læst.", "Giv filen et andet navn."),
    "fil-links": Words("advarsel", "Arbejdsbogen henter værdier fra andre filer.", "Kopiér værdierne ind i stedet: Data, Rediger kæder, Bryd kæde."),
    "ark-indstillinger": Words("advarsel", "Arket »{area}« har et navn, som makroer tager indstillinger eller kode fra. igu bruger det ikke, men det hører ikke til i arbejdsbogen.", "Slet arket; er det skjult, så højreklik på et ark og vælg Vis. Ved ingen, hvem der har lavet det, så sig det til jeres it-afdeling."),
    "fil-indstillinger": Words("advarsel", "Filen {name} har et navn, som makroer tager indstillinger fra. igu bruger den ikke, men den hører ikke til i mappen.", "Slet den. Ved ingen, hvem der har lagt den der, så sig det til jeres it-afdeling."),
    "partner-ukendt": Words("fejl", "Hverken filnavnet eller kandidaternes id'er siger, hvilken kommune arbejdsbogen hører til.", "Lad navnet begynde med kommunens nummer, fx 101-koebenhavn.xlsx."),
    "partner-dobbelt": Words("fejl", "Der er to arbejdsbøger for samme partner: denne og {other}.", "Rækkerne her er ikke læst. Saml rækkerne i den ene, og flyt den anden ud af mappen."),
    "arbejdsbog-omdoebt": Words("oplysning", "Arbejdsbogen hed før {other}. Den er kendt igen på sit indhold, og det, der er husket om den, følger med.", "Der er intet at gøre."),
    "arbejdsbog-aeldre": Words("oplysning", "Arbejdsbogen er fra en tidligere version og har ikke {lacks}.", "Tryk på Opgrader i arket Start, eller kør »igu upgrade MAPPE«; så bliver det føjet til, og alt andet bliver, som det er."),
    # The table
    "tabel-mangler": Words("fejl", "Tabellen {table} findes ikke i arbejdsbogen.", "Kopiér arket »{expected}« fra skabelonen, og sæt rækkerne ind der."),
    "tabel-uden-navn": Words("advarsel", "Rækkerne står ikke længere i tabellen {table}; de blev fundet på overskrifterne.", "Gør området til en tabel igen (Indsæt, Tabel), og kald den {table}."),
    "kolonne-mangler": Words("fejl", "Kolonnen »{missing}« mangler i tabellen.{hint}", "Giv kolonnen præcis den overskrift igen. Ingen af tabellens rækker er med, før den er der."),
    "kolonne-savnes": Words("advarsel", "Kolonnen »{missing}« mangler i tabellen; dens oplysninger er ikke med.{hint}", "Giv kolonnen præcis den overskrift igen, hvis den stadig bruges."),
    "kolonne-dobbelt": Words("fejl", "To kolonner ligner begge »{missing}«.", "Giv den ene en anden overskrift."),
    "tabel-for-lang": Words("fejl", "Tabellen {table} har {count} udfyldte rækker; der kan højst være {most}.", "Slet de rækker, der ikke er rigtige, og gem igen."),
    "tabel-flere": Words("fejl", "Overskrifterne til tabellen {table} står flere steder: {where}.", "Lad kun det ene sted stå, gør det til en tabel (Indsæt, Tabel), og kald den {table}."),
    "raekker-tomme": Words("advarsel", "Arket »{area}« gemmer meget store områder med tomme, formaterede rækker.", "Markér rækkerne under tabellen, slet dem, og gem igen; så bliver filen hurtigere at åbne."),
    "raekker-under-tabel": Words("oplysning", "{count} række(r) står under tabellen og er læst med.", "Træk tabellens nederste højre hjørne ned, så de kommer med i tabellen."),
    "raekker-kun-id": Words("advarsel", "{count} række(r) under tabellen har næsten kun et id og er ikke læst.", "Udfyld resten af rækken, eller slet id'et, hvis det ikke skal bruges."),
    "celler-flettet": Words("advarsel", "Der er flettede celler i tabellen; kun den øverste venstre værdi kan læses.", "Ophæv fletningen, og skriv værdien i hver række."),
    # The cell
    "celle-fejl": Words("fejl", "Cellen viser en fejl ({error}).", "Ret formlen, eller skriv værdien."),
    "celle-uberegnet": Words("fejl", "Cellen har en formel, der ikke er regnet ud, så værdien er ukendt.", "Åbn arbejdsbogen i Excel, og gem den igen."),
    "paakraevet": Words("fejl", "»{column}« skal udfyldes.", "Skriv værdien i cellen."),
    "dato-ulaeselig": Words("fejl", "»{value}« kan ikke læses som en dato.", "Skriv dag, måned og år, fx 01-12-2026."),
    "dato-tvetydig": Words("fejl", "»{value}« kan læses som flere datoer.", "Skriv årstallet med fire cifre, fx 01-12-2026."),
    "dato-er-tal": Words("fejl", "»{value}« er et tal, ikke en dato.", "Formatér cellen som dato, og se efter, at datoen er den rigtige."),
    "dato-udenfor": Words("fejl", "{date} ligger uden for det, der kan være rigtigt (fra {low} til {high}).", "Ret datoen. Se især efter årstallet."),
    "tal-ulaeseligt": Words("fejl", "»{value}« kan ikke læses som et tal.", "Skriv kun tallet, med komma foran decimaler, fx 3,5."),
    "tal-ikke-helt": Words("fejl", "»{value}« skal være et helt tal.", "Skriv tallet uden decimaler."),
    "tal-udenfor": Words("fejl", "{value} ligger uden for det, der kan være rigtigt (fra {low} til {high}).", "Ret tallet."),
    "valg-ukendt": Words("fejl", "»{value}« findes ikke på listen.", "Vælg en værdi på listen."),
    "valg-ligner": Words("fejl", "»{value}« findes ikke på listen; mente du »{suggestion}«?", "Vælg »{suggestion}« på listen, hvis det er det, der menes."),
    "kommune-flere": Words("fejl", "»{value}« er flere kommuner: {names}.", "Vælg den ene af dem."),
    "cvr-ugyldigt": Words("fejl", "»{value}« er ikke et gyldigt CVR-nummer.", "CVR-nummeret har otte cifre; slå det op på virk.dk."),
    "p-nummer-ugyldigt": Words("fejl", "»{value}« er ikke et P-nummer.", "P-nummeret har ti cifre; slå det op på virk.dk."),
    "cvr-i-p-nummer": Words("fejl", "»{value}« ligner et CVR-nummer; her skal stå et P-nummer.", "Se, om CVR og P-nummer er byttet om."),
    "cifre-ugyldige": Words("fejl", "»{value}« skal være {digits} cifre.", "Ret nummeret."),
    # Privacy
    "cpr": Words("fejl", "Her står et CPR-nummer. Rækken er holdt ude.", f"Slet nummeret, og brug kandidat-id i stedet. {IN_COPIES}"),
    "cpr-kommentar": Words("fejl", "I kommentaren til cellen står et CPR-nummer. Rækken er holdt ude.", f"Slet nummeret i kommentaren, og brug kandidat-id i stedet. {IN_COPIES}"),
    "cpr-andetsteds": Words("fejl", "Der står et CPR-nummer i {where}.", f"Slet det. CPR-numre må ikke stå nogen steder i arbejdsbogen. {IN_COPIES}"),
    "cpr-maaske": Words("fejl", "Her står ti cifre, der kan være et CPR-nummer, eller et P-nummer, som ikke står i arket Virksomheder. De vises ikke. Rækken er holdt ude.", f"Slet tallet. Er det et P-nummer, så ret det, eller opret det i arket Virksomheder. Er det et CPR-nummer: {IN_COPIES_TOO}"),
    "cpr-maaske-andetsteds": Words("fejl", "Der står ti cifre i {where}, der kan være et CPR-nummer eller et P-nummer. De vises ikke.", f"Slet dem. CPR-numre må ikke stå nogen steder i arbejdsbogen. Er det et CPR-nummer: {IN_COPIES_TOO}"),
    "p-nummer-umuligt": Words("fejl", "P-nummeret kan ikke være rigtigt: det har ti cifre og begynder med 10. Tallet vises ikke, for det kan være et CPR-nummer.", f"Slå P-nummeret op på virk.dk, og ret det. Er det et CPR-nummer: {IN_COPIES_TOO}"),
    "kandidat-id-form": Words("fejl", "Det er ikke et kandidat-id. Det vises ikke, for det kan være et navn eller et CPR-nummer. Rækken er holdt ude.", "Skriv kommunens nummer (tre cifre), bindestreg og et løbenummer, fx 101-0007. Kun kommunen selv må vide, hvem id'et er."),
    "navn-maaske": Words("oplysning", "Her ser ud til at stå et navn.", "Er det en borgers navn, så slet det, og brug kandidat-id i stedet. Er det ikke, er der intet at gøre."),
    # The row
    "id-fremmed": Words("advarsel", "Id'et begynder ikke med kommunens nummer {code}.", "Ret id'et, hvis rækken hører til jer."),
    "periode-omvendt": Words("fejl", "{first} ({a}) ligger efter {last} ({b}).", "Ret en af datoerne."),
    "min-over-maks": Words("fejl", "Min. deltagere ({a}) er større end maks. deltagere ({b}).", "Ret et af tallene."),
    "frist-efter-start": Words("fejl", "Tilmeldingsfristen {a} ligger efter holdets start {b}.", "Ret en af datoerne."),
    "frist-passeret": Words("oplysning", "Tilmeldingsfristen {a} er passeret, og holdet har ikke deltagere nok; det er ikke med i match.", "Giv holdet en ny frist, eller sæt status til Aflyst. Har skolen nok tilmeldte, så ret Ledige pladser."),
    "ledige-over-maks": Words("fejl", "Ledige pladser ({a}) er flere end maks. deltagere ({b}).", "Ret et af tallene."),
    "bopael-foer-foedsel": Words("fejl", "Folkeregisteradressen ({a}) begynder før fødslen ({b}).", "Ret en af datoerne."),
    "ophoer-foer-start": Words("fejl", "Forløbet ophørte {b}, før det begyndte {a}.", "Ret en af datoerne. Begyndte forløbet aldrig, så vælg Aflyst før start i Udfald."),
    "aflyst-efter-start": Words("advarsel", "Forløbet er aflyst før start, men ophørte {b}, efter at det begyndte {a}.", "Vælg Afbrudt i Udfald, hvis forløbet nåede at begynde. Ellers slet datoen i Ophørt, eller ret den."),
    "udfald-uden-ophoer": Words("advarsel", "Der er et udfald, men ingen dato i Ophørt.", "Skriv den dag, forløbet sluttede. Begyndte det aldrig, så skriv dagen i Udfaldsdato."),
    "ophoer-uden-aarsag": Words("advarsel", "Forløbet er ophørt før tid uden en ophørsårsag.", "Vælg en kode i Ophørsårsag."),
    "igu-timer": Words("advarsel", "En igu har 32-37 timer om ugen i alt; her står {value}.", "Ret timerne, eller ret typen."),
    "tr-udtalelse-mangler": Words("advarsel", "Tillidsrepræsentantens udtalelse mangler; den kræves til {type} på P-nummeret{out}.", "Indhent udtalelsen, og skriv Ja i TR-udtalelse i arket Virksomheder ({law})."),
    # Across rows and workbooks
    "id-dobbelt": Words("fejl", "»{value}« står også i {other}.", "Giv den ene række et andet id, eller slet den, der er for meget."),
    "id-to-kommuner": Words("fejl", "»{value}« står også hos en anden kommune: {other}.", "Er det samme borger, så brug Flyt borger (igu transfer). Ellers skal den kommune, hvis nummer id'et ikke begynder med, give et andet id. Ingen af kommunerne får den andens kandidat at vide."),
    "person-to-kommuner": Words("advarsel", "Kandidaten ligner {name} i {other}: fødselsdag, opholdsgrundlag og folkeregisteradresse er de samme.", "Spørg de to kommuner hver for sig. Er borgeren flyttet, skal den nye kommune slette sin række; brug så Flyt borger (igu transfer). Ingen af kommunerne får den andens kandidat at vide."),
    "forloeb-to-kommuner": Words("fejl", "Kandidaten er i to forløb på samme tid hos to kommuner: {a} og {b}.", "Spørg de to kommuner hver for sig, hvilket der gælder."),
    "glemt-staar-endnu": Words("advarsel", "Borgeren i {rows} er glemt: værktøjet læser ikke det, der står der, og bruger det ikke.", "Slet {rows} i arket {sheet}, og gem. Skal borgeren med igen, så giv den et nyt id."),
    "sekretariat-afklarer": Words("fejl", "Rækken er holdt ude af match og tal, til sekretariatet har afklaret den.", "Der er intet at gøre. Sekretariatet kontakter jer."),
    "henvisning-ukendt": Words("fejl", "»{value}« findes ikke i {target}.", "Ret id'et, eller opret rækken i {target}."),
    "henvisning-fejl": Words("advarsel", "Rækken »{value}« i {target} har en fejl, så pladsen er ikke med i match.", "Ret fejlen i {target}; den står i arket Fund."),
    "forloeb-ukendte": Words("advarsel", "Kommunens forløb kunne ikke læses, så dens kandidater er ikke med i match, og de pladser, de har, kan se ledige ud.", "Ret arket Forløb eller filen først; kør så Match igen."),
    "forloeb-samtidige": Words("fejl", "Kandidaten er i to forløb på samme tid: {a} og {b}.", "Skriv en dato i Ophørt for det, der er slut."),
    "forloeb-status": Words("advarsel", "Kandidaten er i forløbet {placement}, men har status »{value}«.", "Er forløbet slut, så skriv en dato i Ophørt i arket Forløb. Ellers sæt status til Klar, hvis kandidaten skal videre bagefter, eller til I forløb."),
    "forloeb-efter-udgang": Words("advarsel", "Kandidaten har status »{value}«, men forløbet {placement} er ikke begyndt og holder stadig sin plads.", "Skal det ikke begynde, så vælg Aflyst før start i Udfald i arket Forløb; så bliver pladsen ledig. Ellers ret status."),
    "status-uden-forloeb": Words("advarsel", "Kandidaten har status I forløb, men der er intet forløb i gang eller på vej.", "Skriv forløbet i arket Forløb, eller sæt status til Klar, Afsluttet eller Udgået. Status I forløb behøver ingen at skrive; det følger af arket Forløb."),
    "aftale-mangler": Words("advarsel", "Forløbet skulle begynde {a}, men ingen har skrevet, at aftalen er indgået.", "Skriv dagen i Aftale indgået. Begyndte forløbet aldrig, så vælg Aflyst før start i Udfald; så bliver pladsen ledig igen."),
    "arbejdsbog-mangler": Words("advarsel", "Arbejdsbogen for {name} er ikke i mappen mere. Det, der blev læst af den sidst, gælder stadig: forløb holder deres pladser, og ingen derfra er med i match.", "Læg arbejdsbogen tilbage i mappen. Er partneren holdt op for altid, så skriv navnet i Udtrådte partnere i arket Indstillinger, eller kør »igu leave MAPPE {partner}«; så venter ingen på den mere."),
    "strandet-hold-aflyst": Words("advarsel", "Holdet {value} er aflyst, før forløbet begyndte. Forløbet holder ikke pladsen mere, og {now}.", "Vælg Aflyst før start i Udfald; et nyt forløb kommer i en ny række. Skal kandidaten på et andet hold i samme forløb, så ret Hold-id i stedet."),
    "strandet-skole-vaek": Words("advarsel", "Holdet {value} er aflyst, og kandidaten er i gang og mangler et hold.", "Tal med sekretariatet om et andet hold, og ret Hold-id. Begyndte forløbet aldrig, så vælg Aflyst før start i Udfald; så kommer kandidaten med i match igen."),
    "strandet-hold-slettet": Words("advarsel", "Holdet {value} er slettet hos skolen, før forløbet begyndte. Forløbet holder ikke pladsen mere, og {now}.", "Vælg Aflyst før start i Udfald; et nyt forløb kommer i en ny række. Har holdet fået et andet id, så ret Hold-id i stedet."),
    "strandet-hold-vaek": Words("advarsel", "Holdet {value} findes ikke i skolernes arbejdsbøger. Forløbet gælder stadig.", "Ret Hold-id. Er holdet væk, så tal med sekretariatet om et andet."),
    "strandet-plads-lukket": Words("advarsel", "Pladsen {value} er lukket, før forløbet begyndte, og {now}.", "Vælg Aflyst før start i Udfald; et nyt forløb kommer i en ny række. Gælder aftalen alligevel, så bed branchen sætte pladsen til Besat."),
    "strandet-plads-slettet": Words("advarsel", "Pladsen {value} er slettet hos branchen, før forløbet begyndte, og {now}.", "Vælg Aflyst før start i Udfald; et nyt forløb kommer i en ny række. Har pladsen fået et andet id, så ret Plads-id i stedet."),
    "strandet-plads-vaek": Words("advarsel", "Pladsen {value} findes ikke i branchernes arbejdsbøger. Forløbet gælder stadig.", "Ret Plads-id. Er pladsen slettet, så spørg branchen."),
    "strandet-kandidat-vaek": Words("advarsel", "Kandidaten {value} findes ikke i kommunernes arbejdsbøger.", "Ret Kandidat-id, eller skriv kandidatens række igen; forløbet er stadig med i tallene."),
    "hold-begyndt-uden-nok": Words("advarsel", "Holdet skulle begynde {a}, men kun {count} af mindst {min} er tilmeldt.", "Sæt status til Aflyst, hvis det ikke blev til noget. Ellers ret Ledige pladser, så de tilmeldte er talt med."),
    "kommune-anden": Words("advarsel", "Bopælskommunen er {value}, men rækken står i arbejdsbogen for {owner}.", "Er borgeren flyttet, så lad rækken stå, og sig det til sekretariatet. Det flytter kandidaten med forløb og opfølgning (Flyt borger), så intet går tabt."),
    "kandidat-flyttet": Words("oplysning", "Kandidaten er flyttet til {new} den {on}. Rækken her tæller ikke med mere; forløb og opfølgning står hos den nye kommune.", "Sæt status til Udgået, eller slet rækken, når I vil."),
    "kandidat-tilflyttet": Words("oplysning", "Kandidaten er flyttet hertil fra {old} den {on} og beholder sit id. Række, forløb og opfølgning er føjet til her.", "Se rækken efter: postnr, kontaktperson og status skal være jeres."),
    "hold-uden-for-vindue": Words("advarsel", "Holdet {cohort} begynder {a}, men pladsen kan kun begynde fra {b} til {c}.", "Ret pladsens vindue, eller vælg et andet hold."),
    "hold-anden-branche": Words("advarsel", "Holdet {cohort} er for {other}, men pladsen er i {branch}; de kan ikke bruges sammen.", "Vælg et hold i pladsens branche, eller ret branchen."),
    "samlet-over-antal": Words("advarsel", "Mindst samlet ({a}) er større end Antal ({b}), så pladsen kan ikke blive besat.", "Ret et af tallene. Tager virksomheden kun et helt hold, skrives alle dets pladser i én række."),
    "rimelighedskrav": Words("fejl", "Der tilbydes mere, end rimelighedskravet tillader: med alle ville {count} være i praktik, løntilskud mv. på P-nummeret på samme tid{day} ({made_of}), og det tillader {cap} ved {staff} ordinært ansatte{doubt}. Det er vejledende.", "Ret Antal eller datoerne, eller ret Ordinært ansatte for P-nummeret."),
    "rimelighedskrav-muligt": Words("advarsel", "Pladserne kan komme til at overlappe: med alle ville {count} være i praktik, løntilskud mv. på P-nummeret på samme tid{day} ({made_of}), og rimelighedskravet tillader {cap} ved {staff} ordinært ansatte{doubt}. Det er vejledende.", "Der er intet at rette: match holder sig inden for grænsen. Aftaler virksomheden selv en start, skal den også holde sig inden for den."),
    "rimelighedskrav-fyldt": Words("advarsel", "Pladsen kan ingen få, for rimelighedskravet er fyldt: {made_of} er allerede i praktik, løntilskud mv. på P-nummeret den {day}, og det tillader {cap} ved {staff} ordinært ansatte{doubt}. Det er vejledende.", "Vent, til en af dem er færdig, gør Start senest senere, eller ret Ordinært ansatte eller Andre i praktik mv. i arket Virksomheder, hvis tallet er forkert."),
    "rimelighedskrav-forloeb": Words("advarsel", "Med dette forløb er der {count} i praktik, løntilskud mv. på P-nummeret den {day}{others}; rimelighedskravet tillader {cap} ved {staff} ordinært ansatte{doubt}. Det er vejledende.", "{mend} Er tallet forkert, retter branchen det i arket Virksomheder ({law})."),
    "rimelighedskrav-ukendt": Words("advarsel", "Ordinært ansatte mangler, så rimelighedskravet kan ikke regnes ud; pladsen er ikke med i match.", "Skriv ordinært ansatte for P-nummeret i arket Virksomheder."),
    "loentilskud-uden-sektor": Words("advarsel", "Virksomhedens sektor mangler, så ingen ved, hvor længe et løntilskud må vare; pladsen er ikke med i match.", "Vælg Privat eller Offentlig i Sektor i arket Virksomheder."),
    "pladser-overtegnet": Words("advarsel", "Pladsen er givet til {count}, men har kun {cap} pladser.", "Ret Antal, eller ret forløbene."),
    "tre-maaneder": Words("advarsel", "Igu i en virksomhed, hvor kandidaten har haft et ordinært job: {reason} Det er vejledende.", "{mend} ({law})."),
    "tre-maaneder-manuel": Words("advarsel", "Igu i en virksomhed, hvor kandidaten har haft et ordinært job, kræver en manuel vurdering: {reason} Det er vejledende.", "Undersøg, om igu'en lå i forlængelse af jobbet ({law})."),
    "tre-maaneder-mangler": Words("advarsel", "Om igu'en begynder for tidligt efter et ordinært job i virksomheden, kan ikke afgøres: {reason} Det er vejledende.", "Skriv Senest ansat til i arket Kandidater, eller Ophørt i jobbets række i arket Forløb ({law})."),
    "praktik-seneste-arbejdsgiver": Words("advarsel", "Praktikken er i den virksomhed, hvor kandidaten senest var ordinært ansat: {reason} Det er vejledende.", "{mend}. Så sikkert er det: {sure} ({source})."),
    "typer-forskellige": Words("advarsel", "Forløbet er {value}, men pladsen {slot} er {other}.", "Ret typen i den ene arbejdsbog."),
    "laengde-ikke-opfyldt": Words("advarsel", "Længden er ikke tilladt: {reason} Det er vejledende.", "Ret Start eller Planlagt slut. Er en igu forlænget, så skriv årsagen i Forlænget på grund af og længden i Uger forlænget ({law})."),
    "laengde-manuel": Words("advarsel", "Længden kræver en manuel vurdering: {reason} Det er vejledende.", "Ret Planlagt slut, eller skriv jeres svar i Manuel vurdering, hvem der har vurderet det, hvornår, og til hvilken start det gælder ({law})."),
    "laengde-ulaest": Words("oplysning", "{count} forløb i praktik eller løntilskud begynder under regler, som ingen har læst endnu: en ny hovedlov om beskæftigelsesindsatsen ventes at gælde fra {a}. Længden er kun et forslag efter reglerne før.", "Der er intet at rette. Kommunen må selv vurdere forløbene, til reglerne er læst og skrevet i værktøjet."),
    # The verdict
    "igu-ingen-regel": Words("advarsel", "{reason} Det er vejledende.", "Ret Klar fra, eller vælg en anden indsats end igu."),
    "igu-ikke-opfyldt": Words("oplysning", "Kandidaten kan ikke komme i igu fra {a}: {reason} Det er vejledende.", "Vælg en anden indsats, eller ret oplysningen, hvis den er forkert."),
    "igu-manuel": Words("advarsel", "Igu kræver en manuel vurdering fra {a}: {reason} Det er vejledende.", "Undersøg det, og skriv svaret i Manuel vurdering med hvem, hvornår og til hvilken dag det gælder. Er oplysningen forkert, så ret den. Indtil da er kandidaten ikke med til igu."),
    "forloeb-igu-ingen-regel": Words("advarsel", "Forløbet er skrevet som igu: {reason} Det er vejledende.", "Ret Start. Er forløbet ikke en igu, så ret Type."),
    "forloeb-igu-ikke-opfyldt": Words("advarsel", "Loven tillod ikke denne igu at begynde {a}: {reason} Det er vejledende.", "Se efter, om Start, Type og oplysningerne i arket Kandidater er rigtige, og ret det, der er forkert. Er de rigtige, så tal med sekretariatet."),
    "forloeb-igu-manuel": Words("advarsel", "Om denne igu kunne begynde {a}, kræver en manuel vurdering: {reason} Det er vejledende.", "Undersøg det, og skriv svaret i Manuel vurdering her i rækken med hvem, hvornår og til hvilken start det gælder. Er en oplysning forkert, så ret den."),
    "tidligere-igu-modsagt": Words("advarsel", "Tidligere igu er »{value}«, men {row} {told}. Det er forløbet, der tæller i kontrol og match.", "Ret Tidligere igu til »{shows}«, eller ret forløbet i arket Forløb, hvis det er forkert."),
    "tidligere-igu-tom": Words("oplysning", "Tidligere igu er tom, men {row} {told}. Det er forløbet, der tæller i kontrol og match.", "Vælg »{shows}« i Tidligere igu, eller ret forløbet i arket Forløb, hvis det er forkert."),
    "tilladelse-foer": Words("advarsel", "Opholdstilladelsen udløber {value}, før kandidaten blev født eller fik folkeregisteradresse ({a}).", "Ret datoen. Se især efter årstallet."),
    "tilladelse-udloeber-undervejs": Words("oplysning", "Opholdstilladelsen udløber {value}, mens en igu fra {a} til {b} varer. Det hindrer ikke, at den begynder.", "Sørg for, at tilladelsen bliver søgt forlænget i god tid, og ret datoen, når den er forlænget."),
<<<<<<< HEAD
    "tilladelse-udloebet": Words("advarsel", "Opholdstilladelsen udløb {value}, mens en igu fra {a} til {b} varer.", "Se, om tilladelsen er forlænget, og ret datoen. Er den ikke, så tal med sekretariatet."),
    "tilladelse-ukendt": Words("oplysning", "{count} efter særloven for Ukraine har eller kan få en igu og mangler Opholdstilladelse udløber. Tilladelser efter særloven er kun set forlænget til 17. marts 2026.", "Skriv den sidste dag, hver tilladelse gælder, i kolonnen Opholdstilladelse udløber; så regnes der med den."),
    "forloeb-vurderet-nej": Words("advarsel", "Kommunen har vurderet, at kravene ikke er opfyldt for dette forløb ({by}, {a}).", "Tal med virksomheden og borgeren om, hvad der skal ske med forløbet, og ret rækken. Er det vurderet igen, så ret svaret."),
=======
    "tilladelse-ukendt": Words("oplysning", "{count} efter særloven for Ukraine har eller kan få en igu og mangler Opholdstilladelse udløber. Tilladelser efter særloven er kun set forlænget til 17. marts 2026.", "Skriv den sidste dag, hver tilladelse gælder, i kolonnen Opholdstilladelse udløber; så regnes der med den. Har arbejdsbogen ikke kolonnen, kommer den, når sekretariatet opgraderer."),
>>>>>>> other-tests
    "svar-ufuldstaendigt": Words("advarsel", "Svaret på den manuelle vurdering tæller ikke endnu: {missing} mangler.", "Udfyld Manuel vurdering, Vurderet af (en funktion, ikke et navn), Vurderet den og Vurdering gælder til, eller slet alle fire."),
    "svar-fremtidigt": Words("advarsel", "Vurderingen er dateret {value}, som ikke er kommet endnu, og tæller ikke før.", "Skriv den dag, vurderingen blev lavet."),
    "svar-udloebet": Words("advarsel", "Vurderingen gælder kun for en start senest {b}, men her regnes med start {a}, så svaret tæller ikke.", "Vurdér det igen, og ret Vurderet den og Vurdering gælder til."),
    "svar-unoedvendigt": Words("oplysning", "Svaret i Manuel vurdering har ingen virkning: ved start {a} er der intet i igu-loven, som skal vurderes manuelt.", "Der er intet at gøre."),
    "svar-uden-virkning": Words("oplysning", "Svaret i Manuel vurdering har ingen virkning, for her er intet, et skøn kan ændre ved start {a}: {reason}", "Ret oplysningen, hvis den er forkert. Ellers er der intet at gøre."),
    # The match
    "laas-umulig": Words("advarsel", "Låsen af {candidate} til {slot} kan ikke holdes: {reason}", "Fjern låsen i arket Forslag, eller ret det, der står i vejen."),
    "afgoerelse-mangler": Words("advarsel", "Afgørelsen »{ruling}« siger ikke {missing} og bliver ikke brugt.", "Skriv det i rækken, eller vælg Ophævet i Status."),
    "afgoerelse-ukendt": Words("advarsel", "Afgørelsen »{ruling}« bliver ikke brugt: {what} findes ikke i partnernes arbejdsbøger.", "Ret rækken, eller vælg Ophævet i Status."),
    "afgoerelse-id-form": Words("advarsel", "Afgørelsen »{ruling}« bliver ikke brugt: det, der står i Kandidat-id, er ikke et kandidat-id og vises ikke.", "Skriv id'et, som det står i kommunens arbejdsbog, fx 101-0007, eller vælg Ophævet i Status. Skriv aldrig et navn eller et CPR-nummer."),
    "afgoerelse-modsat": Words("advarsel", "»{ruling}« og »{other}« kan ikke gælde på samme tid; den nederste{cell} bliver brugt.", "Vælg Ophævet i Status ud for den, der ikke skal gælde."),
    "hold-skal-umulig": Words("advarsel", "Holdet {cohort} skal køre, men kan ikke: {reason}", "Skaf det, der mangler, eller vælg Ophævet i Status i arket Beslutninger."),
}

# What the coordinator alone may know: it tells one partner of another's rows, or is nothing that a partner can mend.
FOR_THE_COORDINATOR = frozenset({"arbejdsbog-aeldre", "partner-i-andens-mappe", "mappe-mangler", "mappe-lukket", "mappe-dobbelt", "mappe-sekretariat", "id-to-kommuner", "person-to-kommuner", "forloeb-to-kommuner"})
