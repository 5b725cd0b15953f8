consultation-title = Konsultation
consultation-of = Konsultation, { $team }
consultation-one = Konsultation { $week }
consultation-pattern = { $weekday }ar { $time }, { $length }, sedan { $day }
consultation-none-title = Ingen fast tid ännu
consultation-none = Bestäm teamets veckotid nedan, så finns kalendern här.
consultation-none-other = Konsulten eller gruppledaren lägger in teamets veckotid.
consultation-no-time = Ingen fast tid
consultation-next = Nästa
consultation-next-none = Ingenting är planerat de närmaste veckorna.
consultation-quarters = Byt kvartal
consultation-quarter-none = Ingen konsultation i kvartalet.
consultation-quarter = Kvartal
consultation-counted = Planerat och hållet
consultation-held = Hållna
consultation-held-of = { $held } av { $owed }
consultation-moved = Varav flyttade
consultation-cancelled = Inställda
consultation-unnoted = Inte noterade
consultation-days-off = Röda dagar
consultation-nothing-owed = –
consultation-count-cancelled = { $count ->
    [one] en inställd
   *[other] { $count } inställda
}
consultation-count-unnoted = { $count ->
    [one] en inte noterad
   *[other] { $count } inte noterade
}
consultation-count-off = { $count ->
    [one] en röd dag
   *[other] { $count } röda dagar
}
consultation-source = Räknat i Hemma i dag, till och med i dag. Teamet ska ha konsultation varje vecka. En vecka då dagen är röd räknas inte, om tiden inte flyttas. En flyttad konsultation räknas i det kvartal där den hamnade.
consultation-attended = { $count ->
    [one] en var med
   *[other] { $count } var med
}
consultation-moved-from = flyttad från { $day }
consultation-time-title = Teamets veckotid
consultation-time-help = Gäller från den dag du anger tills en ny tid tar vid. Veckodagen är då konsultationens dag överallt, i stället för den i teamets veckorytm. Enstaka veckor flyttar du på deras egen sida.
consultation-weekday = Veckodag
consultation-at = Klockan
consultation-length = Längd i minuter
consultation-from = Från och med
consultation-day = Dag
consultation-time-save = Spara veckotiden
consultation-feed-lead = En adress visar teamets konsultationer i din egen kalender: bara tiderna, ingenting om familjer. Den som har adressen kan läsa den, så dela den inte.
consultation-when = När
consultation-instead = I stället för
consultation-reason = Skäl
consultation-about = Handlar om
consultation-there = Med var
consultation-minutes = Anteckningar
consultation-minutes-label = Vad som togs upp och bestämdes
consultation-minutes-help = Skriv familjer med ärendekod, aldrig med namn. Konsulten läser också det här. Det som gäller en enda familj hör hemma som återkoppling på familjens vecka.
consultation-meant = Det är inte någon i en familj som menas
consultation-hold = Spara som hållen
consultation-feedback = Skriftlig återkoppling på { $week }
consultation-feedback-none = Ingen återkoppling är skriven på den veckan.
consultation-unanswered = Inget svar än
consultation-answer = Svar
consultation-change = Flytta eller ställ in
consultation-move-help = Den nya tiden ska ligga i samma vecka. En inställd konsultation planeras in igen på det här sättet.
consultation-reason-move = Skäl, om det behövs
consultation-move = Flytta
consultation-reason-cancel = Varför den ställs in
consultation-cancel = Ställ in
consultation-network = Konsultation i nätverkets team
consultation-network-lead = Nätverket ska ge varje team konsultation varje vecka. Här är vad som hölls.
consultation-network-none-title = Inget team att visa
consultation-network-none = När ett team med veckoarbete går med i nätverket får det en rad här.
consultation-network-see = Se konsultationerna
consultation-fault-weekday = Välj en dag från måndag till fredag.
consultation-fault-length = Längden ska vara 15–240 minuter.
consultation-fault-week = Den nya tiden ligger i en annan vecka. Välj en dag i samma vecka, eller ställ in.
consultation-fault-reason = Skriv varför den ställs in.
consultation-fault-long = Texten är för lång. Korta den.
consultation-fault-early = Den har inte varit än.
consultation-fault-nobody = Markera vilka som var med.
consultation-fault-name = Texten ser ut att nämna någon i en familj. Skriv ärendekoden i stället, eller säg nedan att någon annan menas.
consultation-fault-past = En ny veckotid kan gälla från den här veckan, inte tidigare.
consultation-fault-held = Den är redan noterad som hållen.
consultation-fault-day = Skriv en dag, som 3 december eller 2026-12-03.
consultation-fault-time = Skriv ett klockslag, som 13:00.
consultation-fault-meanwhile = Någon annan har ändrat under tiden. Ladda sidan och gör om ändringen.
done-consultation-time = Veckotiden är sparad.
done-consultation-held = Konsultationen är noterad.
done-consultation-moved = Konsultationen är flyttad.
done-consultation-cancelled = Konsultationen är inställd.
