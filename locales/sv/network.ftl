network-title = Nätverkets team
network-count = { $count ->
    [one] Ett team
   *[other] { $count } team
 }
network-empty-title = Inga team än
network-empty = När ett team går med i nätverket får det en rad här.
network-team = Team
network-board = Nämnd
network-programme = Program
network-staff = Personal
network-open = Öppna familjer
network-waiting = I kö
network-on-time = Inlämnat i tid
network-sum = Alla team
network-source = Räknat i Hemma i dag. Personal är de som har ett uppdrag i teamet. Inlämnat i tid gäller de fyra senaste veckorna vars tid har gått ut: hur många av veckosammanfattningarna som kom i tid, av alla som skulle lämnas in.
network-consulted = Konsultation i kvartalet
network-decisions = Beslut på gång
network-decisions-none = Inget ligger hos någon nämnd.
network-decisions-see = Till tjänsteutlåtandena
network-due = Väntar på kontoret
network-due-none = Inget är försenat: inga beslut, genomgångar, utvecklingsmål, delbetalningar eller redovisningar. Inget fakturaunderlag väntar på bokföring.
network-review = { $programme }, genomgång av { $term }
network-review-none = halvåret är slut och ingen har börjat
network-review-unsigned = väntar på din underskrift
network-goal-of = { $name } ({ $team }), utvecklingsplan
network-due-late = försenat sedan { $day }
network-due-by = senast { $day }
network-due-unbooked = inte bokfört, gjort { $day }
network-unpaid = Bokförda avgifter som inte är betalda
network-unbilled = Årets avgifter utan fakturaunderlag
network-due-projects = Till projekten
network-due-fees = Till avgifterna
