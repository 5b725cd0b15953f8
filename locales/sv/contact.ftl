contact-new = Ny kontakt
contact-change = Ändra kontakt
contact-change-link = Ändra
contact-list = Kontakter
contact-which = Vilken familj?
contact-last = Senast { $day }
contact-no-family-title = Du har ingen familj just nu
contact-no-family = När du får en familj kan du logga besök och samtal här. Gäller det en kollegas familj går du in i ärendet och väljer Kontakter.
contact-minutes = Hur länge?
contact-min = min
contact-minutes-other = Annan tid
contact-minutes-other-label = Antal minuter
contact-persons = Vilka var med?
contact-kind = Vad?
contact-place = Var?
contact-note = Anteckning
contact-optional = frivilligt
contact-systems = Vad arbetade ni med?
contact-day = Dag
contact-time-began = Började
contact-travel = Resa
contact-travel-unit = min
contact-save = Spara kontakten
contact-cancel = Avbryt
contact-none = Inga kontakter.
contact-older = Äldre veckor
contact-count = { $n ->
    [one] { $n } kontakt
   *[other] { $n } kontakter
}
contact-count-of = { $n } av { $minimum } kontakter
contact-time = { $time } med familjen, { $travel } resa
contact-faults = { $n ->
    [one] En sak att rätta
   *[other] { $n } saker att rätta
}
contact-restored = Det du skrev { $when } finns kvar. Spara det, eller börja om.
contact-restored-drop = Börja om
contact-conflict = Kontakten har ändrats sedan du öppnade den
contact-conflict-text = Så här är den sparad nu. Det du skrev står kvar i formuläret och gäller om du sparar igen.
contact-conflict-keep = Behåll den som den är
contact-fault-id = Formuläret saknar sin nyckel. Ladda om sidan, det du skrev finns kvar.
contact-fault-kind = Välj vad det var.
contact-fault-place = Välj var det var.
contact-fault-day = Dagen finns inte. Skriv till exempel 7 april.
contact-fault-time = Tiden finns inte. Skriv till exempel 14:30.
contact-fault-minutes = Skriv antalet minuter med siffror.
contact-fault-future = Det har inte hänt än. Kontrollera dag och tid.
contact-fault-before = Dagen ligger före uppdraget.
contact-fault-no-minutes = Välj hur länge det varade.
contact-fault-too-long = Ett dygn är det längsta som går att logga.
contact-fault-person = Någon av personerna hör inte till familjen.
contact-fault-system = Något av områdena finns inte i programmet.
contact-fault-note = Anteckningen är för lång. Skriv resten i journalen.
done-contact-logged = Kontakten är sparad.
done-contact-changed = Kontakten är ändrad.
