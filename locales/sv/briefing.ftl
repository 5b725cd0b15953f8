briefing-title = Informationsträff
briefing-meetings = Informationsträffar
briefing-meetings-help = Kom och hör om jobbet. Det är inget krav för att söka.
briefing-left = { $count ->
    [0] Fullt
    [one] En plats kvar
   *[other] { $count } platser kvar
}
briefing-come = Jag kommer
briefing-kept = Namn och e-post används bara för träffen och förstörs { $term } efter den.
briefing-kept-day = Namn och e-post används bara för träffen och förstörs dagen efter den.
briefing-full-title = Träffen är full
briefing-full = Alla platser är tagna. Titta på annonsen om det finns en annan träff.
briefing-seat-title = Din plats
briefing-off = Träffen är inställd
briefing-at = Dag och tid
briefing-place = Plats
briefing-address = Spara adressen om du vill kunna lämna tillbaka platsen.
briefing-leave = Lämna tillbaka platsen
briefing-none = Inga träffar är planerade.
briefing-new = Planera en träff
briefing-seats = Antal platser
briefing-save = Lägg till
briefing-cancel = Ställ in
briefing-coming = { $count } av { $seats } kommer
briefing-fault-at = Skriv en dag och en tid framåt i tiden, högst ett år bort.
briefing-fault-place = Skriv var träffen är, på en rad.
briefing-fault-seats = Skriv hur många som får plats, mellan 1 och 200.
briefing-fault-many = Det finns redan så många träffar som får plats.
done-briefing-attended = Välkommen. Platsen är din.
