timeline-title = Tidslinje
timeline-of = Tidslinje för { $code }
timeline-desc = Kontakter, delmål, sammanfattningar och händelser under { $count } veckor. Samma uppgifter står i tabellen nedanför.
timeline-empty-title = Behandlingen har inte börjat
timeline-empty = När familjen är intagen visas veckorna här.
timeline-caption = Vecka för vecka sedan familjen togs in.
timeline-as-table = Visa som tabell
timeline-weeks = Veckorna, den senaste först
timeline-week = Vecka
timeline-phases = Fas
timeline-events = Händelser
timeline-contacts = Kontakter
timeline-minimum = minst
timeline-steps = Delmål
timeline-met = Nådda
timeline-partly = Delvis
timeline-unmet = Inte nådda
timeline-summary = Sammanfattning
timeline-in-time = I tid
timeline-late = Sen
timeline-missing = Saknas
timeline-weeks-before = tidigare veckor
timeline-plan = Säkerhetsplan { $number }
timeline-hold-begins = Uppehåll i mätningarna
timeline-hold-ends = Mätningarna fortsätter
timeline-call = Beredskapssamtal
timeline-meetings = { $count ->
    [one] Möte
   *[other] { $count } möten
 }
