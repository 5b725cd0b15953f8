fidelity-title = Programtrohet
fidelity-own = Min programtrohet
fidelity-own-help = Här räknas bara mätvärden som gruppledaren har lämnat ut. Enskilda svar visas aldrig.
fidelity-own-none = När familjer har intervjuats och gruppledaren har lämnat ut mätvärdena visas de här.
fidelity-none-title = Inget att mäta med
fidelity-none = Teamets program har inget instrument om behandlarens arbete.
fidelity-none-network = Inget av nätverkets program har ett instrument om behandlarens arbete.
fidelity-cut-off = Gränsen är { $limit }. Värden jämförs exakt, utan avrundning.
fidelity-earlier-confirmed = { $count } { $count ->
    [one] resultat är räknat
   *[other] resultat är räknade
 } enligt en tidigare regel (version { $version }). Den som driver programmet kan räkna dem enligt den nya.
fidelity-earlier-unconfirmed = { $count } { $count ->
    [one] resultat är räknat
   *[other] resultat är räknade
 } enligt en tidigare regel (version { $version }) som rättighetshavaren inte har bekräftat. Den som driver programmet kan räkna dem enligt den nya.
fidelity-no-cut-off = Instrumentet har ingen fastställd gräns.
fidelity-year = Senaste tolv månaderna
fidelity-before = Tolv månader dessförinnan
fidelity-col-what = Mått
fidelity-mean = Medelvärde
fidelity-above = Familjer som når gränsen
fidelity-forms = Mätvärden
fidelity-collected = Insamlade mätningar
fidelity-forms-of = { $forms } från { $families ->
    [one] 1 familj
   *[other] { $families } familjer
 }
fidelity-forms-count = { $count ->
    [one] 1 mätvärde
   *[other] { $count } mätvärden
 }
fidelity-share = { $share } %, troligen mellan { $from } och { $to } %
fidelity-percent = { $share } %
fidelity-lacking = Familjer som saknar sin senaste intervju
fidelity-lacking-none = Ingen familj i behandling saknar sin senaste intervju.
fidelity-col-lack = Läge
fidelity-col-todo = Vad som kan göras
fidelity-fewer = färre än { $least }
fidelity-lack-call = Ska ringas
fidelity-lack-ask-consent = Samtycke saknas
fidelity-lack-refused = Har sagt nej
fidelity-lack-name-somebody = Ingen att fråga
fidelity-lack-missed = Inte ringd i tid
fidelity-lack-unreachable = Inte nådd
fidelity-lack-declined = Avböjde
fidelity-todo-call = Intervjuaren ringer
fidelity-todo-consent = Behandlaren frågar om samtycke till intervju
fidelity-todo-name = Behandlaren skriver in vem som är vårdnadshavare i hushållet
fidelity-todo-next = Behandlaren frågar när det passar att bli uppringd nästa gång
fidelity-todo-respect = Inget nu. Svaret är familjens att ge
fidelity-trend = Utveckling
fidelity-trend-desc = Medelvärden över { $count } perioder med gränser för det vanliga.
fidelity-as-table = Som tabell
fidelity-col-period = Period
fidelity-col-forms = Mätvärden
fidelity-col-families = Familjer
fidelity-col-remark = Anmärkning
fidelity-col-lacking = Saknar intervju
fidelity-col-newest = Senaste
fidelity-closed = avslutad
fidelity-limits = Mellan { $lower } och { $upper } rör sig medelvärdet av en slump. Gränserna räknas på de första åtta perioderna i bilden.
fidelity-no-limits = Perioderna är för få, eller för lika, för att räkna ut vad som är slump.
fidelity-therapists = Behandlare
fidelity-teams = Team
fidelity-families = Familjer
fidelity-forest-desc = { $count } medelvärden med osäkerhet.
fidelity-spread = Av skillnaderna mellan { $scores } mätvärden ligger { $therapists } % mellan behandlare, { $families } % mellan familjer och { $rest } % inom en och samma familj.
fidelity-spread-teams = Av skillnaderna mellan { $scores } mätvärden ligger { $teams } % mellan team, { $therapists } % mellan behandlare, { $families } % mellan familjer och { $rest } % inom en och samma familj.
fidelity-no-model = Mätvärdena är för få, eller för lika, för att skilja behandlare från slump.
fidelity-shrunken = Sammanvägt med teamet: { $mean }.
fidelity-shrunken-help = Ett sammanvägt medelvärde dras mot de andras ju färre mätvärden som ligger bakom. Strecket visar var det sanna värdet troligen ligger (95 %).
fidelity-items = Punkt för punkt
fidelity-items-desc = Andel av det möjliga per punkt och kvartal.
fidelity-items-none = Ingen har svarat det senaste året.
fidelity-items-few = Punkterna visas när minst tre familjer har svarat, så att ingen familj kan kännas igen.
fidelity-items-from = { $sheets } svarsblanketter från { $families ->
    [one] 1 familj
   *[other] { $families } familjer
 }.
