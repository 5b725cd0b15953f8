rating-title = Skattningar
rating-lead = Här svarar du om gruppledarens handledning och konsultens stöd. Ingen får veta vad just du svarade.
rating-crumbs = Tillbaka
rating-of = { $instrument } om { $name }
rating-about = Om { $about }.
rating-why-you = Du får frågan för att du arbetar i { $team }.
rating-minimum = { $count ->
    [one] Visas när minst 1 har svarat.
   *[other] Visas när minst { $count } har svarat.
}
rating-minimum-unconfirmed = Den gränsen är vår egen och inte bekräftad av rättighetshavaren.
rating-answered = Du har svarat
rating-answer = Svara
rating-empty-title = Inget att svara på just nu
rating-empty = Varannan månad får teamet svara om sin gruppledare och sin konsult. Då står det här, och på din vecka.
rating-before = Svara i ett svep: inget sparas förrän du skickar, så att inget utkast kan kopplas till dig.
rating-once = När du har skickat kan svaret inte ändras eller tas tillbaka. Ingen kan hitta det bland de andra.
rating-send = Skicka svaret
rating-faults = { $count ->
    [one] 1 punkt behöver svar. Inget är skickat.
   *[other] { $count } punkter behöver svar. Inget är skickat.
}
rating-fault-missing = Välj ett svar
rating-fault-answer = Svaret passar inte frågorna. Ladda om sidan och svara igen.
rating-closed-answered = Du har redan svarat. Svaret ligger bland de andras och går inte att öppna.
rating-closed-early = Den här skattningen har inte öppnat än.
rating-closed-late = Tiden för den här skattningen har gått ut.
rating-sent-title = Tack för ditt svar
rating-sent = Det ligger nu bland de andras, utan namn och utan tid. När skattningen har stängt visas medelvärden, om tillräckligt många har svarat.
rating-sent-home = Till början
rating-sent-list = Till skattningarna
rating-promise-title = Så skyddas ditt svar
rating-promise-urn = Alla svar läggs i en och samma förseglade bunt. Där står inget namn, ingen tid och ingen ordning.
rating-promise-who = Att du har svarat noteras för sig, så att du inte får frågan igen. När skattningen stänger glöms också det.
rating-promise-minimum = Har för få svarat förstörs svaren olästa.
rating-promise-reads = Bara medelvärden visas, och först när skattningen har stängt: för den det gäller och för nätverket. Konsulten ser också gruppledarens. Ni som svarar ser dem inte.
rating-promise-log = I åtkomstloggen står att du svarade, aldrig vad.
rating-promise-limit = Den som sköter driften och har både nyckeln och flera säkerhetskopior från samma dagar kan jämföra dem. Det är den gräns som finns.
rating-team-title = Teamets skattningar
rating-of-team = Skattningar { $team }
rating-team-lead = Medelvärden över alla som svarat. Enskilda svar visas aldrig, för någon.
rating-none-title = Inga skattningar än
rating-none = Varannan månad svarar teamet om sin gruppledare och sin konsult. När en skattning har öppnat står den här.
rating-see = Visa
rating-col-due = Skattning
rating-col-turnout = Svar
rating-turnout = { $answered } av { $asked }
rating-too-few = För få svar för att visas. Svaren är förstörda.
rating-too-few-scale = för få svar
rating-too-fine = värdet går inte att skriva exakt
rating-curve = I tidsordning: { $values }
rating-why = Varför just de här värdena?
rating-why-round = Gäller skattningen { $day }
rating-why-counted = { $left ->
    [0] { $counted } svar räknas
   *[other] { $counted } svar räknas, { $left } har för få punkter besvarade
}
rating-why-first = Först medelvärdet för var och en, sedan medelvärdet av dem
rating-coming = Härnäst
rating-next = nästa skattning öppnar { $day }
rating-no-next = ingen ny skattning är planerad
rating-few-raters = frågas inte. { $raters } skulle svara, och minst { $least } behövs för att ingen ska kunna pekas ut.
rating-waits = { $what }: öppen till { $day }
