training-title = Utbildning
training-lead = Det nätverket håller för teamen: planering, inbjudningar, närvaro och intyg.
training-tally = { $overdue ->
    [0] Ingen är försenad
    [one] En person är försenad
   *[other] { $overdue } personer är försenade
}, { $due } har något att göra och { $held } har allt.
training-needs = Utbildning: klart och kvar
training-needs-see = Se vem som saknar vad
training-team-see = Se läget
training-needs-none-title = Inget att visa
training-needs-none = Det finns inga utbildningskrav för programmet, eller ingen har ett uppdrag där de gäller.
training-needs-silent = Inga krav är inlagda för { $programme }, eller inga för de roller som finns där. Det säger inte att ingen saknar något.
training-record = En persons utbildning
training-record-lead = Vad tjänsten kräver, hur det står till, och nätverkets utbildningar.
training-record-seats = Utbildningar
training-record-none = Inte inbjuden till någon av nätverkets utbildningar.
training-present = var med { $length }
training-absent = var inte med
training-needs-source = Räknat i Hemma i dag, från närvaron vid nätverkets utbildningar och varje tjänsts första dag. Under varje krav står vilka av dess värden som saknar källa och behöver stämmas av med nätverket.
training-not-demanded = krävs inte
training-unconfirmed-what = Ej bekräftat: { $what }
training-none-title = Inga utbildningar ännu
training-none = Planera den första. Sådant som hållits tidigare kan också läggas in, så att det räknas.
training-coming-title = Kommande
training-coming-none = Inget är planerat.
training-past-title = Tidigare
training-new = Ny utbildning
training-edit = Ändra utbildning
training-one-title = Utbildningen
training-form-lead = Den som är inbjuden och inte har tackat nej får veta när något ändras.
training-name = Titel
training-kind = Vad det är
training-kind-help = Närvaron räknas mot det kravet.
training-kind-all = { $name } (alla program)
training-beside = Något utöver kraven
training-times = Dagar och tider
training-times-help = En rad per dag. Lämna rader tomma som inte behövs.
training-day = Dag { $number }
training-from = Från
training-to = Till
training-counts-as = Räknas som
training-place = Plats
training-language = Språk
training-seats = Högst antal deltagare
training-about = Innehåll
training-about-help = Vad det handlar om och vad man ska ta med. Texten står också på intyget.
training-save = Spara
training-back = Tillbaka
training-change = Ändra
training-when = När
training-seats-taken = Platser
training-coming = { $coming } kommer
training-coming-of = { $coming } av { $seats } platser tagna
training-came = { $count ->
    [0] ingen är antecknad som närvarande
    [one] en var med
   *[other] { $count } var med
}
training-answers = { $yes } kommer, { $no } kommer inte, { $open } har inte svarat
training-answered = { $yes } hade sagt ja, { $no } nej, { $open } svarade inte
training-invited = { $invited ->
    [one] en inbjuden
   *[other] { $invited } inbjudna
}
training-half-day = en halv dag
training-one-day = 1 dag
training-days = { $days } dagar
training-who = Namn
training-said = Svar
training-attended = Var med
training-attendance-save = Spara närvaro
training-certificate = Intyg
training-certificate-open = Öppna
training-certificate-title = Intyg om deltagande
training-seats-title = Inbjudna
training-seats-none = Ingen är inbjuden ännu.
training-invite-title = Bjud in
training-invite-help = De som saknar utbildningen och inte ska gå någon annan är förvalda.
training-invite = Bjud in de valda
training-booked = plats { $day }
training-by = senast { $day }
training-was-due = skulle ha varit klar { $day }
training-next-by = nästa senast { $day }
training-part = { $some } av { $all }
training-evaluation = Utvärdering
training-evaluation-until = Deltagarna kan svara till och med { $day }. Därefter visas svaren tillsammans.
training-evaluation-few = För få har svarat för att visa något: någon skulle kunna kännas igen.
training-evaluation-answers = { $count ->
    [one] Ett svar
   *[other] { $count } svar
}
training-question = Fråga
training-step-low = 1, inte alls
training-step-high = 5, helt
training-mean = Medel
training-cancel-title = Ställ in
training-cancel-what = De som inte har tackat nej får veta det. Utbildningen står kvar i listan som inställd.
training-cancel = Ställ in utbildningen
training-subject = Förslag på ämne
training-subject-see = Förslag på ämne
training-subject-lead = Det som familjerna märker minst av, i teamen där de inbjudna behandlarna arbetar.
training-subject-none-title = Inget att bygga på
training-subject-none = Ingen inbjuden behandlare arbetar i ett team som mäter programtrohet. Bjud in först.
training-subject-few = För få intervjuer för att föreslå något.
training-subject-wordless = Lydelsen är licensgivarens och finns inte här: läs den i instrumentet.
training-subject-take = Använd som ämne
training-subject-all = Se alla punkter i nätverkets programtrohet
training-subject-basis = Bygger på { $sheets } intervjuer med { $families } familjer de fyra senaste kvartalen, i { $teams }. Enskilda behandlare räknas inte.
training-subject-thin = För få intervjuer för att räknas med: { $teams }.
training-subject-answers = { $count ->
    [one] ett svar
   *[other] { $count } svar
}
training-share = { $share } % av det möjliga
training-mine = Min utbildning
training-mine-lead = Inbjudningar, vad ditt uppdrag kräver, och intyg.
training-mine-coming-none = Du är inte inbjuden till något.
training-mine-no-demands = Ingen utbildning krävs för ditt uppdrag.
training-of-team = Läget i { $team }
training-demands = Krav i { $programme }
training-length = Omfattning
training-standing = Läge
training-say-yes = Jag kommer
training-say-no = Jag kommer inte
training-was-there = du var med { $length }
training-evaluate = Utvärdera
training-evaluated = Du har svarat. Svaret går inte att ta tillbaka, för ingen vet vilket som är ditt.
training-evaluation-promise = Svaren läggs samman och går inte att koppla till dig. De visas först när tiden för att svara är slut, och bara om minst tre har svarat.
training-evaluation-send = Skicka
training-feed-title = Kalender
training-feed-lead = En adress visar utbildningarna i din egen kalender. Den som har adressen kan läsa den, så dela den inte.
training-feed-mine = Mina utbildningar
training-feed-all = Alla nätverkets utbildningar
training-home = Utbildning
training-home-next = Nästa: { $title }, { $days }.
training-home-see = Till utbildningarna
training-faults = { $count ->
    [one] En sak behöver rättas
   *[other] { $count } saker behöver rättas
}
training-fault-title = Skriv en titel.
training-fault-long = Texten är för lång.
training-fault-no-day = Skriv minst en dag.
training-fault-days = Högst 15 dagar.
training-fault-day = Skriv varje dag så att den går att läsa, till exempel 3 december 2026.
training-fault-time = Skriv tiderna så att de går att läsa, till exempel 09:00.
training-fault-backwards = En dag slutar innan den börjar.
training-fault-twice = Samma dag står två gånger.
training-fault-seats = Antalet deltagare är ett tal från 1 till 200. Lämna tomt om alla får plats.
training-fault-seats-taken = Fler har redan tackat ja. Skriv ett större antal.
training-fault-kind = Välj vad det är ur listan.
training-fault-nobody = Välj minst en person.
training-fault-many = Högst 200 personer på en utbildning.
training-fault-early = Närvaro noteras från och med dagen.
training-fault-attended = En dag med noterad närvaro saknas. Låt den stå kvar, eller ta först bort närvaron den dagen.
training-attended-days = Närvaro är noterad { $days }. En sådan dag går att flytta eller ta bort först när ingen är noterad den dagen.
training-attended-lost = Närvaro är noterad { $days }, och dagen står inte längre med. Inget är sparat. Skriv tillbaka dagen, eller ta bort närvaron på utbildningens sida, spara den nya dagen och notera närvaron igen.
training-fault-held = Utbildningen är redan genomförd.
training-fault-late = Utbildningen har börjat eller är inställd. Hör av dig till den som håller i den.
training-fault-full = Alla platser är tagna.
training-fault-evaluation = Den går att utvärdera i två veckor efter sista dagen, av den som var med.
training-fault-answer = Välj ett svar.
training-fault-meanwhile = Någon annan har ändrat utbildningen under tiden. Inget är sparat; läs om sidan och jämför.
done-training-saved = Utbildningen är sparad.
done-training-invited = De är inbjudna.
done-training-attended = Närvaron är sparad.
done-training-cancelled = Utbildningen är inställd.
done-training-replied = Ditt svar är sparat.
done-training-evaluated = Tack. Ditt svar är inlagt.