fidelity-items-help = Varje tal är hur mycket av det möjliga som familjerna svarade, i procent. Minst tre familjer står bakom varje tal.
fidelity-reliability = Alfa { $alpha }, omega { $omega } på { $rows } fullständiga blanketter: hur väl punkterna mäter samma sak.
fidelity-no-reliability = Fullständiga blanketter är för få för att räkna alfa och omega.
fidelity-col-rest = Samband med övriga
fidelity-quarter = kv { $number }
fidelity-word-center = Mitt
fidelity-word-limits = Slumpens område
fidelity-word-signal = Utanför det vanliga
fidelity-word-outside = Utanför skalan
fidelity-word-count = antal
fidelity-word-before = Tidigare perioder
fidelity-word-empty = Inga mätvärden än.
fidelity-word-shrunken = Sammanvägt medelvärde
fidelity-word-interval = Troligt område, 95 %
fidelity-word-plain = Vanligt medelvärde
fidelity-word-after = Fler rader
fidelity-word-cut-off = gräns { $limit }
fidelity-word-whole = Alla
fidelity-word-low = lite
fidelity-word-high = mycket
fidelity-word-none = Färre än tre familjer
fidelity-word-sheets = Blanketter
fidelity-word-logits = Logit: till vänster lätt att hålla med om, till höger svårt
fidelity-word-threshold = Gräns mellan svar
fidelity-word-misfit = Passar sämre
fidelity-map = Punkternas plats
fidelity-map-desc = Punkternas gränser och familjernas svar på samma skala.
fidelity-map-none = Svaren är för få för att placera punkterna. Minst hundra blanketter behövs.
fidelity-map-help = Modellen (partial credit, Rasch) placerar punkter och familjer på samma skala. Infit och outfit är 1 när svaren är som väntat.
fidelity-placed = { $count } blanketter.
fidelity-compared = Svenska jämförs med andra språk: { $swedish } och { $others } blanketter. En punkt som skiljer sig kan vara annorlunda översatt.
fidelity-differs = Skiljer mellan språk
fidelity-col-location = Plats
fidelity-col-thresholds = Gränser (medelfel)
fidelity-col-difference = Andra språk mot svenska (medelfel)
fidelity-computed = Räknat { $at }.
fidelity-network-help = Inga behandlare och inga familjer visas. Siffrorna räknas om en gång om dagen.
fidelity-under-way = Siffrorna räknas
fidelity-under-way-help = Det tar några sekunder.
fidelity-look-again = Se om de är klara
fidelity-stage-begun = Börjar.
fidelity-stage-scores = Läser mätvärden: { $read } av { $of } team.
fidelity-stage-answers = Läser svar.
fidelity-stage-models = Räknar modeller.
fidelity-failed-title = Siffrorna kunde inte räknas
fidelity-failed = Inget är förlorat. Öppna sidan igen för att försöka på nytt. Händer det igen, säg till den som sköter programmet.
