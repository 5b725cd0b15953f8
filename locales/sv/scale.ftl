scale-title = Utbyggnad
place-scale = Utbyggnad
scale-faults = Det går inte att räkna på det här
scale-fault-range = Skriv ett helt tal inom det som är rimligt för fältet.
scale-fault-lengths = Den vanliga längden ligger mellan den kortaste och den längsta.
scale-under-way = Räknar
scale-running = { $runs } av { $of } genomspelningar är klara.
scale-waiting = Andra beräkningar är före i kön.
scale-needed = { $families } familjer om året behöver { $teams } team för att { $percent } av hundra ska kunna börja inom { $weeks } veckor.
scale-never = Inget rimligt antal team räcker för att familjerna ska kunna börja i tid.
scale-carried-caseload = Varje behandlare har { $count } familjer åt gången: programmets gräns.
scale-carried-hours = Varje behandlare har { $count } familjer åt gången: fler hinns inte med den täthet som är antagen.
scale-follows = Vad det ger
scale-runs = Varje antal team är spelat igenom { $runs } gånger: familjer kommer slumpvis, väntar på plats och stannar olika länge, i tre år efter ett första år. Inom parentes står var nio av tio genomspelningar hamnar. Verkligheten kan ligga utanför: antagandena nedan är osäkrare än slumpen.
scale-teams = { $count } team
scale-places = { $count } platser
scale-line-therapists = Behandlare
scale-line-leaders = Gruppledare
scale-line-places = Familjer åt gången
scale-line-in-time = Börjar i tid
scale-line-wait = Väntan i medel, veckor
scale-line-queue = I kö efter tre år
scale-line-started = Börjar per år
scale-line-completed = Fullföljer per år
scale-line-taken = Platser som används
scale-line-pools = Beredskapsscheman
scale-line-calls = Samtal per vecka utanför arbetstid
scale-line-cost = Kostnad per år
scale-line-cost-known = Känd kostnad per år
scale-line-cost-each = Kostnad per fullföljd behandling
scale-cost-lacks = Kostnaden är inte hel: det som saknas är inte inräknat.
scale-say-therapist-cost = Skriv vad en behandlare kostar
scale-say-leader-cost = Skriv vad en gruppledare kostar
scale-percent = { $spread } %
scale-drawing = Andel som börjar i tid
scale-drawing-desc = Andelen familjer som börjar i tid med { $count } olika antal team, var och en med spannet för nio av tio genomspelningar.
scale-word-middle = mitten av genomspelningarna
scale-word-runs = nio av tio genomspelningar
scale-wanted = önskat { $percent } %
scale-waits = Hur länge familjerna väntar
scale-within = högst { $weeks ->
    [0] någon dag
    [one] { $weeks } vecka
   *[other] { $weeks } veckor
}
scale-first-line = Första linjerna behöver { $wanted } som turas om; det finns { $there } behandlare.
scale-second-line = Andra linjerna behöver { $wanted } som turas om; det finns { $there } gruppledare.
scale-assumed = Antaganden
scale-assumed-what = Ändra det du vet bättre och räkna om. Adressen innehåller antagandena, så att den går att spara och dela.
scale-rests-on = { $count ->
    [0] Nätverket har inga avslut de fyra senaste halvåren att utgå från.
    [one] Egna siffror bygger på ett avslut de fyra senaste halvåren.
   *[other] Egna siffror bygger på { $count } avslut de fyra senaste halvåren.
}
scale-part-need = Behov
scale-part-treatment = Behandlingens längd
scale-part-team = Teamet
scale-part-on-call = Beredskap
scale-part-money = Kostnader
scale-origin-own = egna siffror
scale-origin-programme = programmet
scale-origin-start = utgångsvärde, inte bekräftat
scale-origin-invented = påhittat för demonstrationen
scale-origin-typed = ändrat av dig
scale-count = Räkna
scale-reset = Börja om från nätverkets siffror
assumption-families = Familjer om året
assumption-teams = Antal team (0 = så många som behövs)
assumption-weeks-least = Kortaste fullföljda, veckor
assumption-weeks-usual = Vanligaste längd, veckor
assumption-weeks-most = Längsta fullföljda, veckor
assumption-early-percent = Avbryts i förtid, procent
assumption-early-weeks = Avbryts efter i medel, veckor
assumption-therapists = Behandlare i ett team
assumption-caseload = Familjer per behandlare, högst
assumption-vacancy-percent = Vakanta tjänster, procent av tiden
assumption-contact-tenths = Kontakter per vecka och familj, i tiondelar
assumption-contact-minutes = Minuter per kontakt, med resa och anteckningar
assumption-direct-hours = Behandlarens timmar för familjer per vecka
assumption-wait-weeks = Ska börja inom, veckor
assumption-wait-percent = Andel som ska göra det, procent
assumption-calls-per-hundred = Samtal per hundra familjeveckor
assumption-pool-teams = Team som delar ett schema
assumption-first-line = Personer som turas om i första linjen
assumption-second-line = Personer som turas om i andra linjen
assumption-therapist-cost = En behandlare om året, kronor
assumption-leader-cost = En gruppledare om året, kronor
assumption-team-cost = Övrigt för ett team om året, kronor
assumption-team-fee = Avgift för ett team om året, kronor
assumption-pool-cost = Ett beredskapsschema om året, kronor
