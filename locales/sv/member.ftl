member-title = Vilka som har beredskap
member-what = Den rättvisa andelen av nätter, helger och helgdagar följer tjänstgöringsgraden och hur länge någon har varit med i poolen.
member-none = Ingen i poolens team har en tjänst som bemannar någon av linjerna.
member-share = Tjänstgöringsgrad i procent
member-save = Spara
member-from = med från { $day }
member-until = med till och med { $day }
member-year = { $year }, { $line }: { $nights ->
    [one] { $nights } natt
   *[other] { $nights } nätter
}, { $weekends ->
    [one] { $weekends } helg
   *[other] { $weekends } helger
}, { $holidays ->
    [one] { $holidays } helgdag
   *[other] { $holidays } helgdagar
}
member-burden-title = Skriv in ett år från tiden före schemat här
member-burden-what = Vad någon bar innan schemat fördes här räknas med när passen fördelas. Åren därefter räknas och skrivs ned av sig själva. Började ni mitt i ett år hör månaderna före till året innan.
member-years-until = Senaste år som kan skrivas in är { $year }.
member-line = Linje
member-of-year = År
member-nights = Nätter
member-weekends = Helger
member-holidays = Helgdagar
member-burden-add = Skriv in året
member-fault-share = Skriv tjänstgöringsgraden som ett helt tal från 0 till 100.
member-fault-year = Skriv ett år före det första som har pass i schemat här, högst 20 år tillbaka.
member-fault-count = Skriv antal som hela tal, högst 366.
done-member-share = Tjänstgöringsgraden är sparad.
done-member-burden = Året är sparat.
member-share-from = från och med
member-share-today = i dag
member-step = { $share } % från { $day }
member-away = Borta { $first } – { $last }, räknas inte i andelen
member-long = En frånvaro på minst { $days } hela dagar i följd sänker andelen med sina dagar.
member-fault-from = Skriv en dag som ligger högst 200 dagar fram och 20 år tillbaka.
done-member-unshare = Ändringen är borttagen. Det som gällde före den dagen gäller vidare.
