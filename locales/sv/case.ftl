case-title = Ärende
case-tabs = Familjens sidor
case-therapist = Behandlare
case-no-therapist = Ingen än
case-week = Vecka
case-phase = Fas
case-no-people = Ingen person är antecknad än.
tab-overview = Översikt
stage-referred = Uppdrag inkommet
stage-waiting = Väntar på plats
stage-declined = Avböjt
stage-open = Pågår
stage-closed = Avslutat
safety-current = Säkerhetsplan gäller, ses över { $day }
safety-overdue = Säkerhetsplanen skulle setts över { $day }
safety-missing = Säkerhetsplan saknas
tab-week = Veckan
tab-contacts = Kontakter
tab-journal = Journal
tab-safety = Säkerhet
tab-forms = Formulär
tab-people = Personer
tab-incidents = Händelser
tab-measures = Mätningar
tab-timeline = Tidslinje
tab-reports = Rapporter
tab-manage = Hantera
case-warn-visit = Läs före besök
case-protected = Skyddade uppgifter
case-warnings = Att veta först
case-warn-staff = { $name }: { $text }
case-warn-protected = { $name } har skyddade uppgifter: { $kind }
case-warn-address = { $name } får inte veta var familjen bor
case-due = Att göra
case-nothing-due = Inget väntar just nu.
case-due-carry-out = Beslutet ska vara verkställt senast { $day }
case-due-lvu = Nämnden ska pröva insatsen senast { $day } (LVU 22 §)
case-due-consent = Samtycke till behandling saknas
case-due-week = Sammanfattningen av { $week } lämnas in senast { $until }
case-due-week-late = Sammanfattningen av { $week } är sen
case-due-incidents = { $count ->
    [one] En händelse är inte genomgången
   *[other] { $count } händelser är inte genomgångna
}
case-due-tasks = { $count ->
    [one] En uppgift är försenad
   *[other] { $count } uppgifter är försenade
}
case-due-drafts = { $count ->
    [one] En anteckning är inte signerad
   *[other] { $count } anteckningar är inte signerade
}
case-due-follow-up = Uppföljning { $day }
case-all-people = Alla personer
case-all-consents = Alla samtycken
case-around = { $count ->
    [one] En person till runt familjen
   *[other] { $count } personer till runt familjen
}
case-latest = Senaste
case-none = Inget än
case-last = Senast { $when }
case-contacts = { $last }. Den här veckan: { $count }
case-counted = { $count } st, senast { $day }
case-assignment = Uppdraget
case-authority = Uppdragsgivare
case-handler = Handläggare
case-decision = Beslut
case-basis = Lagrum
case-period = Tid
case-period-to = { $from } – { $to }
case-period-from = Från { $from }
case-lvu = Prövning enligt LVU
case-reviewed = Prövad { $day }
case-review-by = Senast { $day }
case-reason = Varför
case-received = Inkommet
case-opened = Behandlingen började
case-programme = Program
case-carers = Behandlare
