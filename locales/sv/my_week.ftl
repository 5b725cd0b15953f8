my-week-title = Min vecka
my-week-today = Vecka { $week }, { $day }
my-week-done-title = Inget kvar att göra
my-week-done = Sammanfattningar, återkoppling, kontakter och uppgifter är i fas. Nästa sak dyker upp här när den närmar sig.
my-week-past = Borde varit klart
my-week-now = I dag
my-week-this-week = Den här veckan
my-week-later = Senare
my-week-some-day = Utan dag
my-week-overdue = Försenat
my-week-handover = Väntar sedan { $time }
my-week-incident = Har hänt i dag
my-week-families = Mina familjer
my-week-no-families = Du har inga öppna familjer just nu.
my-week-treatment-week = Behandlingsvecka { $week }
my-week-contacts = Kontakter { $count }
my-week-summary = { $week }: { $state }
my-week-reviews = Säkerhetsplaner att se över
todo-text-handover = { $count ->
    [one] Ta över efter ett samtal till beredskapen
   *[other] Ta över efter { $count } samtal till beredskapen
}
todo-act-handover = Läs och ta över
todo-text-incident = { $count ->
    [one] En händelse i familjen
   *[other] { $count } händelser i familjen
 }
todo-text-safety-plan = Se över säkerhetsplanen
todo-text-safety-plan-make = Gör säkerhetsplanen
todo-text-summary = Lämna in sammanfattningen för { $week }
todo-text-feedback = { $count ->
    [one] Svara på en punkt i återkopplingen på { $week }
   *[other] Svara på { $count } punkter i återkopplingen, den äldsta på { $week }
 }
todo-text-contacts = { $count ->
    [one] En kontakt till den här veckan
   *[other] { $count } kontakter till den här veckan
 }
todo-text-notes = { $count ->
    [one] Signera en anteckning
   *[other] Signera { $count } anteckningar
 }
todo-act-incident = Läs
todo-act-safety-plan = Öppna planen
todo-act-summary = Fortsätt
todo-act-feedback = Svara
todo-act-task = Till uppgiften
todo-act-contacts = Logga kontakt
todo-act-notes = Till journalen
todo-text-look = Följ upp ett utvecklingsmål
todo-act-look = Till målet
