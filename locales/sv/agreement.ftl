agreement-title = Regler för beredskapen
agreement-to-rota = Till schemat
agreement-version = version { $version }, gäller från { $day }
agreement-what = Varje regel står med sitt värde, när den börjar gälla och vem som säger det. Det som ingen har bekräftat är märkt: stäm av det mot avtalet. Värdena står i avtalets fil, och en ny version läggs in av den som sköter driften. Scheman ligger kvar på den version de planerades med.
agreement-since = gäller från { $day }
agreement-when = När det är beredskap
agreement-at-home = Beredskapen är hemma. Den är inte arbetstid förrän det finns något att göra, och den räknas aldrig som veckovila.
agreement-at-work = Jouren är på arbetsplatsen, och hela tiden är arbetstid.
agreement-ordinary-team = Ordinarie arbetstid är { $days } { $from }–{ $to }. Då svarar teamen som vanligt, och ingen har beredskap.
agreement-ordinary-duty = Ordinarie arbetstid är { $days } { $from }–{ $to }. Någon svarar i beredskapens ställe också då.
agreement-days-off = Lediga dagar, utan ordinarie arbetstid: { $days }.
agreement-blocks = Hur tiden delas i pass
agreement-daily = På lediga dagar byter passen klockan { $time }.
agreement-weekly = En linje som bemannas veckovis byter { $day } klockan { $time }.
agreement-weekend-days = En vanlig helg har en person högst { $count } lediga dagar i rad.
agreement-holiday-days = Kring helgdagar har en person högst { $count } lediga dagar i rad.
agreement-limits = Vila och gränser
agreement-daily-rest = Dygnsvila: minst { $count } timmar i följd varje dygn.
agreement-weekly-rest = Veckovila: minst { $count } timmar i följd varje vecka, helt utan beredskap. En helg i beredskap kostar därför en ledig dag.
agreement-day-break = Dygnet och veckan som vilan räknas i börjar klockan { $time }.
agreement-disturbed = Efter en utryckning går minst { $count } timmar till nästa pass.
agreement-weekly-hours = Arbetstiden är högst { $count } timmar i veckan i genomsnitt.
agreement-average-weeks = Genomsnittet räknas över { $count } veckor.
agreement-full-week = Där faktiska timmar inte finns räknas en heltid som { $count } timmar i veckan, och var och en efter sin del av en heltid.
agreement-workplace = Jour på arbetsplatsen är högst { $count } timmar på fyra veckor.
agreement-duties = Högst { $count } pass på fyra veckor.
agreement-load = Högst { $count } timmars beredskap på fyra veckor, där varje linje räknas med sin andel.
agreement-long-absence = Den som är borta minst { $count } hela dagar i följd får en lägre rättvis andel: de dagarna räknas inte.
agreement-weekend-gap = { $count ->
    [one] Minst en hel helg utan beredskap mellan två helger i beredskap.
   *[other] Minst { $count } hela helger utan beredskap mellan två helger i beredskap.
 }
agreement-known = Varsel och överlämning
agreement-notice = Schemat är känt minst { $count } dagar före ett pass. Kommer en ändring senare behövs ett skäl.
agreement-handover-before = Den som ska ta över ser beredskapsbladen från { $count } minuter före passet.
agreement-handover-after = Den som lämnar över ser dem till { $count } minuter efter.
agreement-bands = Tidsband för lön
agreement-band-rest = { $band }: all tid som inget annat band tar.
agreement-around-days = { $holidays }: från klockan { $from } { $before ->
    [0] samma dag
    [one] dagen före
   *[other] { $before } dagar före
 } till klockan { $to } { $after ->
    [0] samma dag
    [one] dagen efter
   *[other] { $after } dagar efter
 }
agreement-around-workday = { $holidays }: från klockan { $from } { $before ->
    [0] samma dag
    [one] dagen före
   *[other] { $before } dagar före
 } till klockan { $to } nästa vardag
agreement-lines = Poolens linjer
agreement-lines-what = Det här står i poolens egna inställningar, som den som sköter driften lägger upp.
agreement-line = { $line } bemannas av: { $roles }. Tiden räknas till { $load } %.
agreement-line-gap = Efter ett pass är minst { $gap } fria före nästa.
agreement-line-no-gap = Nästa pass får följa direkt.
agreement-line-block = Passen är nätter, helger och helgdagar.
agreement-line-week = Passen är hela veckor.
agreement-weighs = Vad ett förslag vägs med
agreement-weighs-what = Inget av det här är en regel: ett förslag bryter aldrig mot någon. Färre poäng är bättre.
agreement-weighs-all = Alla vikter
agreement-weighs-open = Varje poäng för öppna pass gånger
agreement-weighs-open-night = Öppen natt
agreement-weighs-open-long = Öppen helg, helgdag eller vecka
agreement-weighs-uneven = Varje helt pass mellan den som har mest och den som har minst, gånger
agreement-weighs-nights-range = Skillnad i nätter
agreement-weighs-nights-square = Avstånd till rättvis andel, nätter
agreement-weighs-weekends-range = Skillnad i helger
agreement-weighs-weekends-square = Avstånd till rättvis andel, helger
agreement-weighs-holidays-range = Skillnad i helgdagar
agreement-weighs-holidays-square = Avstånd till rättvis andel, helgdagar
agreement-weighs-wish-little = Önskemål som betyder lite och inte möts
agreement-weighs-wish-some = Önskemål som betyder en del och inte möts
agreement-weighs-wish-much = Önskemål som betyder mycket och inte möts
agreement-weighs-change = Publicerat pass som byter person
agreement-weighs-change-late = Publicerat pass som byter person senare än varslet
agreement-weighs-close-weeks = Helger räknas som täta inom så många veckor
agreement-weighs-close-weekends = Varje par täta helger
agreement-weighs-rest-day = Ledig dag för vila
holiday-new-year = nyårsdagen
holiday-epiphany-eve = trettondagsafton
holiday-epiphany = trettondedag jul
holiday-maundy-thursday = skärtorsdagen
holiday-good-friday = långfredagen
holiday-easter-eve = påskafton
holiday-easter-day = påskdagen
holiday-easter-monday = annandag påsk
holiday-walpurgis-eve = valborgsmässoafton
holiday-may-day = första maj
holiday-ascension = Kristi himmelsfärdsdag
holiday-whit-eve = pingstafton
holiday-whit-sunday = pingstdagen
holiday-national-day = nationaldagen
holiday-midsummer-eve = midsommarafton
holiday-midsummer-day = midsommardagen
holiday-all-saints-eve = allhelgonaafton
holiday-all-saints = alla helgons dag
holiday-christmas-eve = julafton
holiday-christmas-day = juldagen
holiday-boxing-day = annandag jul
holiday-new-years-eve = nyårsafton
