# Uppdraget kommer in, och målgruppen prövas.
intake-referral-title = Nytt uppdrag
intake-referral-lead = Skriv in det som står i uppdraget. Resten kan du fylla på när ni har träffat familjen.
intake-crumbs = Du är här
intake-kept = Det du skrev { $at } finns kvar här. Det är inte skickat än.
intake-faults = { $n ->
    [one] En sak att rätta
   *[other] { $n } saker att rätta
}
intake-assignment = Uppdraget
intake-received = Kom in till oss
intake-authority = Uppdragsgivare
intake-handler = Socialsekreterare
intake-handler-phone = Socialsekreterarens telefon
intake-number = Beslutets nummer
intake-decided = Beslutet fattades
intake-basis = Lagrum
intake-from = Gäller från
intake-to = Gäller till
intake-voluntary = frivilligt
intake-reason = Varför familjen kommer till oss
intake-reason-help = Skriv vad som har hänt och vad uppdragsgivaren vill uppnå.
intake-family = Familjen
intake-label = Vad vi kallar familjen
intake-label-help = Oftast efternamnet. Utanför teamet syns bara ärendets kod.
intake-child-given = Barnets förnamn
intake-child-family = Barnets efternamn
intake-child-born = Barnets födelsedag
intake-protection = Skyddade uppgifter
intake-protection-help = Med skyddade uppgifter ser bara gruppledaren och de som har ärendet familjen.
intake-event = Det som har hänt
intake-event-help = Programmet frågar efter en händelse inom { $days } dagar. Vet du inte än kan du lämna det tomt.
intake-event-kind = Vad som har hänt
intake-event-unknown = Vet inte än
intake-register = Registrera uppdraget
intake-cancel = Avbryt
intake-fault-missing = Fyll i det här.
intake-fault-choose = Välj ett av alternativen.
intake-fault-choice = Det alternativet finns inte i programmet.
intake-fault-day = Dagen går inte att läsa. Skriv till exempel 7 april eller 2026-04-07.
intake-fault-sent = Teamet räknas i en annan installation, som skickar dess siffror hit. Lägg upp familjen där.
intake-fault-future = Dagen ligger framåt i tiden.
intake-fault-period = Slutdagen ligger före den första dagen.
intake-fault-long = Texten är för lång.
intake-fault-event-day = Skriv vilken dag det gäller, eller välj att du inte vet än.
intake-fault-event-kind = Välj vad som har hänt, eller ta bort dagen.
intake-fault-unanswered = Svara på frågan först.
intake-fault-not-yours = Programmet låter inte din roll gå förbi den här punkten.
intake-fault-no-hindrance = Svaret talar inte emot familjen. Det finns inget att gå förbi.
intake-fault-reason = Skriv varför.
done-intake-registered = Uppdraget är registrerat. Pröva nu om familjen hör till målgruppen.
done-intake-answered = Svaret är sparat.
done-intake-aside = Ditt besked är sparat.

intake-screening-title = Målgruppsprövning
intake-screening-lead = Svara på programmets frågor. Hemma räknar och visar, men beslutet är ert.
intake-unnamed-lead = Du ser svaren utan namn. När gruppledaren och du är överens går ni förbi en punkt.
intake-to-decision = Till beslutet
intake-clear = Allt är besvarat och inget talar emot
intake-open = { $open ->
    [one] En punkt är inte avgjord
   *[other] { $open } punkter är inte avgjorda
}
intake-hinders = { $hinders ->
    [one] En punkt talar emot
   *[other] { $hinders } punkter talar emot
}, { $open } inte avgjorda
intake-unfounded = { $n ->
    [one] varav en är besvarad men saknar vad svaret bygger på
   *[other] varav { $n } är besvarade men saknar vad svaren bygger på
}
intake-no-assignment = Inget uppdrag är registrerat.
intake-decision = Beslut
intake-decision-of = { $number }, { $day }
intake-period-label = Period
intake-period = { $from } till { $to }
intake-period-open = Från { $from }
intake-counted = Uträknat
intake-age-rule = Barnet är { $min }–{ $max } år
intake-age-found = { $age } år den dag beslutet fattades, { $day }
intake-age-unknown = Barnets födelsedag är inte antecknad
intake-event-rule = Händelsen ligger högst { $days } dagar före beslutet
intake-event-found = { $days } dagar före beslutet { $day }
intake-event-missing = Ingen händelse är antecknad
intake-event-anchor = Räknat från: { $anchor }
intake-source = Källa: { $source }
intake-inclusion = Ska stämma
intake-exclusion = Får inte stämma
intake-no-criteria = Programmet frågar inget här.
intake-unanswered = Inte besvarat
intake-by = { $name }, { $day }
intake-lacks-evidence = Skriv vad svaret bygger på
intake-evidence = Vad bygger svaret på?
intake-save = Spara svaret
intake-set-aside = Talar emot, men ni går förbi det
intake-aside = Gå förbi den här punkten
intake-aside-help = Alla som nämns här ska hålla med, var för sig. Skriv varför.
intake-aside-never = Ingen i teamet kan gå förbi den här punkten. Du kan ändå besluta mot den, och då skriver du varför.
intake-aside-reason = Varför
intake-agree = Jag går förbi punkten
intake-take-back = Ta tillbaka mitt besked
intake-agreed = { $role }: ja, { $name }
intake-not-agreed = { $role }: inte än
intake-clash = Två har svarat på samma fråga
intake-clash-lead = Inget har gått förlorat. Välj vilket svar som ska stå kvar.
intake-clash-mine = Ditt svar
intake-clash-theirs = Svaret som redan är sparat
intake-clash-keep = Behåll mitt
intake-clash-take = Behåll det sparade
